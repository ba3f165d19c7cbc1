/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-report.h"

#include <glib/gi18n-lib.h>

/* As one line: a header may hold line breaks. */
static char *
dup_header (const char *header)
{
  return g_strdelimit (g_strdup (header), "\r\n", ' ');
}

static char *
list_ignored (BitacoraCallImport *import)
{
  const BitacoraCallFile *file = bitacora_call_import_get_file (import);
  GString *ignored = g_string_new (NULL);

  for (guint i = 0; i < file->n_columns; i++)
    {
      g_autofree char *header = dup_header (file->headers[i]);

      if (bitacora_call_import_get_column (import, i) == BITACORA_CALL_COLUMN_IGNORED
          && *header != '\0')
        g_string_append_printf (ignored, "%s%s", ignored->len > 0 ? ", " : "", header);
    }

  return g_string_free (ignored, FALSE);
}

/**
 * bitacora_call_report_complaint:
 * @complaint: what is wrong with a row
 * @headers: (array zero-terminated=1): what stands above the file's columns
 *
 * Returns: (transfer full): a sentence that says where it is and what
 */
char *
bitacora_call_report_complaint (const BitacoraCallComplaint *complaint, const char *const *headers)
{
  g_autofree char *header = NULL;

  g_return_val_if_fail (complaint != NULL, NULL);
  g_return_val_if_fail (headers != NULL, NULL);

  if (complaint->column < 0)
    return g_strdup_printf (_ ("Line %u: %s"), complaint->line, complaint->message);
  header = dup_header (headers[complaint->column]);
  return g_strdup_printf (_ ("Line %u, “%s”: %s"), complaint->line, header, complaint->message);
}

/**
 * bitacora_call_report_losses:
 * @import: an import whose file was checked
 * @check: what was found
 *
 * Tells what the file says that will not be in the calls, or may have been read otherwise than it
 * was meant.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each
 */
GStrv
bitacora_call_report_losses (BitacoraCallImport *import, const BitacoraCallCheck *check)
{
  g_autoptr (GStrvBuilder) losses = g_strv_builder_new ();
  g_autofree char *ignored = NULL;

  g_return_val_if_fail (BITACORA_IS_CALL_IMPORT (import), NULL);
  g_return_val_if_fail (check != NULL, NULL);

  ignored = list_ignored (import);
  if (*ignored != '\0')
    {
      g_autofree char *sentence = g_strdup_printf (_ ("Not imported: %s."), ignored);

      g_strv_builder_add (losses, sentence);
    }
  if (bitacora_call_import_get_file (import)->encoding == BITACORA_CSV_ENCODING_WINDOWS_1252)
    g_strv_builder_add (losses,
                        _ ("The file is not UTF-8; it was read as Windows-1252 (Latin-1)."));
  if (check->n_extensions > 0)
    {
      g_autofree char *sentence
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u number has an extension, which is left out: the CRM "
                                          "has no place for it.",
                                          "%u numbers have extensions, which are left out: the CRM "
                                          "has no place for them.",
                                          check->n_extensions),
                             check->n_extensions);

      g_strv_builder_add (losses, sentence);
    }

  return g_strv_builder_end (losses);
}
