/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-profile.h"

G_BEGIN_DECLS

#define BITACORA_PROFILE_ERROR (bitacora_profile_error_quark ())

typedef enum
{
  BITACORA_PROFILE_ERROR_NOT_FOUND,
  BITACORA_PROFILE_ERROR_EXISTS,
  BITACORA_PROFILE_ERROR_BAD_NAME,
  BITACORA_PROFILE_ERROR_LOCKED,
  BITACORA_PROFILE_ERROR_NOT_SAVED,
} BitacoraProfileError;

GQuark bitacora_profile_error_quark (void);

/* The id, the operation and the public token of the profile that speaks to the practice CRM. */
#define BITACORA_PRACTICE_PROFILE "practice"
#define BITACORA_PRACTICE_OPERATION "practice"
#define BITACORA_PRACTICE_TOKEN "practice"

/* A GListModel of BitacoraProfile, in the order in which they were added. */
#define BITACORA_TYPE_PROFILE_LIST (bitacora_profile_list_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraProfileList, bitacora_profile_list, BITACORA, PROFILE_LIST, GObject)

BitacoraProfileList *bitacora_profile_list_new (void);

BitacoraProfile *bitacora_profile_list_add (BitacoraProfileList *self,
                                            const char *display_name,
                                            GError **error);
gboolean bitacora_profile_list_remove (BitacoraProfileList *self,
                                       BitacoraProfile *profile,
                                       GError **error);
BitacoraProfile *bitacora_profile_list_find (BitacoraProfileList *self,
                                             const char *name,
                                             GError **error);
BitacoraProfile *bitacora_profile_list_ensure_practice (BitacoraProfileList *self,
                                                        const char *server,
                                                        GError **error);

BitacoraProfile *bitacora_profile_list_get_current (BitacoraProfileList *self);
void bitacora_profile_list_set_current (BitacoraProfileList *self, BitacoraProfile *profile);

G_END_DECLS
