/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-moment-row-private.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-moment.h"

static const char *
get_text (GtkEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/**
 * bitacora_moment_row_is_blank:
 * @self: the row
 * @entry: one of its entries
 *
 * Returns: whether nothing but space stands in @entry
 */
gboolean
bitacora_moment_row_is_blank (BitacoraMomentRow *self, GtkEntry *entry)
{
  const char *text = get_text (entry);

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/**
 * bitacora_moment_row_get_now:
 * @self: the row
 *
 * Returns: (transfer full): the present by the row's clock
 */
GDateTime *
bitacora_moment_row_get_now (BitacoraMomentRow *self)
{
  if (self->clock == NULL)
    self->clock = bitacora_clock_new ();
  return bitacora_clock_now (self->clock);
}

/**
 * bitacora_moment_row_get_zone:
 * @self: the row
 *
 * Returns: (transfer none): the zone of the row's clock
 */
GTimeZone *
bitacora_moment_row_get_zone (BitacoraMomentRow *self)
{
  if (self->clock == NULL)
    self->clock = bitacora_clock_new ();
  return bitacora_clock_get_zone (self->clock);
}

/**
 * bitacora_moment_row_show_text:
 * @self: the row
 * @entry: one of its entries
 * @text: what to show there
 *
 * Writes @text, which does not count as the user's edit.
 */
void
bitacora_moment_row_show_text (BitacoraMomentRow *self, GtkEntry *entry, const char *text)
{
  if (g_str_equal (get_text (entry), text))
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  self->filling = FALSE;
}

/**
 * bitacora_moment_row_show_date:
 * @self: the row
 * @moment: a moment in the clock's zone
 *
 * Writes the date of @moment.
 */
void
bitacora_moment_row_show_date (BitacoraMomentRow *self, GDateTime *moment)
{
  g_autofree char *text = bitacora_moment_format_date (moment);

  bitacora_moment_row_show_text (self, self->date_entry, text);
}

/**
 * bitacora_moment_row_show_time:
 * @self: the row
 * @moment: a moment in the clock's zone
 *
 * Writes the time of @moment.
 */
void
bitacora_moment_row_show_time (BitacoraMomentRow *self, GDateTime *moment)
{
  g_autofree char *text = bitacora_moment_format_time (moment);

  bitacora_moment_row_show_text (self, self->time_entry, text);
}

/**
 * bitacora_moment_row_keep_time:
 * @self: the row
 *
 * From here on the time that is shown is the user's own.
 */
void
bitacora_moment_row_keep_time (BitacoraMomentRow *self)
{
  g_free (self->own_time);
  self->own_time = g_strdup (get_text (self->time_entry));
}

/* What has happened cannot be still to come: a year or a day was mistyped. What the clock says by
 * the minute is not ahead of it. */
static char *
describe (BitacoraMomentRow *self, GDateTime *moment)
{
  g_autofree char *description = bitacora_moment_describe (moment);
  g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);

  if (!self->past || g_date_time_difference (moment, now) < G_TIME_SPAN_MINUTE)
    return g_steal_pointer (&description);
  /* Translators: a date and a time, such as Tuesday 31 December 2030, 15:42 */
  return g_strdup_printf (_ ("%s. That is still to come: is the date right?"), description);
}

/**
 * bitacora_moment_row_take_reading:
 * @self: the row
 * @moment: (transfer full) (nullable): what the entries say
 * @error: (transfer full) (nullable): why they cannot be read
 *
 * Keeps what was read, and says below the entries what was understood.
 */
void
bitacora_moment_row_take_reading (BitacoraMomentRow *self, GDateTime *moment, GError *error)
{
  g_autofree char *description = moment != NULL ? describe (self, moment) : NULL;

  g_clear_pointer (&self->moment, g_date_time_unref);
  g_clear_error (&self->error);
  self->moment = moment;
  self->error = error;
  bitacora_field_row_set_hint (BITACORA_FIELD_ROW (self), description);
  g_object_notify (G_OBJECT (self), "moment");
}

/**
 * bitacora_moment_row_take_day:
 * @self: the row
 * @day: (transfer full) (nullable): the day that the date entry says
 *
 * Keeps the day that was read.
 */
void
bitacora_moment_row_take_day (BitacoraMomentRow *self, GDateTime *day)
{
  g_clear_pointer (&self->day, g_date_time_unref);
  self->day = day;
}

/**
 * bitacora_moment_row_read_time:
 * @self: the row
 *
 * Puts the day that was read and the time that stands in its entry together.
 */
void
bitacora_moment_row_read_time (BitacoraMomentRow *self)
{
  GError *error = NULL;
  GDateTime *moment = NULL;
  int hour, minute, second;

  if (self->day == NULL)
    return;
  if (bitacora_moment_parse_time (get_text (self->time_entry), &hour, &minute, &second, &error))
    moment = bitacora_moment_new (bitacora_moment_row_get_zone (self),
                                  g_date_time_get_year (self->day),
                                  g_date_time_get_month (self->day),
                                  g_date_time_get_day_of_month (self->day),
                                  hour,
                                  minute,
                                  second,
                                  &error);
  bitacora_moment_row_take_reading (self, moment, error);
}

/**
 * bitacora_moment_row_read_date:
 * @self: the row
 *
 * Reads both entries. The date entry understands a whole moment too, and then says the time as
 * well.
 */
void
bitacora_moment_row_read_date (BitacoraMomentRow *self)
{
  g_autoptr (GDateTime) now = bitacora_moment_row_get_now (self);
  g_autoptr (GError) error = NULL;
  GDateTime *whole;

  /* Half a date may read like a time: "2" on the way to "24 nov". */
  bitacora_moment_row_show_text (self,
                                 self->time_entry,
                                 self->own_time != NULL ? self->own_time : "");
  bitacora_moment_row_take_day (self, NULL);
  if (bitacora_moment_row_is_blank (self, self->date_entry)
      && bitacora_moment_row_is_blank (self, self->time_entry))
    {
      bitacora_moment_row_take_reading (self, NULL, NULL);
      return;
    }

  bitacora_moment_row_take_day (self,
                                bitacora_moment_parse_date (get_text (self->date_entry),
                                                            now,
                                                            &error));
  if (self->day != NULL && !bitacora_moment_row_is_blank (self, self->time_entry))
    {
      bitacora_moment_row_read_time (self);
      return;
    }

  whole = bitacora_moment_parse (get_text (self->date_entry), now, NULL);
  if (whole != NULL)
    {
      if (self->day == NULL)
        bitacora_moment_row_show_time (self, whole);
      bitacora_moment_row_take_day (self, g_date_time_ref (whole));
      bitacora_moment_row_take_reading (self, whole, NULL);
    }
  else
    bitacora_moment_row_take_reading (self, NULL, g_steal_pointer (&error));
}
