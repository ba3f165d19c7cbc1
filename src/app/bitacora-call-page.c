/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-page.h"

#include <glib/gi18n-lib.h>

#include "bitacora-toast.h"
#include "form/bitacora-call-form.h"

struct _BitacoraCallPage
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraProfile *profile;
  BitacoraCallForm *form;

  AdwToast *outcome_toast;
  struct _Dispatch *current;
  gint64 corrected_id;
  gint64 cleared_id;
};

enum
{
  PROP_0,
  PROP_CORRECTED_ID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraCallPage, bitacora_call_page, ADW_TYPE_BIN)

/* A call on its way from the form. The page's current one is what the form shows; one that was
 * followed by another tells its outcome in a toast and leaves the form alone. */
typedef struct _Dispatch
{
  BitacoraCallPage *page;
  BitacoraCallActivity *activity;
  char *profile_id;
  gint64 id;
  gboolean cancelled;
} Dispatch;

static void
dispatch_free (Dispatch *dispatch)
{
  if (dispatch->page->current == dispatch)
    {
      dispatch->page->current = NULL;
      bitacora_call_form_set_sending (dispatch->page->form, FALSE);
    }
  g_clear_object (&dispatch->page);
  g_clear_object (&dispatch->activity);
  g_clear_pointer (&dispatch->profile_id, g_free);
  g_free (dispatch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dispatch, dispatch_free)

/* Whether the form still holds this call and nothing else was written into it meanwhile. */
static gboolean
form_holds (Dispatch *dispatch)
{
  return dispatch->page->current == dispatch
         && !bitacora_call_form_was_edited_since_submit (dispatch->page->form);
}

static void
set_corrected_id (BitacoraCallPage *self, gint64 id)
{
  if (self->corrected_id == id)
    return;
  self->corrected_id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CORRECTED_ID]);
}

static void
show_text (BitacoraCallPage *self, const char *text)
{
  bitacora_toast_show (bitacora_toast_new (text), GTK_WIDGET (self));
}

/* The outcome of a call takes the place of the one before, which would else keep it waiting. */
static void
show_outcome_toast (BitacoraCallPage *self, BitacoraOutboxEntry *entry)
{
  AdwToast *toast = bitacora_toast_new_for_outcome (entry);

  if (self->outcome_toast != NULL)
    adw_toast_dismiss (self->outcome_toast);
  g_set_weak_pointer (&self->outcome_toast, toast);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

/* The call is only in the form again: from now on it counts as written there, which neither
 * another profile nor another call may overwrite. */
static void
give_back (Dispatch *dispatch)
{
  bitacora_call_form_set_activity (dispatch->page->form, dispatch->activity);
}

static void
show_outcome (Dispatch *dispatch, BitacoraOutboxEntry *entry)
{
  BitacoraCallPage *self = dispatch->page;
  gboolean held = form_holds (dispatch);

  if (held && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_REJECTED)
    {
      g_autofree char *sentence = bitacora_outbox_entry_describe (entry);

      give_back (dispatch);
      set_corrected_id (self, bitacora_outbox_entry_get_id (entry));
      bitacora_call_form_show_refusal (self->form, sentence);
      return;
    }
  if (held)
    {
      set_corrected_id (self, 0);
      bitacora_call_form_clear (self->form);
    }
  show_outcome_toast (self, entry);
}

/* The call could not even be kept: it stays in the form, with the reason. */
static void
show_failure (Dispatch *dispatch, const char *sentence)
{
  if (form_holds (dispatch))
    give_back (dispatch);
  bitacora_call_form_show_refusal (dispatch->page->form, sentence);
}

static void
stopped_entry_discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;

  if (!bitacora_outbox_discard_finish (BITACORA_OUTBOX (source), result, &error))
    {
      /* It is still kept, so the form must not hold it a second time. */
      if (form_holds (dispatch))
        bitacora_call_form_clear (dispatch->page->form);
      show_text (dispatch->page, error->message);
      return;
    }
  if (form_holds (dispatch))
    give_back (dispatch);
  show_text (dispatch->page, _ ("Nothing was sent. The call is still in the form."));
}

