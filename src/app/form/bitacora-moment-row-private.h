/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-moment-choices.h"
#include "bitacora-moment-row.h"

G_BEGIN_DECLS

/* What the row's files share: bitacora-moment-row.c hears the user and the clock,
 * bitacora-moment-row-entries.c reads and writes the two entries. */

struct _BitacoraMomentRow
{
  BitacoraFieldRow parent_instance;

  GtkEntry *date_entry;
  GtkEntry *time_entry;
  GtkMenuButton *calendar_button;
  GtkCalendar *calendar;
  GtkPopover *calendar_popover;
  BitacoraMomentChoices *choices;

  BitacoraClock *clock;
  GDateTime *day;
  GDateTime *moment;
  GError *error;
  /* The time as the user gave it, before the date entry said another one. */
  char *own_time;
  char *date_label;
  char *time_label;
  guint clock_source;
  gboolean following;
  gboolean filling;
  gboolean past;
};

gboolean bitacora_moment_row_is_blank (BitacoraMomentRow *self, GtkEntry *entry);
GDateTime *bitacora_moment_row_get_now (BitacoraMomentRow *self);
GTimeZone *bitacora_moment_row_get_zone (BitacoraMomentRow *self);

void bitacora_moment_row_show_text (BitacoraMomentRow *self, GtkEntry *entry, const char *text);
void bitacora_moment_row_show_date (BitacoraMomentRow *self, GDateTime *moment);
void bitacora_moment_row_show_time (BitacoraMomentRow *self, GDateTime *moment);
void bitacora_moment_row_keep_time (BitacoraMomentRow *self);

void bitacora_moment_row_take_reading (BitacoraMomentRow *self, GDateTime *moment, GError *error);
void bitacora_moment_row_take_day (BitacoraMomentRow *self, GDateTime *day);
void bitacora_moment_row_read_time (BitacoraMomentRow *self);
void bitacora_moment_row_read_date (BitacoraMomentRow *self);

G_END_DECLS
