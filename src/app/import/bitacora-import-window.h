/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"

G_BEGIN_DECLS

/* A CSV file's way into the outbox: choose it, say what its columns mean, see what was found,
 * import. Actions: "import.choose", "import.back", "import.check", "import.queue", "import.cancel",
 * "import.escape", "import.show-history". */
#define BITACORA_TYPE_IMPORT_WINDOW (bitacora_import_window_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraImportWindow,
                      bitacora_import_window,
                      BITACORA,
                      IMPORT_WINDOW,
                      AdwWindow)

BitacoraImportWindow *bitacora_import_window_new (GtkWindow *parent, BitacoraServices *services);

void bitacora_import_window_open_file (BitacoraImportWindow *self, GFile *file);

G_END_DECLS
