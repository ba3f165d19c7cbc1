/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox.h"

G_BEGIN_DECLS

/* The part of the outbox that the courier uses to settle entries whose outcome is unknown.
 *
 * An entry that becomes unknown is to be asked about at once ("check_due" = that moment). What
 * comes of the question is written here; when the CRM cannot tell, check_due becomes NULL and the
 * entry waits for a person (bitacora_outbox_entry_awaits_person()). */

typedef enum
{
  /* The CRM has it → logged, with wolkvox_id. */
  BITACORA_OUTBOX_FINDING_FOUND,
  /* The CRM does not have it → queued. */
  BITACORA_OUTBOX_FINDING_MISSING,
  /* Ask again at "next". */
  BITACORA_OUTBOX_FINDING_LATER,
  /* Nobody can tell but a person; "candidate" is the CRM's record that resembles it, as JSON. */
  BITACORA_OUTBOX_FINDING_UNCLEAR,
  /* The CRM was not asked, and is not going to be: a person has to look. */
  BITACORA_OUTBOX_FINDING_NOT_ASKED,
} BitacoraOutboxFinding;

/* A call that has, or may have, a record in the CRM of which nobody knows which one it is. */
typedef struct
{
  BitacoraOutboxState state;
  gboolean is_discarded;
  /* What was sent. */
  char *body;
} BitacoraOutboxRival;

/* The unknown entry that is to be asked about next, of a profile not in skip_profiles, and where
 * it was sent and how. */
void bitacora_outbox_next_doubt_async (BitacoraOutbox *self,
                                       const char *const *skip_profiles,
                                       GDateTime *now,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* As bitacora_outbox_list_due_finish(). */
BitacoraOutboxEntry *bitacora_outbox_next_doubt_finish (BitacoraOutbox *self,
                                                        GAsyncResult *result,
                                                        char **server,
                                                        char **body,
                                                        GDateTime **next,
                                                        GError **error);

/* Fails with BITACORA_OUTBOX_ERROR_STATE if the entry is no longer unknown, or, for FOUND, if
 * another entry already has that wolkvox_id: one record stands for one call. */
void bitacora_outbox_note_finding_async (BitacoraOutbox *self,
                                         gint64 id,
                                         BitacoraOutboxFinding finding,
                                         const char *wolkvox_id,
                                         const char *candidate,
                                         GDateTime *absent_since,
                                         GDateTime *next,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
BitacoraOutboxEntry *bitacora_outbox_note_finding_finish (BitacoraOutbox *self,
                                                          GAsyncResult *result,
                                                          GError **error);

/* The entry's rivals (element-type BitacoraOutboxRival) that had been sent by a moment: the calls
 * of its profile that are unknown, on their way or logged without an ID, also if discarded. */
void bitacora_outbox_list_rivals_async (BitacoraOutbox *self,
                                        BitacoraOutboxEntry *entry,
                                        GDateTime *moment,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *bitacora_outbox_list_rivals_finish (BitacoraOutbox *self,
                                               GAsyncResult *result,
                                               GError **error);

/* Which of these ids of the CRM's records entries already have (zero-terminated). */
void bitacora_outbox_list_claimed_async (BitacoraOutbox *self,
                                         const char *const *wolkvox_ids,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
char **bitacora_outbox_list_claimed_finish (BitacoraOutbox *self,
                                            GAsyncResult *result,
                                            GError **error);

/* Asks again about the unknown entries that wait for a person, or for one's next question, now:
 * for "Check again" and when the courier's means changed. id 0: all. */
void bitacora_outbox_ask_again_async (BitacoraOutbox *self,
                                      gint64 id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean bitacora_outbox_ask_again_finish (BitacoraOutbox *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
