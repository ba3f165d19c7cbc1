/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-profile-editor.h"

#include <glib/gi18n-lib.h>

#include "bitacora-connection-row.h"
#include "bitacora-hint-row.h"
#include "bitacora-server-check.h"
#include "model/bitacora-country.h"
#include "model/bitacora-moment.h"

struct _BitacoraProfileEditor
{
  AdwPreferencesPage parent_instance;

  BitacoraServices *services;
  BitacoraProfile *profile;
  GCancellable *closing;
  gboolean loading;
  gboolean testing;

  AdwPreferencesGroup *account_group;
  GtkEditable *name_row;
  GtkEditable *server_row;
  BitacoraHintRow *server_hint;
  GtkEditable *operation_row;
  GtkEditable *owner_row;
  GtkEditable *token_row;
  BitacoraHintRow *token_hint;
  BitacoraConnectionRow *connection_row;
  GtkEditable *module_row;
  AdwComboRow *priority_row;
  GtkWidget *country_row;
  GtkDropDown *country_drop_down;
  GtkEditable *zone_row;
  BitacoraHintRow *zone_hint;
  AdwComboRow *language_row;
  GtkWidget *remove_button;
};

enum
{
  REMOVE_REQUESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraProfileEditor, bitacora_profile_editor, ADW_TYPE_PREFERENCES_PAGE)

/* Shows what is kept; the apply button would offer to keep it once more. */
static void
show_text (GtkEditable *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (row), text) == 0)
    return;
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), FALSE);
  gtk_editable_set_text (row, text != NULL ? text : "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
}

static void
show_country (BitacoraProfileEditor *self)
{
  GListModel *countries = gtk_drop_down_get_model (self->country_drop_down);
  const char *region = bitacora_profile_get_country (self->profile);
  guint count = g_list_model_get_n_items (countries);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (BitacoraCountry) country = g_list_model_get_item (countries, i);

      if (g_strcmp0 (bitacora_country_get_region (country), region) == 0)
        {
          gtk_drop_down_set_selected (self->country_drop_down, i);
          return;
        }
    }
  gtk_drop_down_set_selected (self->country_drop_down, GTK_INVALID_LIST_POSITION);
}

static void
show_zone_hint (BitacoraProfileEditor *self)
{
  g_autoptr (GTimeZone) local = NULL;
  g_autofree char *text = NULL;

  if (*bitacora_profile_get_time_zone (self->profile) != '\0')
    {
      bitacora_hint_row_clear (self->zone_hint);
      return;
    }
  local = g_time_zone_new_local ();
  /* Translators: a time zone, as in “America/Bogota” */
  text = g_strdup_printf (_ ("Empty: this computer’s own, %s"), g_time_zone_get_identifier (local));
  bitacora_hint_row_show (self->zone_hint, BITACORA_HINT_INFORMATION, text);
}

/* Each row by the key that it shows, so that a change from elsewhere leaves the others alone. */
static void
load_key (BitacoraProfileEditor *self, const char *key)
{
  BitacoraProfile *profile = self->profile;

  self->loading = TRUE;
  if (g_str_equal (key, "display-name"))
    show_text (self->name_row, bitacora_profile_get_display_name (profile));
  else if (g_str_equal (key, "server"))
    show_text (self->server_row, bitacora_profile_get_server (profile));
  else if (g_str_equal (key, "operation"))
    show_text (self->operation_row, bitacora_profile_get_operation (profile));
  else if (g_str_equal (key, "owner"))
    show_text (self->owner_row, bitacora_profile_get_owner (profile));
  else if (g_str_equal (key, "module"))
    show_text (self->module_row, bitacora_profile_get_module (profile));
  else if (g_str_equal (key, "priority"))
    adw_combo_row_set_selected (self->priority_row, bitacora_profile_get_priority (profile));
  else if (g_str_equal (key, "country"))
    show_country (self);
  else if (g_str_equal (key, "country-language"))
    adw_combo_row_set_selected (self->language_row,
                                bitacora_profile_get_country_language (profile));
  else if (g_str_equal (key, "time-zone"))
    {
      show_text (self->zone_row, bitacora_profile_get_time_zone (profile));
      show_zone_hint (self);
    }
  self->loading = FALSE;
}

