/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The deepest nesting that is handed to json-glib, whose parser recurses. */
#define BITACORA_JSON_MAX_DEPTH 64

JsonNode *bitacora_json_text_parse (const char *text, gssize length, GError **error);

const char *bitacora_json_text_find_string (JsonObject *object, const char *name);
gboolean bitacora_json_text_find_number (JsonObject *object, const char *name, double *number);

G_END_DECLS