/* What provably did not leave goes back to being text in the form, and only there. */
static void
take_back (Dispatch *dispatch)
{
  if (dispatch->page->corrected_id == dispatch->id)
    set_corrected_id (dispatch->page, 0);
  bitacora_outbox_discard_async (bitacora_services_get_outbox (dispatch->page->services),
                                 dispatch->id,
                                 NULL,
                                 stopped_entry_discarded_cb,
                                 dispatch);
}

static void
settle (Dispatch *dispatch, BitacoraOutboxEntry *entry)
{
  if (dispatch->cancelled && form_holds (dispatch)
      && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_QUEUED)
    {
      take_back (dispatch);
      return;
    }
  show_outcome (dispatch, entry);
  dispatch_free (dispatch);
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_get_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    show_text (dispatch->page, error->message);
  else
    settle (g_steal_pointer (&dispatch), entry);
}

static void
entry_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_courier_send_finish (BITACORA_COURIER (source), result, &error);
  gint64 id = dispatch->id;

  if (entry != NULL && bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_SENDING)
    /* The courier had just taken it up by itself: this waits for the end of that attempt. */
    bitacora_courier_send_async (BITACORA_COURIER (source),
                                 id,
                                 NULL,
                                 entry_sent_cb,
                                 g_steal_pointer (&dispatch));
  else if (entry != NULL)
    settle (g_steal_pointer (&dispatch), entry);
  else
    /* What is on disk decides what the user is told. */
    bitacora_outbox_get_async (bitacora_services_get_outbox (dispatch->page->services),
                               id,
                               NULL,
                               entry_read_cb,
                               g_steal_pointer (&dispatch));
}

static void
send_entry (Dispatch *dispatch, BitacoraOutboxEntry *entry)
{
  BitacoraCourier *courier = bitacora_services_get_courier (dispatch->page->services);
  gint64 id = bitacora_outbox_entry_get_id (entry);

  dispatch->id = id;
  if (dispatch->cancelled && form_holds (dispatch))
    {
      take_back (dispatch);
      return;
    }
  bitacora_courier_send_async (courier, id, NULL, entry_sent_cb, dispatch);
}

static void
activity_appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry != NULL)
    send_entry (g_steal_pointer (&dispatch), entry);
  else
    show_failure (dispatch, error->message);
}

static void
append (Dispatch *dispatch)
{
  bitacora_outbox_append_async (bitacora_services_get_outbox (dispatch->page->services),
                                dispatch->profile_id,
                                dispatch->activity,
                                NULL,
                                activity_appended_cb,
                                dispatch);
}

static void
entry_corrected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_correct_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry != NULL)
    send_entry (g_steal_pointer (&dispatch), entry);
  else if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND))
    {
      /* It was discarded while it was being corrected: what the form holds is a call of its own. */
      set_corrected_id (dispatch->page, 0);
      append (g_steal_pointer (&dispatch));
    }
  else
    show_failure (dispatch, error->message);
}

static void
form_submitted_cb (BitacoraCallPage *self, BitacoraCallActivity *activity)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);
  const char *failure = bitacora_services_get_failure (self->services);
  Dispatch *dispatch;

  if (outbox == NULL || self->profile == NULL)
    {
      bitacora_call_form_show_refusal (
          self->form,
          failure != NULL ? failure
                          : _ ("The saved calls are still being opened. Log the call again in a "
                               "moment; it stays here until then."));
      return;
    }

  dispatch = g_new0 (Dispatch, 1);
  dispatch->page = g_object_ref (self);
  dispatch->activity = g_object_ref (activity);
  dispatch->profile_id = g_strdup (bitacora_profile_get_id (self->profile));
  self->current = dispatch;
  bitacora_call_form_set_sending (self->form, TRUE);
  if (self->corrected_id != 0)
    bitacora_outbox_correct_async (outbox,
                                   self->corrected_id,
                                   activity,
                                   NULL,
                                   entry_corrected_cb,
                                   dispatch);
  else
    append (dispatch);
}

static void
form_cancelled_cb (BitacoraCallPage *self)
{
  BitacoraCourier *courier = bitacora_services_get_courier (self->services);

  if (self->current == NULL)
    return;
  self->current->cancelled = TRUE;
  if (self->current->id != 0 && courier != NULL)
    bitacora_courier_cancel (courier, self->current->id);
}

/* What a cleared form held, should Undo ask for it. */
static void
clearing_undone_cb (BitacoraCallPage *self)
{
  bitacora_call_form_restore (self->form);
  set_corrected_id (self, self->cleared_id);
}

