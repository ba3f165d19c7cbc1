/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "bitacora-practice-fault.h"

G_BEGIN_DECLS

char *bitacora_practice_answer_created (const char *wolkvox_id, BitacoraPracticeFault fault);
char *bitacora_practice_answer_found (JsonNode *data);
char *bitacora_practice_answer_failed (guint code, const char *message);
char *bitacora_practice_answer_html (const char *title);

G_END_DECLS
