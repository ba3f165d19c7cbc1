/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-call-activity.h"
#include "model/bitacora-clock.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

/* An activity's fields as the command line has them; NULL where it says nothing. */
typedef struct
{
  char *type;
  char *name;
  char *phone;
  char *description;
  char *priority;
  char *status;
  char *module;
  char *record;
  char *completed;
  char *remind;
  char *location;
  char *owner;
} BitacoraCliFields;

void bitacora_cli_fields_clear (BitacoraCliFields *fields);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BitacoraCliFields, bitacora_cli_fields_clear)

gboolean bitacora_cli_fields_are_empty (const BitacoraCliFields *fields);
BitacoraCallActivity *bitacora_cli_fields_create_activity (const BitacoraCliFields *fields,
                                                           BitacoraProfile *profile,
                                                           BitacoraClock *clock,
                                                           GError **error);
BitacoraCallActivity *bitacora_cli_fields_read_document (const char *path,
                                                         BitacoraProfile *profile,
                                                         char **operation,
                                                         GError **error);

G_END_DECLS
