/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void bitacora_call_thread_run (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback);

G_END_DECLS