static void
setting_changed_cb (BitacoraProfileEditor *self, const char *key)
{
  load_key (self, key);
}

static void
show_token_state (BitacoraProfileEditor *self, const GError *error)
{
  if (error == NULL)
    bitacora_hint_row_show (self->token_hint,
                            BITACORA_HINT_SUCCESS,
                            _ ("A token is stored in the keyring."));
  else if (g_error_matches (error, BITACORA_TOKEN_ERROR, BITACORA_TOKEN_ERROR_NOT_FOUND))
    bitacora_hint_row_show (self->token_hint,
                            BITACORA_HINT_INFORMATION,
                            _ ("No token is stored yet for this server and operation."));
  else
    bitacora_hint_row_show (self->token_hint, BITACORA_HINT_ERROR, error->message);
}

static void
test_with (BitacoraProfileEditor *self, const char *token)
{
  bitacora_connection_row_test (self->connection_row,
                                bitacora_services_get_client (self->services),
                                bitacora_profile_get_server (self->profile),
                                bitacora_profile_get_operation (self->profile),
                                token);
}

static void
token_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraProfileEditor) self = BITACORA_PROFILE_EDITOR (user_data);
  g_autoptr (GError) error = NULL;
  char *token
      = bitacora_token_provider_lookup_finish (BITACORA_TOKEN_PROVIDER (source), result, &error);

  if (!g_cancellable_is_cancelled (self->closing))
    {
      if (!bitacora_profile_is_practice (self->profile))
        show_token_state (self, error);
      if (self->testing && token != NULL)
        test_with (self, token);
      else if (self->testing)
        bitacora_connection_row_show_error (self->connection_row, error->message);
      self->testing = FALSE;
    }
  g_clear_pointer (&token, bitacora_token_free);
}

static void
look_up_token (BitacoraProfileEditor *self)
{
  bitacora_token_provider_lookup_async (BITACORA_TOKEN_PROVIDER (
                                            bitacora_services_get_tokens (self->services)),
                                        self->profile,
                                        self->closing,
                                        token_looked_up_cb,
                                        g_object_ref (self));
}

static void
resume_profile (BitacoraProfileEditor *self)
{
  BitacoraCourier *courier = bitacora_services_get_courier (self->services);

  if (courier != NULL)
    bitacora_courier_resume_profile (courier, bitacora_profile_get_id (self->profile));
}

static void
token_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraProfileEditor) self = BITACORA_PROFILE_EDITOR (user_data);
  g_autoptr (GError) error = NULL;
  gboolean saved = bitacora_token_store_save_finish (BITACORA_TOKEN_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->closing))
    return;
  show_token_state (self, error);
  if (!saved)
    return;
  show_text (self->token_row, "");
  resume_profile (self);
}

static void
apply_token (BitacoraProfileEditor *self)
{
  const char *token = gtk_editable_get_text (self->token_row);

  if (*token == '\0')
    return;
  bitacora_token_store_save_async (bitacora_services_get_tokens (self->services),
                                   self->profile,
                                   token,
                                   NULL,
                                   token_saved_cb,
                                   g_object_ref (self));
}

/* The keyring keeps a token by its server and operation. */
static void
account_changed (BitacoraProfileEditor *self)
{
  bitacora_connection_row_clear (self->connection_row);
  if (!bitacora_profile_is_practice (self->profile))
    look_up_token (self);
}

static void
apply_server (BitacoraProfileEditor *self)
{
  g_autofree char *before = g_strdup (bitacora_profile_get_server (self->profile));
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  if (*gtk_editable_get_text (self->server_row) == '\0' && *before == '\0')
    return;
  address = bitacora_server_check (self->server_row, self->server_hint);
  if (address == NULL)
    return;
  if (!bitacora_profile_set_server (self->profile, address, &error))
    {
      bitacora_hint_row_show (self->server_hint, BITACORA_HINT_ERROR, error->message);
      return;
    }
  show_text (self->server_row, address);
  if (g_strcmp0 (before, address) != 0)
    account_changed (self);
}

static void
apply_zone (BitacoraProfileEditor *self)
{
  g_autoptr (GError) error = NULL;

  if (!bitacora_profile_set_time_zone (self->profile,
                                       gtk_editable_get_text (self->zone_row),
                                       &error))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->zone_row), "error");
      bitacora_hint_row_show (self->zone_hint, BITACORA_HINT_ERROR, error->message);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->zone_row), "error");
  show_zone_hint (self);
}

