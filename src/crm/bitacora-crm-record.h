/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/bitacora-call-activity.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

/* A record as the CRM gives it when it is asked. Its shape is the customer's own
 * (wolkvox-api.md, §3): read leniently, never failing on an extra or missing key. Immutable. */
#define BITACORA_TYPE_CRM_RECORD (bitacora_crm_record_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCrmRecord, bitacora_crm_record, BITACORA, CRM_RECORD, GObject)

/* NULL if it is no object or bears no id. */
BitacoraCrmRecord *bitacora_crm_record_new (JsonNode *node);
/* From its JSON, as an entry's candidate keeps it. */
BitacoraCrmRecord *bitacora_crm_record_new_from_text (const char *json);
/* The records in the "data" of an answer (element-type BitacoraCrmRecord). */
GPtrArray *bitacora_crm_record_list_from_data (JsonNode *data);

const char *bitacora_crm_record_get_wolkvox_id (BitacoraCrmRecord *self);
/* The strings that look like a name, a phone, a completion date; NULL where none does. */
const char *bitacora_crm_record_get_name (BitacoraCrmRecord *self);
const char *bitacora_crm_record_get_phone (BitacoraCrmRecord *self);
const char *bitacora_crm_record_get_completion_date (BitacoraCrmRecord *self);
const char *bitacora_crm_record_get_description (BitacoraCrmRecord *self);
char *bitacora_crm_record_to_text (BitacoraCrmRecord *self);

/* The body of a queryDates.php request over wolkvox_activities; from and until in any zone, written
 * in the profile's. */
char *bitacora_crm_record_write_query (BitacoraProfile *profile,
                                       GDateTime *from,
                                       GDateTime *until,
                                       guint limit);

G_END_DECLS
