/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-page-private.h"

#include <glib/gi18n-lib.h>

#include "bitacora-outbox-notice.h"
#include "bitacora-take-back.h"
#include "bitacora-toast.h"

/* How often calls are handed over again that could not be kept, in seconds. */
#define RETRY_INTERVAL 10

enum
{
  PROP_0,
  PROP_CORRECTED_ID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  LOGGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraCallPage, bitacora_call_page, ADW_TYPE_BIN)

/* A call on its way from the form. */
typedef struct
{
  BitacoraCallPage *page;
  BitacoraCallActivity *activity;
  char *profile_id;
  gint64 corrected_id;
  gint64 id;
  gboolean can_be_undone;
  /* It could not be handed over when it left the form: by now another draft may be kept. */
  gboolean was_held;
} Dispatch;

static void append (Dispatch *dispatch);
static void hand_over (Dispatch *dispatch);

static void
dispatch_free (Dispatch *dispatch)
{
  g_clear_object (&dispatch->page);
  g_clear_object (&dispatch->activity);
  g_clear_pointer (&dispatch->profile_id, g_free);
  g_free (dispatch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dispatch, dispatch_free)

void
bitacora_call_page_set_corrected_id (BitacoraCallPage *self, gint64 id)
{
  if (self->corrected_id == id)
    return;
  self->corrected_id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CORRECTED_ID]);
}

/* Who quits right after logging a call quits when it is on disk. */
void
bitacora_call_page_hold_application (void)
{
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
}

void
bitacora_call_page_release_application (void)
{
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

void
bitacora_call_page_show_text (BitacoraCallPage *self, const char *text)
{
  bitacora_toast_show (bitacora_toast_new (text), GTK_WIDGET (self));
}

/* What is said of a call takes the place of what was said of the one before, which would else keep
 * it waiting. */
void
bitacora_call_page_show_outcome_toast (BitacoraCallPage *self, AdwToast *toast)
{
  if (self->outcome_toast != NULL)
    adw_toast_dismiss (self->outcome_toast);
  g_set_weak_pointer (&self->outcome_toast, toast);
  bitacora_toast_show (toast, GTK_WIDGET (self));
}

static void
show_outcome_toast (BitacoraCallPage *self, BitacoraOutboxEntry *entry)
{
  AdwToast *toast = bitacora_toast_new_for_outcome (entry);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  bitacora_call_page_show_outcome_toast (self, toast);
}

/* What stands in the form now is put aside, to be restored by Undo. */
void
bitacora_call_page_make_room (BitacoraCallPage *self)
{
  if (!bitacora_call_form_is_untouched (self->form))
    g_action_group_activate_action (bitacora_call_form_get_actions (self->form), "clear", NULL);
}

void
bitacora_call_page_fill_form (BitacoraCallPage *self,
                              BitacoraCallActivity *activity,
                              gint64 corrected_id)
{
  bitacora_call_page_make_room (self);
  bitacora_call_form_set_activity (self->form, activity);
  bitacora_call_page_set_corrected_id (self, corrected_id);
}

static gboolean
retry_due_cb (gpointer user_data)
{
  BitacoraCallPage *self = BITACORA_CALL_PAGE (user_data);
  GQueue held = self->held;

  if (bitacora_services_get_outbox (self->services) == NULL)
    return G_SOURCE_CONTINUE;
  self->retry_source = 0;
  g_queue_init (&self->held);
  while (!g_queue_is_empty (&held))
    {
      Dispatch *dispatch = g_queue_pop_head (&held);

      dispatch->page = g_object_ref (self);
      hand_over (dispatch);
    }
  return G_SOURCE_REMOVE;
}

/* The page owns what it holds, which must not own the page as well. */
static void
hold (Dispatch *dispatch)
{
  BitacoraCallPage *self = dispatch->page;

  dispatch->was_held = TRUE;
  self->may_lose_held = FALSE;
  g_queue_push_tail (&self->held, dispatch);
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add_seconds (RETRY_INTERVAL, retry_due_cb, self);
  dispatch->page = NULL;
  g_object_unref (self);
}

static void
open_held_cb (BitacoraCallPage *self)
{
  g_autoptr (Dispatch) dispatch = g_queue_pop_tail (&self->held);

  if (dispatch == NULL)
    return;
  bitacora_call_page_fill_form (self, dispatch->activity, dispatch->corrected_id);
}

static void
show_held (BitacoraCallPage *self, const char *text)
{
  AdwToast *toast = bitacora_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Open"));
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (open_held_cb),
                           self,
                           G_CONNECT_SWAPPED);
  bitacora_call_page_show_outcome_toast (self, toast);
}

