/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-crm-reply.h"

G_BEGIN_DECLS

BitacoraCrmVerdict bitacora_crm_verdict_judge (int code, const char *message);
gboolean bitacora_crm_verdict_knows (int code, const char *message);

G_END_DECLS
