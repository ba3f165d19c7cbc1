/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *bitacora_practice_page_write (JsonNode *activities, JsonNode *faults, const char *url);

G_END_DECLS