static void
form_cleared_cb (BitacoraCallPage *self)
{
  AdwToast *toast = bitacora_toast_new (_ ("The form was cleared"));

  self->cleared_id = self->corrected_id;
  set_corrected_id (self, 0);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (clearing_undone_cb),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

static void
bitacora_call_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraCallPage *self = BITACORA_CALL_PAGE (object);

  switch (id)
    {
    case PROP_CORRECTED_ID:
      g_value_set_int64 (value, self->corrected_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
bitacora_call_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BITACORA_CALL_PAGE (widget)->form));
}

static void
bitacora_call_page_dispose (GObject *object)
{
  BitacoraCallPage *self = BITACORA_CALL_PAGE (object);

  g_clear_weak_pointer (&self->outcome_toast);
  g_clear_object (&self->profile);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_call_page_parent_class)->dispose (object);
}

static void
bitacora_call_page_class_init (BitacoraCallPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bitacora_call_page_get_property;
  object_class->dispose = bitacora_call_page_dispose;
  widget_class->grab_focus = bitacora_call_page_grab_focus;

  properties[PROP_CORRECTED_ID] = g_param_spec_int64 (
      "corrected-id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (BITACORA_TYPE_CALL_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/bitacora-call-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallPage, form);
  gtk_widget_class_bind_template_callback (widget_class, form_submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_cleared_cb);
}

static void
bitacora_call_page_init (BitacoraCallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_call_page_set_up:
 * @self: the page
 * @services: what keeps and sends the calls
 *
 * Gives the page the services and the form its clock. To be called once.
 */
void
bitacora_call_page_set_up (BitacoraCallPage *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  bitacora_call_form_set_clock (self->form, bitacora_services_get_clock (services));
}

/**
 * bitacora_call_page_set_profile:
 * @self: the page
 * @profile: (nullable): the profile that the next calls go to
 *
 * Sets where the next calls go to. A call that is on its way stays with its own profile.
 */
void
bitacora_call_page_set_profile (BitacoraCallPage *self, BitacoraProfile *profile)
{
  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));

  if (g_set_object (&self->profile, profile) && profile != NULL)
    bitacora_call_form_set_profile (self->form, profile);
}

/**
 * bitacora_call_page_correct:
 * @self: the page
 * @entry: a rejected entry
 *
 * Opens @entry in the form with the CRM's words; logging the form corrects that entry and sends
 * it again, to the profile that it was written for.
 */
void
bitacora_call_page_correct (BitacoraCallPage *self, BitacoraOutboxEntry *entry)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));
  g_return_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry));

  /* It may be half corrected already. */
  if (self->corrected_id == bitacora_outbox_entry_get_id (entry))
    {
      bitacora_call_page_focus (self);
      return;
    }

  sentence = bitacora_outbox_entry_describe (entry);
  self->current = NULL;
  bitacora_call_form_set_sending (self->form, FALSE);
  if (bitacora_call_form_was_edited_since_submit (self->form))
    g_action_group_activate_action (bitacora_call_form_get_actions (self->form), "clear", NULL);
  bitacora_call_form_set_activity (self->form, bitacora_outbox_entry_get_activity (entry));
  set_corrected_id (self, bitacora_outbox_entry_get_id (entry));
  bitacora_call_form_show_refusal (self->form, sentence);
}

/**
 * bitacora_call_page_get_corrected_id:
 * @self: the page
 *
 * Returns: the id of the entry that the form corrects, 0 when it holds a new call
 */
gint64
bitacora_call_page_get_corrected_id (BitacoraCallPage *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_PAGE (self), 0);

  return self->corrected_id;
}

/**
 * bitacora_call_page_get_toast_overlay:
 * @self: the page
 *
 * Returns: (transfer none): where toasts can be shown that leave the form's buttons free
 */
AdwToastOverlay *
bitacora_call_page_get_toast_overlay (BitacoraCallPage *self)
{
  g_return_val_if_fail (BITACORA_IS_CALL_PAGE (self), NULL);

  return bitacora_call_form_get_toast_overlay (self->form);
}

/**
 * bitacora_call_page_focus:
 * @self: the page
 *
 * Puts the cursor where a call begins: into the phone number.
 */
void
bitacora_call_page_focus (BitacoraCallPage *self)
{
  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}
