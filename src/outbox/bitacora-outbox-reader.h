/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-outbox-query.h"
#include "bitacora-sqlite-statement.h"

G_BEGIN_DECLS

/* A thread with a connection that only reads: in WAL mode it waits for no writer, and no writer
 * for it. */
typedef struct _BitacoraOutboxReader BitacoraOutboxReader;
typedef struct _BitacoraOutboxRead BitacoraOutboxRead;

typedef gboolean (*BitacoraOutboxReadFunc) (BitacoraSqliteCache *statements,
                                            BitacoraOutboxRead *read,
                                            GError **error);

/* What is to be read, and what was. */
struct _BitacoraOutboxRead
{
  BitacoraOutboxReadFunc func;

  BitacoraOutboxQuery *query;
  guint limit;
  gint64 id;
  GArray *ids;
  char *profile_id;
  char *text;
  gint64 now;
  GArray *marks;

  GPtrArray *objects;
  GArray *places;
  gint64 number;
};

BitacoraOutboxRead *bitacora_outbox_read_new (BitacoraOutboxReadFunc func);
void bitacora_outbox_read_free (BitacoraOutboxRead *read);

BitacoraOutboxReader *bitacora_outbox_reader_new (const char *path);
void bitacora_outbox_reader_free (BitacoraOutboxReader *self);
void bitacora_outbox_reader_push (BitacoraOutboxReader *self, GTask *task);

G_END_DECLS
