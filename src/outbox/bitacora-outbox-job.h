/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* Nothing that anybody shows was changed. */
#define BITACORA_OUTBOX_NO_CHANGE (-1)

typedef struct _BitacoraOutboxStore BitacoraOutboxStore;
typedef struct _BitacoraOutboxJob BitacoraOutboxJob;

typedef gboolean (*BitacoraOutboxJobFunc) (BitacoraOutboxStore *self,
                                           BitacoraOutboxJob *job,
                                           GError **error);

/* What the worker is asked to do, and what came of it. Each function of the store reads the
 * fields that it needs; moments are microseconds since 1970. */
struct _BitacoraOutboxJob
{
  BitacoraOutboxJobFunc func;

  gint64 id;
  gint64 attempt;
  gint64 revision;
  char *profile;
  char *text;
  char *server;
  gint64 now;
  gint64 not_before;
  gint64 absent_since;
  gint64 follow_up;
  guint states;
  guint limit;
  char **skip_profiles;
  BitacoraCrmReply *reply;
  char *search;
  char *draft;
  char *wolkvox_id;
  char *candidate;
  guint choice;
  gint64 batch;
  GPtrArray *activities;
  char **wolkvox_ids;
  /* What the entry says at the job's revision, if somebody has read it. */
  BitacoraCallActivity *activity;

  BitacoraOutboxEntry *entry;
  GPtrArray *entries;
  GPtrArray *rivals;
  GArray *ids;
  gint64 number;
  char *damaged_path;
  guint n_recovered;
  guint n_doubted;
  gint64 next;
  gint64 changed;
};

BitacoraOutboxJob *bitacora_outbox_job_new (gint64 id);
void bitacora_outbox_job_free (BitacoraOutboxJob *job);

G_END_DECLS
