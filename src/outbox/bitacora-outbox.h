/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

#define BITACORA_OUTBOX_ERROR (bitacora_outbox_error_quark ())

typedef enum
{
  BITACORA_OUTBOX_ERROR_OPEN,
  BITACORA_OUTBOX_ERROR_NEWER,
  BITACORA_OUTBOX_ERROR_DAMAGED,
  BITACORA_OUTBOX_ERROR_FULL,
  BITACORA_OUTBOX_ERROR_READ_ONLY,
  BITACORA_OUTBOX_ERROR_BUSY,
  BITACORA_OUTBOX_ERROR_NOT_FOUND,
  BITACORA_OUTBOX_ERROR_STATE,
  BITACORA_OUTBOX_ERROR_FAILED,
} BitacoraOutboxError;

GQuark bitacora_outbox_error_quark (void);

/* States to list, as bits: 1 << BITACORA_OUTBOX_STATE_…. */
#define BITACORA_OUTBOX_STATES_WAITING                                                             \
  ((1u << BITACORA_OUTBOX_STATE_QUEUED) | (1u << BITACORA_OUTBOX_STATE_SENDING)                    \
   | (1u << BITACORA_OUTBOX_STATE_REJECTED) | (1u << BITACORA_OUTBOX_STATE_UNKNOWN))
#define BITACORA_OUTBOX_STATES_ALL (~0u)

/* The calls on disk. One worker thread owns SQLite; every method below hands it a task.
 * Signal "changed" (gint64 id), in the thread-default context of construction: an entry was
 * appended, changed or removed here; id 0 means that another process changed something, or that
 * several entries changed at once. */
#define BITACORA_TYPE_OUTBOX (bitacora_outbox_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraOutbox, bitacora_outbox, BITACORA, OUTBOX, GObject)

char *bitacora_outbox_get_default_path (void);

void bitacora_outbox_open_async (const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BitacoraOutbox *bitacora_outbox_open_finish (GAsyncResult *result, GError **error);
const char *bitacora_outbox_get_path (BitacoraOutbox *self);
/* Where the damaged file was set aside that this outbox was recovered from when it was opened, and
 * how many calls were carried over; NULL if all was well. */
const char *bitacora_outbox_get_damaged_path (BitacoraOutbox *self, guint *n_recovered);
guint bitacora_outbox_get_n_doubted (BitacoraOutbox *self);
char *bitacora_outbox_describe_damage (BitacoraOutbox *self);
char *bitacora_outbox_describe_copy (BitacoraOutbox *self);

void bitacora_outbox_append_async (BitacoraOutbox *self,
                                   const char *profile_id,
                                   BitacoraCallActivity *activity,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_append_finish (BitacoraOutbox *self,
                                                    GAsyncResult *result,
                                                    GError **error);

/* What else goes with an append; zero for none of it.
 *   not_before: a moment before which it is not sent: the seconds in which it can be undone;
 *   draft: the slot of the draft that this call was typed in, emptied in the same transaction. */
typedef struct
{
  GDateTime *not_before;
  const char *draft;
} BitacoraOutboxAppendOptions;

void bitacora_outbox_append_with_async (BitacoraOutbox *self,
                                        const char *profile_id,
                                        BitacoraCallActivity *activity,
                                        const BitacoraOutboxAppendOptions *options,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

void bitacora_outbox_correct_async (BitacoraOutbox *self,
                                    gint64 id,
                                    BitacoraCallActivity *activity,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_correct_finish (BitacoraOutbox *self,
                                                     GAsyncResult *result,
                                                     GError **error);

void bitacora_outbox_get_async (BitacoraOutbox *self,
                                gint64 id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_get_finish (BitacoraOutbox *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void bitacora_outbox_list_async (BitacoraOutbox *self,
                                 guint states,
                                 const char *profile_id,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *bitacora_outbox_list_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error);

void bitacora_outbox_list_due_async (BitacoraOutbox *self,
                                     const char *const *skip_profiles,
                                     GDateTime *now,
                                     guint limit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *bitacora_outbox_list_due_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GDateTime **next,
                                            GError **error);

void bitacora_outbox_start_attempt_async (BitacoraOutbox *self,
                                          gint64 id,
                                          const char *server,
                                          const char *body,
                                          GDateTime *now,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gint64 bitacora_outbox_start_attempt_finish (BitacoraOutbox *self,
                                             GAsyncResult *result,
                                             GError **error);

void bitacora_outbox_finish_attempt_async (BitacoraOutbox *self,
                                           gint64 id,
                                           gint64 attempt,
                                           BitacoraCrmReply *reply,
                                           GDateTime *now,
                                           GDateTime *not_before,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_finish_attempt_finish (BitacoraOutbox *self,
                                                            GAsyncResult *result,
                                                            GError **error);

void bitacora_outbox_hold_async (BitacoraOutbox *self,
                                 gint64 id,
                                 BitacoraCrmReply *reason,
                                 GDateTime *not_before,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_hold_finish (BitacoraOutbox *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void bitacora_outbox_release_profile_async (BitacoraOutbox *self,
                                            const char *profile_id,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean bitacora_outbox_release_profile_finish (BitacoraOutbox *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void bitacora_outbox_recover_async (BitacoraOutbox *self,
                                    GDateTime *now,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
guint bitacora_outbox_recover_finish (BitacoraOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
