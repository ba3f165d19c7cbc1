/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far sending had come, kept beside the outbox's file and not in it: a copy of the file that is
 * brought back from a backup is behind its mark. */
typedef struct _BitacoraOutboxMark BitacoraOutboxMark;

/* What is read where nothing is noted. */
#define BITACORA_OUTBOX_MARK_NONE (-1)
/* What is noted of a name that no file has any more but old copies. */
#define BITACORA_OUTBOX_MARK_RETIRED G_MAXINT64

BitacoraOutboxMark *bitacora_outbox_mark_open (const char *identity);
void bitacora_outbox_mark_close (BitacoraOutboxMark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraOutboxMark, bitacora_outbox_mark_close)

gboolean bitacora_outbox_mark_any_exists (void);
gboolean bitacora_outbox_mark_make (BitacoraOutboxMark *self);
gint64 bitacora_outbox_mark_read (BitacoraOutboxMark *self);
void bitacora_outbox_mark_write (BitacoraOutboxMark *self, gint64 attempt);

G_END_DECLS
