/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-server-check.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-server-address.h"

static void
warn_of_old_host (BitacoraHintRow *hint, const char *replacement)
{
  const char *host = strstr (replacement, "://");
  g_autofree char *button = NULL;

  /* Translators: a server's address */
  button = g_strdup_printf (_ ("Use %s"), host != NULL ? host + strlen ("://") : replacement);
  bitacora_hint_row_show_with_button (hint,
                                      BITACORA_HINT_WARNING,
                                      _ ("This server has moved: the address no longer answers."),
                                      button);
}

/**
 * bitacora_server_check:
 * @entry: where the server's address is typed
 * @hint: the row below it
 *
 * Reads what is typed or pasted in @entry and lets @hint say what is wrong with it, or that the
 * vendor has moved that server.
 *
 * Returns: (transfer full) (nullable): the address, %NULL when @entry holds none
 */
char *
bitacora_server_check (GtkEditable *entry, BitacoraHintRow *hint)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *replacement = NULL;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);
  g_return_val_if_fail (BITACORA_IS_HINT_ROW (hint), NULL);

  address = bitacora_server_address_parse (gtk_editable_get_text (entry), &error);
  if (address == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      bitacora_hint_row_show (hint, BITACORA_HINT_ERROR, error->message);
      return NULL;
    }

  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  replacement = bitacora_server_address_get_replacement (address);
  if (replacement != NULL)
    warn_of_old_host (hint, replacement);
  else
    bitacora_hint_row_clear (hint);

  return g_steal_pointer (&address);
}

/**
 * bitacora_server_replace:
 * @entry: where a server's address is typed that has moved
 * @hint: the row below it
 *
 * Puts the new address in the place of the old one.
 */
void
bitacora_server_replace (GtkEditable *entry, BitacoraHintRow *hint)
{
  g_autofree char *replacement = NULL;

  g_return_if_fail (GTK_IS_EDITABLE (entry));
  g_return_if_fail (BITACORA_IS_HINT_ROW (hint));

  replacement = bitacora_server_address_get_replacement (gtk_editable_get_text (entry));
  if (replacement == NULL)
    return;
  gtk_editable_set_text (entry, replacement);
  bitacora_hint_row_clear (hint);
}
