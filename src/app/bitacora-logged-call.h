/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bitacora-services.h"

G_BEGIN_DECLS

/* A call that was logged in a window, which may be gone since: the program stays until it was tried
 * once. Where its user wished to be able to undo it, the desktop shows that once the window is
 * gone. Signal "ended": it was tried, or taken back, or cannot be tried now. */
#define BITACORA_TYPE_LOGGED_CALL (bitacora_logged_call_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraLoggedCall, bitacora_logged_call, BITACORA, LOGGED_CALL, GObject)

/* The application's action of a gint64, the entry, by which the desktop asks for Undo, and whether
 * it goes back into the main window's form: the quick entry does not show all fields. */
#define BITACORA_LOGGED_CALL_UNDO_ACTION "take-back"

BitacoraLoggedCall *bitacora_logged_call_new (GApplication *application,
                                              BitacoraServices *services,
                                              BitacoraOutboxEntry *entry,
                                              GtkWindow *window);

G_END_DECLS
