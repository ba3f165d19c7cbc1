/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The C face of libphonenumber: the only header that bitacora-phone-library.cc shows. */

typedef struct
{
  char *region;
  int calling_code;
  char *national;
  char *extension;
} BitacoraPhoneParts;

typedef enum
{
  BITACORA_PHONE_LIBRARY_OK,
  BITACORA_PHONE_LIBRARY_NOT_A_NUMBER,
  BITACORA_PHONE_LIBRARY_BAD_CALLING_CODE,
  BITACORA_PHONE_LIBRARY_TOO_SHORT,
  BITACORA_PHONE_LIBRARY_TOO_LONG,
  BITACORA_PHONE_LIBRARY_BAD_LENGTH,
} BitacoraPhoneLibraryResult;

typedef enum
{
  BITACORA_PHONE_FORMAT_NATIONAL,
  BITACORA_PHONE_FORMAT_INTERNATIONAL,
  BITACORA_PHONE_FORMAT_E164,
} BitacoraPhoneFormat;

void bitacora_phone_parts_clear (BitacoraPhoneParts *parts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BitacoraPhoneParts, bitacora_phone_parts_clear)

BitacoraPhoneLibraryResult bitacora_phone_library_parse (const char *text,
                                                         const char *region,
                                                         BitacoraPhoneParts *parts);
BitacoraPhoneLibraryResult bitacora_phone_library_check_possible (int calling_code,
                                                                  const char *national,
                                                                  const char *region);
gboolean bitacora_phone_library_is_valid (int calling_code, const char *national);
char *bitacora_phone_library_find_region (int calling_code, const char *national);
char *bitacora_phone_library_get_main_region (int calling_code);
char *bitacora_phone_library_format (int calling_code,
                                     const char *national,
                                     BitacoraPhoneFormat format);
char *bitacora_phone_library_format_as_you_type (const char *text, const char *region);
char **bitacora_phone_library_list_regions (void);
int bitacora_phone_library_get_calling_code (const char *region);

G_END_DECLS
