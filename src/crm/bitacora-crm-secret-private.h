/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GBytes *bitacora_crm_secret_hide_in_bytes (GBytes *bytes, const char *secret);
char *bitacora_crm_secret_hide_in_text (const char *text, const char *secret);
JsonNode *bitacora_crm_secret_hide_in_json (JsonNode *node, const char *secret);

G_END_DECLS