/* The call could not be kept: it goes back into the form, or waits until there is room for it. */
static void
show_failure (Dispatch *dispatch, const char *sentence)
{
  BitacoraCallPage *self = dispatch->page;
  g_autofree char *text = NULL;

  if (self->services == NULL)
    {
      /* The window is gone: no form is left to keep it in. */
      g_message ("A call could not be saved: %s", sentence);
      dispatch_free (dispatch);
      return;
    }
  if (bitacora_call_form_is_untouched (self->form))
    {
      bitacora_call_page_fill_form (self, dispatch->activity, dispatch->corrected_id);
      bitacora_call_form_show_refusal (self->form, sentence);
      dispatch_free (dispatch);
      return;
    }
  text = g_strdup_printf (_ ("%s The call is kept here and tried again."), sentence);
  show_held (self, text);
  hold (dispatch);
}

static void
show_outcome (Dispatch *dispatch, BitacoraOutboxEntry *entry)
{
  BitacoraCallPage *self = dispatch->page;

  if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_REJECTED
      && bitacora_call_form_is_untouched (self->form))
    {
      bitacora_call_page_correct (self, entry);
      return;
    }
  show_outcome_toast (self, entry);
}

static void
entry_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_courier_send_finish (BITACORA_COURIER (source), result, &error);
  gint64 id = dispatch->id;

  if (dispatch->page->services == NULL)
    return;
  if (entry == NULL)
    bitacora_call_page_show_text (dispatch->page, error->message);
  else if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_SENDING)
    /* The courier had just taken it up by itself: this waits for the end of that attempt. */
    bitacora_courier_send_async (BITACORA_COURIER (source),
                                 id,
                                 NULL,
                                 entry_sent_cb,
                                 g_steal_pointer (&dispatch));
  else
    show_outcome (dispatch, entry);
}

static void
send_now (Dispatch *dispatch)
{
  if (bitacora_services_is_paused (dispatch->page->services))
    {
      bitacora_call_page_show_text (dispatch->page, _ ("Saved. It goes when sending is resumed."));
      dispatch_free (dispatch);
      return;
    }
  bitacora_courier_send_async (bitacora_services_get_courier (dispatch->page->services),
                               dispatch->id,
                               NULL,
                               entry_sent_cb,
                               dispatch);
}

/* Sends a call whose Undo nobody wanted. */
void
bitacora_call_page_send (BitacoraCallPage *self, BitacoraCallActivity *activity, gint64 id)
{
  Dispatch *dispatch = g_new0 (Dispatch, 1);

  dispatch->page = g_object_ref (self);
  dispatch->activity = g_object_ref (activity);
  dispatch->id = id;
  send_now (dispatch);
}

static void
send_entry (Dispatch *dispatch, BitacoraOutboxEntry *entry)
{
  dispatch->id = bitacora_outbox_entry_get_id (entry);
  if (dispatch->page->services == NULL)
    {
      dispatch_free (dispatch);
      return;
    }
  g_signal_emit (dispatch->page, signals[LOGGED], 0, entry);
  if (dispatch->can_be_undone)
    {
      bitacora_call_page_offer_undo (dispatch->page, dispatch->activity, dispatch->id);
      dispatch_free (dispatch);
    }
  else
    send_now (dispatch);
}

static void
activity_appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_append_finish (BITACORA_OUTBOX (source), result, &error);

  bitacora_call_page_release_application ();
  if (entry != NULL)
    send_entry (g_steal_pointer (&dispatch), entry);
  else
    show_failure (g_steal_pointer (&dispatch), error->message);
}

static void
append (Dispatch *dispatch)
{
  BitacoraCallPage *self = dispatch->page;
  g_autoptr (GDateTime) now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, BITACORA_UNDO_SECONDS);
  BitacoraOutboxAppendOptions options
      = { .draft = dispatch->was_held ? NULL : BITACORA_CALL_PAGE_DRAFT };

  dispatch->can_be_undone = g_settings_get_boolean (self->settings, "undo-sending");
  if (dispatch->can_be_undone)
    options.not_before = later;
  bitacora_call_page_hold_application ();
  bitacora_outbox_append_with_async (bitacora_services_get_outbox (self->services),
                                     dispatch->profile_id,
                                     dispatch->activity,
                                     &options,
                                     NULL,
                                     activity_appended_cb,
                                     dispatch);
  /* Whatever is typed by now is a draft of its own. */
  bitacora_call_page_note_change (self);
}

static void
entry_corrected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Dispatch) dispatch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_outbox_correct_finish (BITACORA_OUTBOX (source), result, &error);

  /* What is kept as a draft is this correction, unless more was typed since. */
  if (entry != NULL && dispatch->page->services != NULL)
    bitacora_call_page_save_draft (dispatch->page);
  bitacora_call_page_release_application ();
  if (entry != NULL)
    send_entry (g_steal_pointer (&dispatch), entry);
  else if (g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_NOT_FOUND))
    {
      /* It was discarded while it was being corrected: what was written is a call of its own. */
      dispatch->corrected_id = 0;
      append (g_steal_pointer (&dispatch));
    }
  else
    show_failure (g_steal_pointer (&dispatch), error->message);
}

