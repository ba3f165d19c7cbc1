/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outbox/bitacora-call-check.h"

G_BEGIN_DECLS

/* What was found in the rows of a file, as sentences: a GListModel of GtkStringObject, in the
 * file's order.
 * Property: "with-known" (gboolean): whether the calls that are there already are among them. */
#define BITACORA_TYPE_IMPORT_FINDINGS (bitacora_import_findings_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraImportFindings,
                      bitacora_import_findings,
                      BITACORA,
                      IMPORT_FINDINGS,
                      GObject)

BitacoraImportFindings *bitacora_import_findings_new (void);

void bitacora_import_findings_set_check (BitacoraImportFindings *self,
                                         const BitacoraCallCheck *check,
                                         const char *const *headers);

gboolean bitacora_import_findings_get_with_known (BitacoraImportFindings *self);
void bitacora_import_findings_set_with_known (BitacoraImportFindings *self, gboolean with_known);

G_END_DECLS
