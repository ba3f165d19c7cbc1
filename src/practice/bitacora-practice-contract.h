/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *bitacora_practice_contract_check_insert (JsonNode *body);
char *bitacora_practice_contract_check_query (JsonNode *body);
char *bitacora_practice_contract_check_query_dates (JsonNode *body);

G_END_DECLS
