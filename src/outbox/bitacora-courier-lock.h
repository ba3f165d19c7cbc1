/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* "One courier at a time for one outbox": held through a file descriptor, so that the kernel lets
 * it go with the process that held it. */
#define BITACORA_TYPE_COURIER_LOCK (bitacora_courier_lock_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCourierLock, bitacora_courier_lock, BITACORA, COURIER_LOCK, GObject)

BitacoraCourierLock *bitacora_courier_lock_try (const char *outbox_path, GError **error);

G_END_DECLS
