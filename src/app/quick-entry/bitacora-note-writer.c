/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-note-writer.h"

#define SAVED_TYPE "a(sisb)"

typedef struct
{
  /* What it was written for: for the same reason nothing is written twice. */
  char *reason;
  char *text;
  GtkTextMark *start;
  GtkTextMark *end;
} Piece;

struct _BitacoraNoteWriter
{
  GObject parent_instance;

  GtkTextBuffer *buffer;
  Piece pieces[BITACORA_N_NOTE_PIECES];
};

G_DEFINE_FINAL_TYPE (BitacoraNoteWriter, bitacora_note_writer, G_TYPE_OBJECT)

static void
drop_marks (BitacoraNoteWriter *self, Piece *piece)
{
  if (piece->start != NULL)
    {
      gtk_text_buffer_delete_mark (self->buffer, piece->start);
      gtk_text_buffer_delete_mark (self->buffer, piece->end);
    }
  g_clear_object (&piece->start);
  g_clear_object (&piece->end);
}

static void
forget_piece (BitacoraNoteWriter *self, Piece *piece)
{
  drop_marks (self, piece);
  g_clear_pointer (&piece->reason, g_free);
  g_clear_pointer (&piece->text, g_free);
}

/* Whether the piece stands there as it was written. */
static gboolean
find_piece (BitacoraNoteWriter *self, Piece *piece, GtkTextIter *start, GtkTextIter *end)
{
  g_autofree char *found = NULL;

  if (piece->start == NULL)
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, piece->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, end, piece->end);
  if (gtk_text_iter_compare (start, end) > 0)
    return FALSE;
  found = gtk_text_buffer_get_text (self->buffer, start, end, TRUE);
  return g_strcmp0 (found, piece->text) == 0;
}

/* Text that is typed right before or behind the piece is not of it. */
static void
mark_piece (BitacoraNoteWriter *self, Piece *piece, int start, int end)
{
  GtkTextIter from, to;

  drop_marks (self, piece);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, end);
  piece->start = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &from, FALSE));
  piece->end = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &to, TRUE));
}

static gboolean
needs_space_before (GtkTextIter *place)
{
  GtkTextIter before = *place;

  return gtk_text_iter_backward_char (&before)
         && !g_unichar_isspace (gtk_text_iter_get_char (&before));
}

static void
insert_piece (BitacoraNoteWriter *self, BitacoraNotePiece which, GtkTextIter *place)
{
  Piece *piece = &self->pieces[which];
  const int offset = gtk_text_iter_get_offset (place);

  gtk_text_buffer_insert (self->buffer, place, piece->text, -1);
  mark_piece (self, piece, offset, offset + (int)g_utf8_strlen (piece->text, -1));
}

/* The space that keeps a piece from the user's words goes with it. */
static char *
add_space (BitacoraNotePiece which, const char *text, GtkTextIter *place)
{
  if (which == BITACORA_NOTE_PIECE_OUTCOME)
    return g_strconcat (text, " ", NULL);
  return g_strconcat (needs_space_before (place) ? " " : "", text, NULL);
}

static void
bitacora_note_writer_dispose (GObject *object)
{
  BitacoraNoteWriter *self = BITACORA_NOTE_WRITER (object);

  if (self->buffer != NULL)
    bitacora_note_writer_forget (self);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (bitacora_note_writer_parent_class)->dispose (object);
}

static void
bitacora_note_writer_class_init (BitacoraNoteWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bitacora_note_writer_dispose;
}

static void
bitacora_note_writer_init (BitacoraNoteWriter *self)
{
}

/**
 * bitacora_note_writer_new:
 * @buffer: the note
 *
 * Returns: (transfer full): a writer that has written nothing yet
 */
BitacoraNoteWriter *
bitacora_note_writer_new (GtkTextBuffer *buffer)
{
  BitacoraNoteWriter *self = g_object_new (BITACORA_TYPE_NOTE_WRITER, NULL);

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self->buffer = g_object_ref (buffer);
  return self;
}

/**
 * bitacora_note_writer_write:
 * @self: the writer
 * @piece: which of its pieces
 * @reason: (nullable): what it is written for; a piece that the user has changed is not written
 *   again for the same reason
 * @text: (nullable): the text, %NULL to take it away
 *
 * Writes a piece in the place of what it was, if that still stands there as it was written.
 */