static void
apply_operation (BitacoraProfileEditor *self)
{
  const char *text = gtk_editable_get_text (self->operation_row);

  if (g_strcmp0 (text, bitacora_profile_get_operation (self->profile)) == 0)
    return;
  bitacora_profile_set_operation (self->profile, text);
  account_changed (self);
}

/* A profile without a name could not be chosen: it keeps the one it had. */
static void
apply_name (BitacoraProfileEditor *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  if (*name != '\0')
    bitacora_profile_set_display_name (self->profile, name);
  load_key (self, "display-name");
}

static void
apply_row (BitacoraProfileEditor *self, GtkEditable *row)
{
  if (!gtk_widget_is_sensitive (GTK_WIDGET (row)))
    return;
  if (row == self->name_row)
    apply_name (self);
  else if (row == self->server_row)
    apply_server (self);
  else if (row == self->operation_row)
    apply_operation (self);
  else if (row == self->owner_row)
    bitacora_profile_set_owner (self->profile, gtk_editable_get_text (row));
  else if (row == self->module_row)
    bitacora_profile_set_module (self->profile, gtk_editable_get_text (row));
  else if (row == self->zone_row)
    apply_zone (self);
  else if (row == self->token_row)
    apply_token (self);
}

static void
row_applied_cb (GtkEditable *row, gpointer user_data)
{
  apply_row (BITACORA_PROFILE_EDITOR (user_data), row);
}

/* What was typed and left counts as well as what was confirmed. */
static void
row_left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  apply_row (BITACORA_PROFILE_EDITOR (user_data), GTK_EDITABLE (row));
}

static void
watch_row (BitacoraProfileEditor *self, GtkEditable *row)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (row, "apply", G_CALLBACK (row_applied_cb), self, 0);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (row_applied_cb), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (row_left_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (row), focus);
}

static void
server_replacement_clicked_cb (BitacoraProfileEditor *self)
{
  bitacora_server_replace (self->server_row, self->server_hint);
  apply_server (self);
}

static void
test_requested_cb (BitacoraProfileEditor *self)
{
  const char *token = gtk_editable_get_text (self->token_row);

  apply_row (self, self->server_row);
  apply_row (self, self->operation_row);
  if (*bitacora_profile_get_server (self->profile) == '\0')
    bitacora_connection_row_show_error (self->connection_row, _ ("Enter the server first."));
  else if (*bitacora_profile_get_operation (self->profile) == '\0')
    bitacora_connection_row_show_error (self->connection_row, _ ("Enter the operation first."));
  else if (*token != '\0')
    {
      test_with (self, token);
      apply_token (self);
    }
  else
    {
      self->testing = TRUE;
      look_up_token (self);
    }
}

static void
priority_selected_cb (BitacoraProfileEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->priority_row);

  if (!self->loading && selected != GTK_INVALID_LIST_POSITION)
    bitacora_profile_set_priority (self->profile, selected);
}

static void
language_selected_cb (BitacoraProfileEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->language_row);

  if (!self->loading && selected != GTK_INVALID_LIST_POSITION)
    bitacora_profile_set_country_language (self->profile, selected);
}

static void
country_selected_cb (BitacoraProfileEditor *self)
{
  BitacoraCountry *country = gtk_drop_down_get_selected_item (self->country_drop_down);
  g_autoptr (GError) error = NULL;

  if (self->loading || country == NULL)
    return;
  if (!bitacora_profile_set_country (self->profile, bitacora_country_get_region (country), &error))
    g_warning ("The country could not be kept: %s", error->message);
}

static void
remove_clicked_cb (BitacoraProfileEditor *self)
{
  g_signal_emit (self, signals[REMOVE_REQUESTED], 0);
}

static void
bitacora_profile_editor_unmap (GtkWidget *widget)
{
  BitacoraProfileEditor *self = BITACORA_PROFILE_EDITOR (widget);
  GtkEditable *rows[] = { self->name_row,   self->server_row, self->operation_row, self->owner_row,
                          self->module_row, self->zone_row,   self->token_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    apply_row (self, rows[i]);

  GTK_WIDGET_CLASS (bitacora_profile_editor_parent_class)->unmap (widget);
}

static void
bitacora_profile_editor_dispose (GObject *object)
{
  BitacoraProfileEditor *self = BITACORA_PROFILE_EDITOR (object);

  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  g_clear_object (&self->profile);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_profile_editor_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, account_group);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, server_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, server_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, operation_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, owner_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, token_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, token_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, connection_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, module_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, country_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, country_drop_down);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, zone_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, zone_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, language_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraProfileEditor, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, server_replacement_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
