/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-phone-number.h"

G_BEGIN_DECLS

typedef enum
{
  BITACORA_ACTIVITY_TYPE_CALL,
  BITACORA_ACTIVITY_TYPE_TASK,
} BitacoraActivityType;

typedef enum
{
  BITACORA_PRIORITY_LOW,
  BITACORA_PRIORITY_NORMAL,
  BITACORA_PRIORITY_HIGH,
} BitacoraPriority;

#define BITACORA_TYPE_ACTIVITY_TYPE (bitacora_activity_type_get_type ())
GType bitacora_activity_type_get_type (void);
#define BITACORA_TYPE_PRIORITY (bitacora_priority_get_type ())
GType bitacora_priority_get_type (void);

/* The fields of an activity, in the order in which the form shows them. */
typedef enum
{
  BITACORA_FIELD_PHONE,
  BITACORA_FIELD_RECORD_ID,
  BITACORA_FIELD_NAME,
  BITACORA_FIELD_DESCRIPTION,
  BITACORA_FIELD_PRIORITY,
  BITACORA_FIELD_COMPLETION_DATE,
  BITACORA_FIELD_REMINDER_DATE,
  BITACORA_FIELD_MODULE,
  BITACORA_FIELD_STATUS,
  BITACORA_FIELD_OWNER,
  BITACORA_FIELD_LOCATION,
  BITACORA_N_FIELDS,
} BitacoraActivityField;

#define BITACORA_ACTIVITY_ERROR (bitacora_activity_error_quark ())

typedef enum
{
  BITACORA_ACTIVITY_ERROR_MISSING,
  BITACORA_ACTIVITY_ERROR_INVALID,
  BITACORA_ACTIVITY_ERROR_TOO_LONG,
  BITACORA_ACTIVITY_ERROR_CONTROL_CHARACTER,
} BitacoraActivityError;

GQuark bitacora_activity_error_quark (void);

/* The longest text that a field may hold, in bytes of UTF-8. */
#define BITACORA_ACTIVITY_MAX_TEXT (64 * 1024)

#define BITACORA_TYPE_CALL_ACTIVITY (bitacora_call_activity_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallActivity,
                      bitacora_call_activity,
                      BITACORA,
                      CALL_ACTIVITY,
                      GObject)

BitacoraCallActivity *bitacora_call_activity_new (BitacoraActivityType type);
BitacoraCallActivity *bitacora_call_activity_copy (BitacoraCallActivity *self);

BitacoraActivityType bitacora_call_activity_get_activity_type (BitacoraCallActivity *self);
const char *bitacora_call_activity_get_name (BitacoraCallActivity *self);
void bitacora_call_activity_set_name (BitacoraCallActivity *self, const char *name);
const char *bitacora_call_activity_get_description (BitacoraCallActivity *self);
void bitacora_call_activity_set_description (BitacoraCallActivity *self, const char *description);
BitacoraPriority bitacora_call_activity_get_priority (BitacoraCallActivity *self);
void bitacora_call_activity_set_priority (BitacoraCallActivity *self, BitacoraPriority priority);
const char *bitacora_call_activity_get_status (BitacoraCallActivity *self);
void bitacora_call_activity_set_status (BitacoraCallActivity *self, const char *status);
const char *bitacora_call_activity_get_module (BitacoraCallActivity *self);
void bitacora_call_activity_set_module (BitacoraCallActivity *self, const char *module);
const char *bitacora_call_activity_get_record_id (BitacoraCallActivity *self);
void bitacora_call_activity_set_record_id (BitacoraCallActivity *self, const char *record_id);
const char *bitacora_call_activity_get_owner (BitacoraCallActivity *self);
void bitacora_call_activity_set_owner (BitacoraCallActivity *self, const char *owner);
const char *bitacora_call_activity_get_location (BitacoraCallActivity *self);
void bitacora_call_activity_set_location (BitacoraCallActivity *self, const char *location);
BitacoraPhoneNumber *bitacora_call_activity_get_phone (BitacoraCallActivity *self);
void bitacora_call_activity_set_phone (BitacoraCallActivity *self, BitacoraPhoneNumber *phone);
GDateTime *bitacora_call_activity_get_completion_date (BitacoraCallActivity *self);
void bitacora_call_activity_set_completion_date (BitacoraCallActivity *self, GDateTime *moment);
gboolean bitacora_call_activity_get_remember (BitacoraCallActivity *self);
void bitacora_call_activity_set_remember (BitacoraCallActivity *self, gboolean remember);
GDateTime *bitacora_call_activity_get_reminder_date (BitacoraCallActivity *self);
void bitacora_call_activity_set_reminder_date (BitacoraCallActivity *self, GDateTime *moment);

gboolean bitacora_call_activity_check_field (BitacoraCallActivity *self,
                                             BitacoraActivityField field,
                                             GError **error);
gboolean bitacora_call_activity_validate (BitacoraCallActivity *self,
                                          BitacoraActivityField *field,
                                          GError **error);

const char *bitacora_activity_type_to_string (BitacoraActivityType type);
gboolean bitacora_activity_type_from_string (const char *text,
                                             BitacoraActivityType *type,
                                             GError **error);
const char *bitacora_priority_to_string (BitacoraPriority priority);
gboolean bitacora_priority_from_string (const char *text,
                                        BitacoraPriority *priority,
                                        GError **error);
const char *bitacora_activity_field_get_label (BitacoraActivityField field);

G_END_DECLS
