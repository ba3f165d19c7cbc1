/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-attention-bar.h"

#include <glib/gi18n-lib.h>

struct _BitacoraAttentionBar
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraWaitingList *list;
  gint64 ignored_id;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
};

enum
{
  PROP_0,
  PROP_IGNORED_ID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraAttentionBar, bitacora_attention_bar, ADW_TYPE_BIN)

/* The name and the target change together, or the button would warn that they do not fit. */
static void
set_action (BitacoraAttentionBar *self, const char *detailed_action)
{
  GtkActionable *button = GTK_ACTIONABLE (self->button);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (!g_action_parse_detailed_name (detailed_action, &name, &target, NULL))
    g_return_if_reached ();
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
show (BitacoraAttentionBar *self, const char *text, const char *button, const char *action)
{
  gtk_label_set_text (self->label, text);
  gtk_button_set_label (self->button, button);
  set_action (self, action);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static gboolean
show_failure (BitacoraAttentionBar *self)
{
  const char *failure = bitacora_services_get_failure (self->services);

  if (failure == NULL)
    return FALSE;
  show (self, failure, _ ("Try again"), "win.open-again");

  return TRUE;
}

static gboolean
show_credentials (BitacoraAttentionBar *self)
{
  guint count
      = bitacora_waiting_list_count_verdict (self->list, NULL, BITACORA_CRM_VERDICT_CREDENTIALS);
  g_autofree char *text = NULL;

  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("%u call waits: the CRM was not given a token it accepts.",
                                    "%u calls wait: the CRM was not given a token it accepts.",
                                    count),
                          count);
  show (self, text, _ ("Preferences"), "app.preferences");

  return TRUE;
}

/* The practice CRM lives no longer than the program that started it. */
static gboolean
show_practice (BitacoraAttentionBar *self)
{
  guint count;
  g_autofree char *text = NULL;

  if (bitacora_services_get_practice_url (self->services) != NULL)
    return FALSE;
  count = bitacora_waiting_list_count_verdict (self->list,
                                               BITACORA_PRACTICE_PROFILE,
                                               BITACORA_CRM_VERDICT_NOT_SENT);
  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("%u practice call waits: the practice CRM is not running.",
                                    "%u practice calls wait: the practice CRM is not running.",
                                    count),
                          count);
  show (self, text, _ ("Start"), "app.practise");

  return TRUE;
}

static gboolean
show_rejected (BitacoraAttentionBar *self)
{
  guint count = bitacora_waiting_list_count_state (self->list, BITACORA_OUTBOX_STATE_REJECTED);
  g_autofree char *text = NULL;

  if (self->ignored_id != 0 && bitacora_waiting_list_find (self->list, self->ignored_id) != NULL
      && count > 0)
    count--;
  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("The CRM refused %u call. It is kept for you to correct.",
                                    "The CRM refused %u calls. They are kept for you to correct.",
                                    count),
                          count);
  show (self, text, _ ("Show"), "win.show-history::rejected");

  return TRUE;
}

static gboolean
show_unknown (BitacoraAttentionBar *self)
{
  guint count = bitacora_waiting_list_count_awaiting_person (self->list);
  g_autofree char *text = NULL;

  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("%u call may or may not be in the CRM. Please look there.",
                                    "%u calls may or may not be in the CRM. Please look there.",
                                    count),
                          count);
  show (self, text, _ ("Show"), "win.show-history::unknown");

  return TRUE;
}

static gboolean
show_quota (BitacoraAttentionBar *self)
{
  guint count = bitacora_waiting_list_count_verdict (self->list, NULL, BITACORA_CRM_VERDICT_QUOTA);
  g_autofree char *text = NULL;

  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("%u call waits: the token has used up its requests for today. "
                                    "It goes by itself when the count starts again.",
                                    "%u calls wait: the token has used up its requests for today. "
                                    "They go by themselves when the count starts again.",
                                    count),
                          count);
  show (self, text, _ ("Show"), "win.show-history::queued");

  return TRUE;
}

static gboolean
show_paused (BitacoraAttentionBar *self)
{
  if (!bitacora_services_is_paused (self->services))
    return FALSE;
  show (self,
        _ ("Sending is paused. Calls are saved, and go when you resume it."),
        _ ("Resume"),
        "app.pause-sending");

  return TRUE;
}

static gboolean
show_unreachable (BitacoraAttentionBar *self)
{
  guint count
      = bitacora_waiting_list_count_verdict (self->list, NULL, BITACORA_CRM_VERDICT_NOT_SENT);
  g_autofree char *text = NULL;

  if (count == 0)
    return FALSE;
  text = g_strdup_printf (ngettext ("%u call waits: the CRM could not be reached. It goes by "
                                    "itself.",
                                    "%u calls wait: the CRM could not be reached. They go by "
                                    "themselves.",
                                    count),
                          count);
  show (self, text, _ ("Show"), "win.show-history::queued");

  return TRUE;
}

/* One at a time: first what keeps the most calls, and what needs the user before what does not. */
static void
update (BitacoraAttentionBar *self)
{
  if (self->services == NULL)
    return;
  if (!show_failure (self) && !show_credentials (self) && !show_practice (self)
      && !show_rejected (self) && !show_unknown (self) && !show_paused (self) && !show_quota (self)
      && !show_unreachable (self))
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
bitacora_attention_bar_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  BitacoraAttentionBar *self = BITACORA_ATTENTION_BAR (object);

  switch (id)
    {
    case PROP_IGNORED_ID:
      self->ignored_id = g_value_get_int64 (value);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_attention_bar_dispose (GObject *object)
{
  BitacoraAttentionBar *self = BITACORA_ATTENTION_BAR (object);

  g_clear_object (&self->list);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_attention_bar_parent_class)->dispose (object);
}

static void
bitacora_attention_bar_class_init (BitacoraAttentionBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = bitacora_attention_bar_set_property;
  object_class->dispose = bitacora_attention_bar_dispose;

  properties[PROP_IGNORED_ID] = g_param_spec_int64 (
      "ignored-id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/bitacora-attention-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraAttentionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BitacoraAttentionBar, label);
  gtk_widget_class_bind_template_child (widget_class, BitacoraAttentionBar, button);
}

static void
bitacora_attention_bar_init (BitacoraAttentionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_attention_bar_set_up:
 * @self: the bar
 * @services: whose failures it tells of
 * @list: the calls that wait
 *
 * Lets the bar follow @services and @list. To be called once.
 */
void
bitacora_attention_bar_set_up (BitacoraAttentionBar *self,
                               BitacoraServices *services,
                               BitacoraWaitingList *list)
{
  g_return_if_fail (BITACORA_IS_ATTENTION_BAR (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (BITACORA_IS_WAITING_LIST (list));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  self->list = g_object_ref (list);
  g_signal_connect_object (list, "loaded", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::failure",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::practice-url",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::paused",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);
}
