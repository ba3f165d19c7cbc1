/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-crm-reply.h"

G_BEGIN_DECLS

BitacoraCrmReply *bitacora_crm_reply_new_without_secret (guint http_status,
                                                         const char *retry_after,
                                                         const char *location,
                                                         GBytes *body,
                                                         const char *secret);

G_END_DECLS
