/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "bitacora-call-page-private.h"
#include "bitacora-toast.h"
#include "outbox/bitacora-outbox-draft.h"

/* How long what is typed may be in memory alone, in milliseconds. */
#define DRAFT_DELAY 500

static void
draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  bitacora_call_page_release_application ();
  if (!bitacora_outbox_save_draft_finish (BITACORA_OUTBOX (source), result, &error))
    g_message ("What is being typed could not be saved: %s", error->message);
}

void
bitacora_call_page_save_draft (BitacoraCallPage *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (outbox == NULL || !self->draft_loaded)
    return;
  text = bitacora_call_form_save_state (self->form, self->corrected_id);
  bitacora_call_page_hold_application ();
  bitacora_outbox_save_draft_async (outbox, BITACORA_CALL_PAGE_DRAFT, text, draft_saved_cb, NULL);
}

static gboolean
draft_due_cb (gpointer user_data)
{
  BitacoraCallPage *self = BITACORA_CALL_PAGE (user_data);

  self->draft_source = 0;
  bitacora_call_page_save_draft (self);
  return G_SOURCE_REMOVE;
}

void
bitacora_call_page_note_change (BitacoraCallPage *self)
{
  if (self->services != NULL && self->draft_source == 0)
    self->draft_source = g_timeout_add (DRAFT_DELAY, draft_due_cb, self);
}

static void
restored_cleared_cb (BitacoraCallPage *self)
{
  g_action_group_activate_action (bitacora_call_form_get_actions (self->form), "clear", NULL);
}

static void
show_draft (BitacoraCallPage *self, const char *text)
{
  gint64 corrected_id = 0;
  AdwToast *toast;

  if (!bitacora_call_form_restore_state (self->form, text, &corrected_id))
    return;
  bitacora_call_page_set_corrected_id (self, corrected_id);
  toast = bitacora_toast_new (_ ("What you were typing is back"));
  adw_toast_set_button_label (toast, _ ("Clear"));
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (restored_cleared_cb),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

static void
older_opened_cb (BitacoraCallPage *self)
{
  g_autofree char *text = g_steal_pointer (&self->older_draft);

  if (text == NULL)
    return;
  bitacora_call_page_make_room (self);
  show_draft (self, text);
}

/* Nobody's text is taken from under their fingers: the older one waits for a click. */
static void
offer_older_draft (BitacoraCallPage *self, const char *text)
{
  AdwToast *toast = bitacora_toast_new (_ ("What you were typing last time is kept"));

  g_free (self->older_draft);
  self->older_draft = g_strdup (text);
  adw_toast_set_button_label (toast, _ ("Open"));
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (older_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

static void
draft_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraCallPage) self = BITACORA_CALL_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = bitacora_outbox_load_draft_finish (BITACORA_OUTBOX (source), result, &error);

  if (self->services == NULL)
    return;
  self->draft_loaded = TRUE;
  if (!bitacora_call_form_is_untouched (self->form))
    {
      if (text != NULL)
        offer_older_draft (self, text);
      bitacora_call_page_note_change (self);
    }
  else if (text != NULL)
    show_draft (self, text);
}

/* Loads what was being typed when the program ended, into a form that nobody has written in. */
void
bitacora_call_page_load_draft (BitacoraCallPage *self)
{
  bitacora_outbox_load_draft_async (bitacora_services_get_outbox (self->services),
                                    BITACORA_CALL_PAGE_DRAFT,
                                    NULL,
                                    draft_loaded_cb,
                                    g_object_ref (self));
}
