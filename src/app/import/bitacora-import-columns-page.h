/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-profile-list.h"
#include "outbox/bitacora-call-import.h"

G_BEGIN_DECLS

/* What the columns of a file mean, guessed and to be changed; and the profile that it is for.
 * Its button activates the action "import.check". */
#define BITACORA_TYPE_IMPORT_COLUMNS_PAGE (bitacora_import_columns_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraImportColumnsPage,
                      bitacora_import_columns_page,
                      BITACORA,
                      IMPORT_COLUMNS_PAGE,
                      AdwBin)

void bitacora_import_columns_page_set_import (BitacoraImportColumnsPage *self,
                                              BitacoraCallImport *import,
                                              BitacoraProfileList *profiles);
void bitacora_import_columns_page_show_error (BitacoraImportColumnsPage *self, const char *text);
void bitacora_import_columns_page_focus (BitacoraImportColumnsPage *self);

G_END_DECLS
