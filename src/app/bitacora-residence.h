/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether the program goes on without a window: as the setting "background" says, about which its
 * user is asked when a window is closed first.
 * Signal "let-go": without a window, nothing keeps the program any more. */
#define BITACORA_TYPE_RESIDENCE (bitacora_residence_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraResidence, bitacora_residence, BITACORA, RESIDENCE, GObject)

BitacoraResidence *bitacora_residence_new (GApplication *application);
void bitacora_residence_watch_window (BitacoraResidence *self, GtkWindow *window);
void bitacora_residence_begin (BitacoraResidence *self);
void bitacora_residence_stay (BitacoraResidence *self);
void bitacora_residence_set_busy (BitacoraResidence *self, gboolean is_busy);
void bitacora_residence_end (BitacoraResidence *self);
gboolean bitacora_residence_stays (BitacoraResidence *self);

G_END_DECLS
