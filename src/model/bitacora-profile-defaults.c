/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-profile.h"

#include "bitacora-moment.h"
#include "bitacora-profile-list.h"
#include "bitacora-server-address.h"

/**
 * bitacora_profile_dup_zone:
 * @self: a profile
 *
 * Returns: (transfer full): the zone in which the CRM writes its dates: the computer's if the
 *   profile names none, or one that this computer does not know
 */
GTimeZone *
bitacora_profile_dup_zone (BitacoraProfile *self)
{
  GTimeZone *zone = NULL;
  const char *identifier;

  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  identifier = bitacora_profile_get_time_zone (self);
  if (*identifier != '\0')
    zone = bitacora_time_zone_find (identifier, NULL);
  return zone != NULL ? zone : g_time_zone_new_local ();
}

/**
 * bitacora_profile_is_practice:
 * @self: a profile
 *
 * Tells whether the profile speaks to the practice CRM, whose token is no secret. Its id alone
 * does not make it so: it must also stay on this computer.
 *
 * Returns: whether it does
 */
gboolean
bitacora_profile_is_practice (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), FALSE);

  return g_str_equal (bitacora_profile_get_id (self), BITACORA_PRACTICE_PROFILE)
         && bitacora_server_address_is_loopback (bitacora_profile_get_server (self));
}

/**
 * bitacora_profile_is_complete:
 * @self: a profile
 *
 * Returns: whether it has all that an activity needs to be sent, save the token: server and
 *   operation
 */
gboolean
bitacora_profile_is_complete (BitacoraProfile *self)
{
  g_return_val_if_fail (BITACORA_IS_PROFILE (self), FALSE);

  return *bitacora_profile_get_server (self) != '\0'
         && *bitacora_profile_get_operation (self) != '\0';
}

/**
 * bitacora_profile_create_activity:
 * @self: a profile
 * @type: a call or a task
 *
 * Makes a new activity with the profile's module, priority and owner.
 *
 * Returns: (transfer full): the activity
 */
BitacoraCallActivity *
bitacora_profile_create_activity (BitacoraProfile *self, BitacoraActivityType type)
{
  BitacoraCallActivity *activity;

  g_return_val_if_fail (BITACORA_IS_PROFILE (self), NULL);

  activity = bitacora_call_activity_new (type);
  bitacora_call_activity_set_module (activity, bitacora_profile_get_module (self));
  bitacora_call_activity_set_priority (activity, bitacora_profile_get_priority (self));
  bitacora_call_activity_set_owner (activity, bitacora_profile_get_owner (self));
  return activity;
}
