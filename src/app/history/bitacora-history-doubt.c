/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-history-doubt.h"

#include <glib/gi18n-lib.h>

#include "crm/bitacora-crm-record.h"
#include "model/bitacora-moment.h"

struct _BitacoraHistoryDoubt
{
  AdwBin parent_instance;

  GPtrArray *cells; /* below the headings; not owned */
  int n_rows;

  GtkGrid *grid;
  GtkWidget *resend_button;
};

enum
{
  COLUMN_OURS,
  COLUMN_THEIRS,
  N_COLUMNS,
};

G_DEFINE_FINAL_TYPE (BitacoraHistoryDoubt, bitacora_history_doubt, ADW_TYPE_BIN)

static void
add_cell (BitacoraHistoryDoubt *self, int column, int row, int width, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (width == N_COLUMNS)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }
  gtk_grid_attach (self->grid, label, column, row, width, 1);
  g_ptr_array_add (self->cells, label);
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* Both calls in the same shape, field by field, so that the eye finds what differs. */
static void
add_field (BitacoraHistoryDoubt *self,
           BitacoraActivityField field,
           const char *ours,
           BitacoraCrmRecord *record,
           const char *theirs)
{
  if (is_empty (ours) && is_empty (theirs))
    return;
  add_cell (self,
            COLUMN_OURS,
            ++self->n_rows,
            N_COLUMNS,
            bitacora_activity_field_get_label (field));
  add_cell (self, COLUMN_OURS, ++self->n_rows, 1, is_empty (ours) ? "—" : ours);
  if (record != NULL)
    add_cell (self, COLUMN_THEIRS, self->n_rows, 1, is_empty (theirs) ? "—" : theirs);
}

static void
clear_cells (BitacoraHistoryDoubt *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    gtk_grid_remove (self->grid, self->cells->pdata[i]);
  g_ptr_array_set_size (self->cells, 0);
  self->n_rows = 0;
}

/* As the CRM writes it, in the profile's zone. */
static char *
format_completion (BitacoraCallActivity *activity, BitacoraProfile *profile, BitacoraClock *clock)
{
  GDateTime *completion = bitacora_call_activity_get_completion_date (activity);
  g_autoptr (GTimeZone) zone = profile != NULL ? bitacora_profile_dup_zone (profile)
                                               : g_time_zone_ref (bitacora_clock_get_zone (clock));

  return completion != NULL ? bitacora_moment_format_crm (completion, zone) : NULL;
}

static void
show_sides (BitacoraHistoryDoubt *self,
            BitacoraOutboxEntry *entry,
            BitacoraProfile *profile,
            BitacoraClock *clock)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  const char *candidate = bitacora_outbox_entry_get_candidate (entry);
  g_autoptr (BitacoraCrmRecord) record
      = candidate != NULL ? bitacora_crm_record_new_from_text (candidate) : NULL;
  g_autofree char *number = phone != NULL ? bitacora_phone_number_format_e164 (phone) : NULL;
  g_autofree char *completed = format_completion (activity, profile, clock);

  add_field (self,
             BITACORA_FIELD_NAME,
             bitacora_call_activity_get_name (activity),
             record,
             record != NULL ? bitacora_crm_record_get_name (record) : NULL);
  add_field (self,
             BITACORA_FIELD_PHONE,
             number,
             record,
             record != NULL ? bitacora_crm_record_get_phone (record) : NULL);
  add_field (self,
             BITACORA_FIELD_COMPLETION_DATE,
             completed,
             record,
             record != NULL ? bitacora_crm_record_get_completion_date (record) : NULL);
  add_field (self,
             BITACORA_FIELD_DESCRIPTION,
             bitacora_call_activity_get_description (activity),
             record,
             record != NULL ? bitacora_crm_record_get_description (record) : NULL);
  if (record == NULL)
    add_cell (self,
              COLUMN_THEIRS,
              2,
              1,
              bitacora_outbox_entry_was_looked_for (entry)
                  ? _ ("Bitácora has seen no call like this one there. Please look for it.")
                  : _ ("Bitácora has not looked there. Please look for this call."));
}

static void
bitacora_history_doubt_finalize (GObject *object)
{
  g_clear_pointer (&BITACORA_HISTORY_DOUBT (object)->cells, g_ptr_array_unref);

  G_OBJECT_CLASS (bitacora_history_doubt_parent_class)->finalize (object);
}

static void
bitacora_history_doubt_class_init (BitacoraHistoryDoubtClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bitacora_history_doubt_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/history/bitacora-history-doubt.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraHistoryDoubt, grid);
  gtk_widget_class_bind_template_child (widget_class, BitacoraHistoryDoubt, resend_button);
}

static void
bitacora_history_doubt_init (BitacoraHistoryDoubt *self)
{
  self->cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_history_doubt_show:
 * @self: the widget
 * @entry: an entry whose outcome is unknown
 * @profile: (nullable): where it was sent, %NULL if that is no longer known
 * @clock: knows the user's zone
 *
 * Shows both sides once the CRM was asked in vain. Before that it may still answer, and nothing is
 * to be sent again; but whoever has seen the call there can say so.
 */
void
bitacora_history_doubt_show (BitacoraHistoryDoubt *self,
                             BitacoraOutboxEntry *entry,
                             BitacoraProfile *profile,
                             BitacoraClock *clock)
{
  gboolean awaits_person;

  g_return_if_fail (BITACORA_IS_HISTORY_DOUBT (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));
  g_return_if_fail (profile == NULL || BITACORA_IS_PROFILE (profile));
  g_return_if_fail (BITACORA_IS_CLOCK (clock));

  awaits_person = bitacora_outbox_entry_awaits_person (entry);
  clear_cells (self);
  if (awaits_person)
    show_sides (self, entry, profile, clock);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), awaits_person);
  gtk_widget_set_visible (self->resend_button, awaits_person);
}
