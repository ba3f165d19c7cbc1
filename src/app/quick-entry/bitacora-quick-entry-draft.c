/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "bitacora-quick-entry-private.h"
#include "outbox/bitacora-outbox-draft.h"

/* How long what is typed may be in memory alone, in milliseconds. */
#define DRAFT_DELAY 500

/* As many as anybody comes back to. */
#define MOST_ASIDES 10

static void
draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  bitacora_quick_entry_release_application ();
  if (!bitacora_outbox_save_draft_finish (BITACORA_OUTBOX (source), result, &error))
    g_message ("What is being typed could not be saved: %s", error->message);
}

static void
save (BitacoraQuickEntry *self, const char *slot, const char *text)
{
  bitacora_quick_entry_hold_application ();
  bitacora_outbox_save_draft_async (bitacora_services_get_outbox (self->services),
                                    slot,
                                    text,
                                    draft_saved_cb,
                                    NULL);
}

static void
save_asides (BitacoraQuickEntry *self)
{
  g_autoptr (GVariant) texts = NULL;
  g_autofree char *text = NULL;

  if (bitacora_services_get_outbox (self->services) == NULL || !self->draft_loaded)
    return;
  if (self->asides->len > 0)
    {
      texts = g_variant_ref_sink (
          g_variant_new_strv ((const char *const *)self->asides->pdata, self->asides->len));
      text = g_variant_print (texts, TRUE);
    }
  save (self, BITACORA_QUICK_ENTRY_ASIDE, text);
}

static gboolean
draft_due_cb (gpointer user_data)
{
  BitacoraQuickEntry *self = BITACORA_QUICK_ENTRY (user_data);

  self->draft_source = 0;
  bitacora_quick_entry_save_draft (self);
  return G_SOURCE_REMOVE;
}

static void
create_aside_bar (BitacoraQuickEntry *self)
{
  GtkWidget *label = gtk_label_new (_ ("What you were typing before is kept."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Bring it back"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "quick.bring-back");
  self->aside_bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->aside_bar, "card");
  gtk_widget_add_css_class (self->aside_bar, "quick-aside");
  gtk_box_append (GTK_BOX (self->aside_bar), label);
  gtk_box_append (GTK_BOX (self->aside_bar), button);
  gtk_box_prepend (self->body, self->aside_bar);
}

static void
show_asides (BitacoraQuickEntry *self)
{
  const gboolean shows = self->asides->len > 0;

  if (self->aside_bar == NULL && !shows)
    return;
  if (self->aside_bar == NULL)
    create_aside_bar (self);
  gtk_widget_set_visible (self->aside_bar, shows);
  bitacora_quick_entry_fit (self);
}

static void
add_aside (BitacoraQuickEntry *self, const char *text)
{
  g_ptr_array_add (self->asides, g_strdup (text));
  if (self->asides->len > MOST_ASIDES)
    g_ptr_array_remove_index (self->asides, 0);
  save_asides (self);
  show_asides (self);
}

static void
load_asides (BitacoraQuickEntry *self, const char *text)
{
  g_autoptr (GVariant) saved = NULL;
  g_autofree const char **texts = NULL;

  if (text != NULL)
    saved = g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, text, NULL, NULL, NULL);
  if (saved == NULL)
    return;
  texts = g_variant_get_strv (saved, NULL);
  /* Those of this run are later. */
  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_insert (self->asides, (int)i, g_strdup (texts[i]));
  show_asides (self);
}

static void
draft_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraQuickEntry) self = BITACORA_QUICK_ENTRY (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = bitacora_outbox_load_draft_finish (BITACORA_OUTBOX (source), result, &error);
  const gboolean is_empty = self->pristine && self->given == NULL
                            && *gtk_editable_get_text (GTK_EDITABLE (self->who_entry)) == '\0';

  if (self->services == NULL || self->draft_loaded)
    return;
  self->draft_loaded = TRUE;
  if (text != NULL && is_empty)
    {
      bitacora_quick_entry_load_state (self, text);
      bitacora_quick_entry_focus_start (self);
    }
  else if (text != NULL)
    add_aside (self, text);
  if (!is_empty)
    {
      bitacora_quick_entry_ask (self);
      bitacora_quick_entry_look_up (self);
      bitacora_quick_entry_save_draft (self);
    }
  bitacora_quick_entry_settle (self);
}

static void
asides_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraQuickEntry) self = BITACORA_QUICK_ENTRY (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = bitacora_outbox_load_draft_finish (BITACORA_OUTBOX (source), result, &error);

  if (self->services == NULL)
    return;
  load_asides (self, text);
  bitacora_outbox_load_draft_async (BITACORA_OUTBOX (source),
                                    BITACORA_QUICK_ENTRY_DRAFT,
                                    self->cancellable,
                                    draft_loaded_cb,
                                    g_object_ref (self));
}

/* Who quits right after logging a call quits when it is on disk. */
void
bitacora_quick_entry_hold_application (void)
{
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
}

void
bitacora_quick_entry_release_application (void)
{
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

/* Saves the draft soon. */
void
bitacora_quick_entry_note_change (BitacoraQuickEntry *self)
{
  if (self->services != NULL && self->draft_source == 0 && !self->logged)
    self->draft_source = g_timeout_add (DRAFT_DELAY, draft_due_cb, self);
}

/* Saves the draft now. While the call is handed over, whatever is kept goes with it. */
void
bitacora_quick_entry_save_draft (BitacoraQuickEntry *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (bitacora_services_get_outbox (self->services) == NULL || !self->draft_loaded || self->logging
      || self->logged)
    return;
  text = bitacora_quick_entry_save_state (self);
  save (self, BITACORA_QUICK_ENTRY_DRAFT, text);
}

/* Loads what was being typed when the window was closed, or when the program ended. */
void
bitacora_quick_entry_load_draft (BitacoraQuickEntry *self)
{
  bitacora_outbox_load_draft_async (bitacora_services_get_outbox (self->services),
                                    BITACORA_QUICK_ENTRY_ASIDE,
                                    self->cancellable,
                                    asides_loaded_cb,
                                    g_object_ref (self));
}

/* Makes room: what the user has written is kept, and offered back. The call in it is over. */
void
bitacora_quick_entry_put_aside (BitacoraQuickEntry *self)
{
  g_autofree char *text = NULL;

  if (self->pristine)
    return;
  bitacora_call_timer_stop (self->timer);
  text = bitacora_quick_entry_save_state (self);
  add_aside (self, text);
}

/* What was put aside last trades places with what stands there. */
void
bitacora_quick_entry_bring_back (BitacoraQuickEntry *self)
{
  g_autofree char *text = NULL;

  if (self->asides->len == 0)
    return;
  text = g_strdup (g_ptr_array_index (self->asides, self->asides->len - 1));
  g_ptr_array_remove_index (self->asides, self->asides->len - 1);
  if (!self->pristine)
    {
      g_autofree char *present = bitacora_quick_entry_save_state (self);

      g_ptr_array_insert (self->asides, 0, g_steal_pointer (&present));
    }
  bitacora_quick_entry_load_state (self, text);
  /* It is kept as the draft before it is no more kept aside. */
  bitacora_quick_entry_save_draft (self);
  save_asides (self);
  show_asides (self);
  bitacora_quick_entry_focus_start (self);
}