bitacora_profile_editor_class_init (BitacoraProfileEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_profile_editor_dispose;
  widget_class->unmap = bitacora_profile_editor_unmap;

  signals[REMOVE_REQUESTED] = g_signal_new ("remove-requested",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);

  g_type_ensure (BITACORA_TYPE_CONNECTION_ROW);
  g_type_ensure (BITACORA_TYPE_COUNTRY);
  g_type_ensure (BITACORA_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-profile-editor.ui");
  bind_children (widget_class);
}

static void
bitacora_profile_editor_init (BitacoraProfileEditor *self)
{
  g_autoptr (GListModel) countries = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->closing = g_cancellable_new ();

  countries = bitacora_country_list_all ();
  gtk_drop_down_set_model (self->country_drop_down, countries);
}

/* What an administrator set for the whole house can be read here, not changed. */
static void
follow_locks (BitacoraProfileEditor *self)
{
  const struct
  {
    const char *key;
    gpointer row;
  } rows[] = {
    { "display-name", self->name_row },   { "server", self->server_row },
    { "operation", self->operation_row }, { "owner", self->owner_row },
    { "module", self->module_row },       { "priority", self->priority_row },
    { "country", self->country_row },     { "country-language", self->language_row },
    { "time-zone", self->zone_row },
  };
  GSettings *settings = bitacora_profile_get_settings (self->profile);
  gboolean locked = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_bind_writable (settings, rows[i].key, rows[i].row, "sensitive", FALSE);
      locked |= !g_settings_is_writable (settings, rows[i].key);
      load_key (self, rows[i].key);
    }
  if (locked)
    adw_preferences_group_set_description (
        self->account_group, _ ("Your administrator set some of these; they are greyed out."));
}

/* The practice CRM says itself where it is. */
static void
set_up_practice (BitacoraProfileEditor *self)
{
  GtkEditable *rows[] = { self->server_row, self->operation_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_unbind (rows[i], "sensitive");
      gtk_widget_set_sensitive (GTK_WIDGET (rows[i]), FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->token_row), FALSE);
  bitacora_hint_row_show (self->token_hint,
                          BITACORA_HINT_INFORMATION,
                          _ ("The practice CRM needs no token: the one it takes is public."));
}

/**
 * bitacora_profile_editor_new:
 * @services: what keeps the token and asks the CRM
 * @profile: the profile to edit
 *
 * Creates the page that edits @profile. What is typed is kept as soon as a row is confirmed or
 * left. The token goes into the keyring and is never shown again.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
bitacora_profile_editor_new (BitacoraServices *services, BitacoraProfile *profile)
{
  BitacoraProfileEditor *self;

  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (BITACORA_IS_PROFILE (profile), NULL);

  self = g_object_new (BITACORA_TYPE_PROFILE_EDITOR, NULL);
  self->services = g_object_ref (services);
  self->profile = g_object_ref (profile);

  follow_locks (self);
  watch_row (self, self->name_row);
  watch_row (self, self->server_row);
  watch_row (self, self->operation_row);
  watch_row (self, self->owner_row);
  watch_row (self, self->module_row);
  watch_row (self, self->zone_row);
  watch_row (self, self->token_row);
  g_signal_connect_object (bitacora_profile_get_settings (profile),
                           "changed",
                           G_CALLBACK (setting_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->priority_row,
                            "notify::selected",
                            G_CALLBACK (priority_selected_cb),
                            self);
  g_signal_connect_swapped (self->language_row,
                            "notify::selected",
                            G_CALLBACK (language_selected_cb),
                            self);
  g_signal_connect_swapped (self->country_drop_down,
                            "notify::selected",
                            G_CALLBACK (country_selected_cb),
                            self);
  if (bitacora_profile_is_practice (profile))
    set_up_practice (self);
  else
    look_up_token (self);

  return GTK_WIDGET (self);
}
