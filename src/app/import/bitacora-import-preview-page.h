/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outbox/bitacora-call-import.h"

G_BEGIN_DECLS

/* What was found in the rows of a file, and what is to be done with it.
 * Its button activates the action "import.queue". */
#define BITACORA_TYPE_IMPORT_PREVIEW_PAGE (bitacora_import_preview_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraImportPreviewPage,
                      bitacora_import_preview_page,
                      BITACORA,
                      IMPORT_PREVIEW_PAGE,
                      AdwBin)

void bitacora_import_preview_page_set_check (BitacoraImportPreviewPage *self,
                                             BitacoraCallImport *import,
                                             const BitacoraCallCheck *check);
BitacoraCallImportFlags bitacora_import_preview_page_get_flags (BitacoraImportPreviewPage *self);
void bitacora_import_preview_page_show_text (BitacoraImportPreviewPage *self, const char *text);
void bitacora_import_preview_page_focus (BitacoraImportPreviewPage *self);

G_END_DECLS
