/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/bitacora-services.h"
#include "outbox/bitacora-outbox-query.h"

G_BEGIN_DECLS

/* Asks for a file, writes calls into it, and tells in toasts how that goes. */
#define BITACORA_TYPE_EXPORT_DIALOG (bitacora_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraExportDialog,
                      bitacora_export_dialog,
                      BITACORA,
                      EXPORT_DIALOG,
                      GObject)

void bitacora_export_dialog_show (GtkWindow *window,
                                  BitacoraServices *services,
                                  BitacoraOutboxQuery *query);

G_END_DECLS