static void
hand_over (Dispatch *dispatch)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (dispatch->page->services);

  if (dispatch->corrected_id == 0)
    {
      append (dispatch);
      return;
    }
  bitacora_call_page_hold_application ();
  bitacora_outbox_correct_async (outbox,
                                 dispatch->corrected_id,
                                 dispatch->activity,
                                 NULL,
                                 entry_corrected_cb,
                                 dispatch);
}

static void
form_submitted_cb (BitacoraCallPage *self, BitacoraCallActivity *activity)
{
  const char *failure = bitacora_services_get_failure (self->services);
  Dispatch *dispatch;

  if (failure != NULL || self->profile == NULL)
    {
      bitacora_call_form_show_refusal (self->form, failure);
      return;
    }

  dispatch = g_new0 (Dispatch, 1);
  dispatch->page = g_object_ref (self);
  dispatch->activity = g_object_ref (activity);
  dispatch->profile_id = g_strdup (bitacora_profile_get_id (self->profile));
  dispatch->corrected_id = self->corrected_id;
  bitacora_call_page_set_corrected_id (self, 0);
  bitacora_call_form_clear (self->form);
  if (bitacora_services_get_outbox (self->services) != NULL)
    hand_over (dispatch);
  else
    {
      show_held (self,
                 _ ("The saved calls are still being opened. This one is kept until they are."));
      hold (dispatch);
    }
}

static void
outbox_changed_cb (BitacoraCallPage *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox == NULL)
    return;
  if (!g_queue_is_empty (&self->held))
    {
      g_clear_handle_id (&self->retry_source, g_source_remove);
      retry_due_cb (self);
    }
  bitacora_call_page_load_draft (self);
  bitacora_outbox_notice_show (GTK_WIDGET (self), outbox, self->checking);
}

/* What a cleared form held, should Undo ask for it. */
static void
clearing_undone_cb (BitacoraCallPage *self)
{
  bitacora_call_form_restore (self->form);
  bitacora_call_page_set_corrected_id (self, self->cleared_id);
}

static void
form_cleared_cb (BitacoraCallPage *self)
{
  AdwToast *toast = bitacora_toast_new (_ ("The form was cleared"));

  self->cleared_id = self->corrected_id;
  bitacora_call_page_set_corrected_id (self, 0);
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

/* A call that is nowhere else would go with the window: whoever closes it has to say so twice. */
static gboolean
close_requested_cb (BitacoraCallPage *self)
{
  if (g_queue_is_empty (&self->held) || self->may_lose_held)
    return GDK_EVENT_PROPAGATE;
  self->may_lose_held = TRUE;
  show_held (self,
             _ ("A call is not saved yet and would be lost. Wait until it is, or close again to "
                "leave without it."));
  return GDK_EVENT_STOP;
}

static void
bitacora_call_page_root (GtkWidget *widget)
{
  GtkRoot *root;

  GTK_WIDGET_CLASS (bitacora_call_page_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    g_signal_connect_object (root,
                             "close-request",
                             G_CALLBACK (close_requested_cb),
                             widget,
                             G_CONNECT_SWAPPED);
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

  if (self->services != NULL && self->draft_source != 0)
    bitacora_call_page_save_draft (self);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_queue_clear_full (&self->held, (GDestroyNotify)dispatch_free);
  g_clear_weak_pointer (&self->outcome_toast);
  g_clear_pointer (&self->older_draft, g_free);
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_object (&self->settings);
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
  widget_class->root = bitacora_call_page_root;
  widget_class->grab_focus = bitacora_call_page_grab_focus;

  properties[PROP_CORRECTED_ID] = g_param_spec_int64 (
      "corrected-id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOGGED] = g_signal_new ("logged",
                                  BITACORA_TYPE_CALL_PAGE,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  BITACORA_TYPE_OUTBOX_ENTRY);

  g_type_ensure (BITACORA_TYPE_CALL_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/bitacora-call-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallPage, form);
  gtk_widget_class_bind_template_callback (widget_class, form_submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_call_page_note_change);
  gtk_widget_class_bind_template_callback (widget_class, form_cleared_cb);
}

static void
bitacora_call_page_init (BitacoraCallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_init (&self->held);
  self->checking = g_cancellable_new ();
  self->settings = g_settings_new ("org.bitacora.Bitacora");
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
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  outbox_changed_cb (self);
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
  bitacora_call_page_fill_form (self,
                                bitacora_outbox_entry_get_activity (entry),
                                bitacora_outbox_entry_get_id (entry));
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

/**
 * bitacora_call_page_fill:
 * @self: the page
 * @activity: a call like which another one is to be logged
 *
 * Opens a copy of @activity as a new call that ends now. What was in the form is put aside, with
 * Undo.
 */
void
bitacora_call_page_fill (BitacoraCallPage *self, BitacoraCallActivity *activity)
{
  g_autoptr (BitacoraCallActivity) copy = NULL;

  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  copy = bitacora_call_activity_copy (activity);
  bitacora_call_activity_set_completion_date (copy, NULL);
  bitacora_call_page_fill_form (self, copy, 0);
  bitacora_call_page_focus (self);
}
