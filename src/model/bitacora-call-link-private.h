/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-link.h"

G_BEGIN_DECLS

/* What had to be dropped, one translated sentence each, no sentence twice. */
typedef GPtrArray BitacoraLinkComplaints;

BitacoraLinkComplaints *bitacora_link_complaints_new (void);
void bitacora_link_complaints_add (BitacoraLinkComplaints *self, char *sentence);
void bitacora_link_complaints_add_names (BitacoraLinkComplaints *self, GPtrArray *names);

/* What is done to a text, as bits. */
typedef enum
{
  BITACORA_LINK_TEXT_ONE_LINE = 1 << 0,
  /* As a browser's form writes a blank. */
  BITACORA_LINK_TEXT_PLUS_IS_BLANK = 1 << 1,
} BitacoraLinkTextFlags;

char *bitacora_link_text_decode (const char *encoded,
                                 gsize length,
                                 BitacoraLinkTextFlags flags,
                                 const char *label,
                                 BitacoraLinkComplaints *complaints);
char *bitacora_link_text_shorten (char *text,
                                  gsize max_characters,
                                  const char *label,
                                  BitacoraLinkComplaints *complaints);
char *bitacora_link_text_quote (const char *text);

BitacoraPhoneNumber *bitacora_link_number_parse (const char *text,
                                                 const char *region,
                                                 BitacoraLinkComplaints *complaints);

G_END_DECLS
