/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BITACORA_PHONE_ERROR (bitacora_phone_error_quark ())

typedef enum
{
  BITACORA_PHONE_ERROR_EMPTY,
  BITACORA_PHONE_ERROR_NOT_A_NUMBER,
  BITACORA_PHONE_ERROR_UNKNOWN_COUNTRY,
  BITACORA_PHONE_ERROR_TOO_SHORT,
  BITACORA_PHONE_ERROR_TOO_LONG,
  BITACORA_PHONE_ERROR_IMPOSSIBLE,
} BitacoraPhoneError;

GQuark bitacora_phone_error_quark (void);

/* Immutable. */
#define BITACORA_TYPE_PHONE_NUMBER (bitacora_phone_number_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPhoneNumber, bitacora_phone_number, BITACORA, PHONE_NUMBER, GObject)

BitacoraPhoneNumber *bitacora_phone_number_parse (const char *text,
                                                  const char *region,
                                                  GError **error);
BitacoraPhoneNumber *bitacora_phone_number_new_from_parts (const char *calling_code,
                                                           const char *national,
                                                           const char *region_hint,
                                                           GError **error);

const char *bitacora_phone_number_get_region (BitacoraPhoneNumber *self);
const char *bitacora_phone_number_get_calling_code (BitacoraPhoneNumber *self);
const char *bitacora_phone_number_get_national (BitacoraPhoneNumber *self);
const char *bitacora_phone_number_get_extension (BitacoraPhoneNumber *self);
gboolean bitacora_phone_number_is_valid (BitacoraPhoneNumber *self);
gboolean bitacora_phone_number_check_possible (BitacoraPhoneNumber *self, GError **error);
gboolean bitacora_phone_number_equal (BitacoraPhoneNumber *self, BitacoraPhoneNumber *other);

char *bitacora_phone_number_format_national (BitacoraPhoneNumber *self);
char *bitacora_phone_number_format_international (BitacoraPhoneNumber *self);
char *bitacora_phone_number_format_e164 (BitacoraPhoneNumber *self);

char *bitacora_phone_number_format_as_you_type (const char *text, const char *region);

G_END_DECLS
