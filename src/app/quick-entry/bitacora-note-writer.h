/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the program itself writes into the user's note. */
typedef enum
{
  /* At the beginning: what became of the call. */
  BITACORA_NOTE_PIECE_OUTCOME,
  /* At the end: how long it took. */
  BITACORA_NOTE_PIECE_DURATION,
  BITACORA_N_NOTE_PIECES,
} BitacoraNotePiece;

/* Writes into a note, and knows what of it is its own: that alone is ever replaced. What the user
 * has changed is the user's from then on. */
#define BITACORA_TYPE_NOTE_WRITER (bitacora_note_writer_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraNoteWriter, bitacora_note_writer, BITACORA, NOTE_WRITER, GObject)

BitacoraNoteWriter *bitacora_note_writer_new (GtkTextBuffer *buffer);

void bitacora_note_writer_write (BitacoraNoteWriter *self,
                                 BitacoraNotePiece piece,
                                 const char *reason,
                                 const char *text);
void bitacora_note_writer_forget (BitacoraNoteWriter *self);

GVariant *bitacora_note_writer_save (BitacoraNoteWriter *self);
void bitacora_note_writer_load (BitacoraNoteWriter *self, GVariant *saved);

G_END_DECLS
