/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

/* What is said of a follow-up, on its page and in its notification. */

typedef enum
{
  BITACORA_FOLLOW_UP_OVERDUE,
  BITACORA_FOLLOW_UP_TODAY,
  BITACORA_FOLLOW_UP_TOMORROW,
  BITACORA_FOLLOW_UP_LATER,
} BitacoraFollowUpSection;

BitacoraFollowUpSection bitacora_follow_up_find_section (GDateTime *due, GDateTime *now);
const char *bitacora_follow_up_section_get_label (BitacoraFollowUpSection section);
GDateTime *bitacora_follow_up_create_midnight (GDateTime *now);
char *bitacora_follow_up_describe_due (GDateTime *due, GDateTime *now);
char *bitacora_follow_up_describe_moment (GDateTime *due, GDateTime *now);

char *bitacora_follow_up_format_number (BitacoraOutboxEntry *entry);
char *bitacora_follow_up_format_e164 (BitacoraOutboxEntry *entry);
char *bitacora_follow_up_format_note (BitacoraOutboxEntry *entry, guint max_chars);

G_END_DECLS
