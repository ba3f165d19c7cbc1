/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *bitacora_practice_records_query (JsonNode *activities, JsonObject *request);
JsonNode *bitacora_practice_records_query_dates (JsonNode *activities, JsonObject *request);

G_END_DECLS
