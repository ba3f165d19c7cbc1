/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* Whether activities are in the outbox already. */

/* An activity by all that is kept of it, in few bytes, and the entry that keeps the same: 0 for
 * none, and as long as nobody has looked. row: for whoever asks. */
typedef struct
{
  gint64 digest;
  gint64 id;
  guint row;
  guint line;
} BitacoraOutboxMark;

gint64 bitacora_outbox_digest_activity (BitacoraCallActivity *activity);
int bitacora_outbox_mark_compare (gconstpointer a, gconstpointer b);

void bitacora_outbox_find_known_async (BitacoraOutbox *self,
                                       const char *profile_id,
                                       GArray *marks,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean bitacora_outbox_find_known_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

G_END_DECLS
