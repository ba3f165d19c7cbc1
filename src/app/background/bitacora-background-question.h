/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks, when a window is closed first, whether the program is to go on without one. The answer is
 * kept in the setting "background". */
void bitacora_background_question_ask_async (GtkWindow *parent,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean bitacora_background_question_ask_finish (GAsyncResult *result,
                                                  gboolean *keeps_running,
                                                  GError **error);

G_END_DECLS
