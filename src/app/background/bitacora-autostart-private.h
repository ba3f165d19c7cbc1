/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-autostart.h"

G_BEGIN_DECLS

/* The two ways, for bitacora_autostart_request_async() and the tests to choose from. */
void bitacora_autostart_file_request_async (gboolean is_started,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void bitacora_autostart_portal_request_async (gboolean is_started,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

char *bitacora_autostart_file_quote (const char *argument);

G_END_DECLS
