/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* A row of the table, borrowed from whoever reads it. Moments are microseconds since 1970. */
typedef struct
{
  gint64 id;
  const char *profile;
  const char *activity;
  /* What "activity" says, if that is known; %NULL to read it. */
  BitacoraCallActivity *known_activity;
  const char *state;
  gint64 revision;
  gint64 created;
  gint64 not_before;
  gint64 n_attempts;
  const char *verdict;
  gint64 code;
  const char *message;
  const char *wolkvox_id;
  gint64 check_due;
  const char *candidate;
  gint64 n_checks;
  gint64 absent_since;
  /* Of a follow-up that is open. */
  gint64 follow_up;
} BitacoraOutboxRow;

/* No moment at all. */
#define BITACORA_OUTBOX_NO_MOMENT G_MININT64

/* The "not before" of a call that waits until its user asks for it: the last second of the year
 * 9999, the last that GDateTime knows. */
#define BITACORA_OUTBOX_ON_REQUEST (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)
/* No wait that is written is longer, what it is stretched by included: one that is was written
 * before the clock was set back, and is over. */
#define BITACORA_OUTBOX_LONGEST_WAIT (25 * G_TIME_SPAN_HOUR)

gint64 bitacora_outbox_moment_to_number (GDateTime *moment);
GDateTime *bitacora_outbox_moment_from_number (gint64 number);

char *bitacora_outbox_activity_to_text (BitacoraCallActivity *activity);
gint64 bitacora_outbox_activity_get_follow_up (BitacoraCallActivity *activity);
gint64 bitacora_outbox_text_get_follow_up (const char *text);
BitacoraOutboxEntry *bitacora_outbox_entry_new (const BitacoraOutboxRow *row, GError **error);
gint64 bitacora_outbox_entry_get_revision (BitacoraOutboxEntry *self);
guint bitacora_outbox_entry_get_n_checks (BitacoraOutboxEntry *self);
GDateTime *bitacora_outbox_entry_get_absent_since (BitacoraOutboxEntry *self);

G_END_DECLS
