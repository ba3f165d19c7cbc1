/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean bitacora_practice_guard_let_in (SoupServerMessage *message);
void bitacora_practice_guard_limit (SoupServerMessage *message);

G_END_DECLS
