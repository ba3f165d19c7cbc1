/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-crm-record.h"

G_BEGIN_DECLS

/* A text of a record and the names that lead to it ("phone.value", in lower case), and what it is
 * if it is a name, a phone or a date: read once, compared often. */
typedef struct
{
  char *path;
  char *text;
  char *name;
  char *digits;
  char *date;
} BitacoraCrmText;

BitacoraCrmText *bitacora_crm_text_new (const char *path, const char *text);
void bitacora_crm_text_free (BitacoraCrmText *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraCrmText, bitacora_crm_text_free)

GPtrArray *bitacora_crm_record_get_texts (BitacoraCrmRecord *self);
const char *bitacora_crm_record_find_text (BitacoraCrmRecord *self, const char *const *paths);

G_END_DECLS
