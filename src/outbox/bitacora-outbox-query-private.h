/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-query.h"

G_BEGIN_DECLS

const char *const *bitacora_outbox_query_get_words (BitacoraOutboxQuery *self);

G_END_DECLS
