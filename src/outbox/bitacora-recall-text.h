/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How well somebody fits what was typed; a greater one stands before all of a smaller one. */
typedef enum
{
  BITACORA_RECALL_GRADE_NONE,
  /* It stands somewhere inside. */
  BITACORA_RECALL_GRADE_PART,
  /* A number, a record or words begin with it. */
  BITACORA_RECALL_GRADE_BEGINNING,
  /* It is the whole of one of them. */
  BITACORA_RECALL_GRADE_WHOLE,
} BitacoraRecallGrade;

/* What a call's search text says of whom was called; each points into that text. */
typedef struct
{
  const char *name;
  /* The digits of the number with those of the country, and without; %NULL without a number. */
  const char *digits;
  const char *national;
  /* The last lines, one of which is the record if there is any: which one, the text alone cannot
   * say. %NULL where there are none. */
  const char *ends[2];
} BitacoraRecallFields;

void bitacora_recall_fields_read (BitacoraRecallFields *fields, char *search);

/* What was typed to find somebody. */
typedef struct _BitacoraRecallText BitacoraRecallText;

BitacoraRecallText *bitacora_recall_text_new (const char *text);
void bitacora_recall_text_free (BitacoraRecallText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraRecallText, bitacora_recall_text_free)

gboolean bitacora_recall_text_is_empty (BitacoraRecallText *self);
char *bitacora_recall_text_write_match (BitacoraRecallText *self);
BitacoraRecallGrade bitacora_recall_text_grade (BitacoraRecallText *self,
                                                const BitacoraRecallFields *fields,
                                                const char *record);

G_END_DECLS
