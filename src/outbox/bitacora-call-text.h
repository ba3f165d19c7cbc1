/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-entry.h"

G_BEGIN_DECLS

typedef enum
{
  BITACORA_CALL_FORMAT_CSV,
  BITACORA_CALL_FORMAT_JSON,
} BitacoraCallFormat;

BitacoraCallFormat bitacora_call_format_guess (const char *path);

/* The calls of the outbox as the text of a file: a beginning, the entries, an end. */
void bitacora_call_text_begin (GString *text, BitacoraCallFormat format);
void bitacora_call_text_add (GString *text,
                             BitacoraCallFormat format,
                             BitacoraOutboxEntry *entry,
                             GTimeZone *zone,
                             gboolean is_first);
void bitacora_call_text_end (GString *text, BitacoraCallFormat format);

G_END_DECLS
