/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void bitacora_practice_line_answer (SoupServerMessage *message,
                                    guint status,
                                    const char *content_type,
                                    const char *text);
void bitacora_practice_line_cut (SoupServerMessage *message);
void bitacora_practice_line_stall (SoupServerMessage *message,
                                   const char *answer,
                                   GCancellable *cancellable);

G_END_DECLS