void
bitacora_note_writer_write (BitacoraNoteWriter *self,
                            BitacoraNotePiece piece,
                            const char *reason,
                            const char *text)
{
  Piece *own;
  GtkTextIter start, end;
  gboolean stands;
  g_autofree char *before = NULL;

  g_return_if_fail (BITACORA_IS_NOTE_WRITER (self));
  g_return_if_fail (piece < BITACORA_N_NOTE_PIECES);

  own = &self->pieces[piece];
  stands = find_piece (self, own, &start, &end);
  if (!stands && own->reason != NULL && g_strcmp0 (own->reason, reason) == 0)
    return;
  if (stands && text != NULL)
    {
      before = g_strstrip (g_strdup (own->text));
      if (g_str_equal (before, text))
        return;
    }

  gtk_text_buffer_begin_user_action (self->buffer);
  if (stands)
    gtk_text_buffer_delete (self->buffer, &start, &end);
  else if (piece == BITACORA_NOTE_PIECE_OUTCOME)
    gtk_text_buffer_get_start_iter (self->buffer, &start);
  else
    gtk_text_buffer_get_end_iter (self->buffer, &start);
  forget_piece (self, own);
  if (text != NULL)
    {
      own->reason = g_strdup (reason);
      own->text = add_space (piece, text, &start);
      insert_piece (self, piece, &start);
    }
  gtk_text_buffer_end_user_action (self->buffer);
}

/**
 * bitacora_note_writer_forget:
 * @self: the writer
 *
 * What stands in the note is the user's from now on.
 */
void
bitacora_note_writer_forget (BitacoraNoteWriter *self)
{
  g_return_if_fail (BITACORA_IS_NOTE_WRITER (self));

  for (guint i = 0; i < BITACORA_N_NOTE_PIECES; i++)
    forget_piece (self, &self->pieces[i]);
}

/**
 * bitacora_note_writer_save:
 * @self: the writer
 *
 * Returns: (transfer floating): where its pieces stand, for bitacora_note_writer_load()
 */
GVariant *
bitacora_note_writer_save (BitacoraNoteWriter *self)
{
  GVariantBuilder builder;

  g_return_val_if_fail (BITACORA_IS_NOTE_WRITER (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE (SAVED_TYPE));
  for (guint i = 0; i < BITACORA_N_NOTE_PIECES; i++)
    {
      Piece *piece = &self->pieces[i];
      GtkTextIter start, end;
      const gboolean stands = find_piece (self, piece, &start, &end);

      g_variant_builder_add (&builder,
                             "(sisb)",
                             piece->reason != NULL ? piece->reason : "",
                             stands ? gtk_text_iter_get_offset (&start) : 0,
                             piece->text != NULL ? piece->text : "",
                             stands);
    }
  return g_variant_builder_end (&builder);
}

/**
 * bitacora_note_writer_load:
 * @self: the writer
 * @saved: (nullable): what bitacora_note_writer_save() gave, for the note as it stood then
 *
 * Knows again what of the note it wrote itself.
 */
void
bitacora_note_writer_load (BitacoraNoteWriter *self, GVariant *saved)
{
  const int length = gtk_text_buffer_get_char_count (self->buffer);

  g_return_if_fail (BITACORA_IS_NOTE_WRITER (self));

  bitacora_note_writer_forget (self);
  if (saved == NULL || !g_variant_is_of_type (saved, G_VARIANT_TYPE (SAVED_TYPE)))
    return;
  for (guint i = 0; i < MIN (g_variant_n_children (saved), BITACORA_N_NOTE_PIECES); i++)
    {
      Piece *piece = &self->pieces[i];
      const char *reason, *text;
      gboolean stands;
      int start, end;

      g_variant_get_child (saved, i, "(&si&sb)", &reason, &start, &text, &stands);
      if (*reason == '\0')
        continue;
      piece->reason = g_strdup (reason);
      piece->text = g_strdup (text);
      end = start + (int)g_utf8_strlen (text, -1);
      if (stands && start >= 0 && end <= length)
        mark_piece (self, piece, start, end);
    }
}
