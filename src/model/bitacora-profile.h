/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-call-activity.h"
#include "bitacora-country.h"

G_BEGIN_DECLS

/* The account that a call goes to: a CRM, its operation and its defaults, kept in GSettings. */
#define BITACORA_TYPE_PROFILE (bitacora_profile_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraProfile, bitacora_profile, BITACORA, PROFILE, GObject)

BitacoraProfile *bitacora_profile_new (const char *id);

const char *bitacora_profile_get_id (BitacoraProfile *self);
GSettings *bitacora_profile_get_settings (BitacoraProfile *self);

const char *bitacora_profile_get_display_name (BitacoraProfile *self);
void bitacora_profile_set_display_name (BitacoraProfile *self, const char *display_name);
const char *bitacora_profile_get_server (BitacoraProfile *self);
gboolean bitacora_profile_set_server (BitacoraProfile *self, const char *text, GError **error);
const char *bitacora_profile_get_operation (BitacoraProfile *self);
void bitacora_profile_set_operation (BitacoraProfile *self, const char *operation);
const char *bitacora_profile_get_owner (BitacoraProfile *self);
void bitacora_profile_set_owner (BitacoraProfile *self, const char *owner);
const char *bitacora_profile_get_module (BitacoraProfile *self);
void bitacora_profile_set_module (BitacoraProfile *self, const char *module);
BitacoraPriority bitacora_profile_get_priority (BitacoraProfile *self);
void bitacora_profile_set_priority (BitacoraProfile *self, BitacoraPriority priority);
const char *bitacora_profile_get_time_zone (BitacoraProfile *self);
gboolean bitacora_profile_set_time_zone (BitacoraProfile *self,
                                         const char *identifier,
                                         GError **error);
GTimeZone *bitacora_profile_dup_zone (BitacoraProfile *self);
const char *bitacora_profile_get_country (BitacoraProfile *self);
gboolean bitacora_profile_set_country (BitacoraProfile *self, const char *region, GError **error);
BitacoraCountryLanguage bitacora_profile_get_country_language (BitacoraProfile *self);
void bitacora_profile_set_country_language (BitacoraProfile *self,
                                            BitacoraCountryLanguage language);

gboolean bitacora_profile_is_practice (BitacoraProfile *self);
gboolean bitacora_profile_is_complete (BitacoraProfile *self);
BitacoraCallActivity *bitacora_profile_create_activity (BitacoraProfile *self,
                                                        BitacoraActivityType type);

G_END_DECLS
