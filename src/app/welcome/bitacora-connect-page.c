/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-connect-page.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "app/preferences/bitacora-connection-row.h"
#include "app/preferences/bitacora-hint-row.h"
#include "app/preferences/bitacora-server-check.h"

struct _BitacoraConnectPage
{
  AdwPreferencesPage parent_instance;

  BitacoraServices *services;
  gboolean connecting;
  gboolean refused;

  GtkEditable *name_row;
  GtkEditable *server_row;
  BitacoraHintRow *server_hint;
  GtkEditable *operation_row;
  GtkEditable *owner_row;
  GtkEditable *token_row;
  BitacoraConnectionRow *connection_row;
  GtkButton *connect_button;
};

enum
{
  CANCELLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraConnectPage, bitacora_connect_page, ADW_TYPE_PREFERENCES_PAGE)

static void
set_refused (BitacoraConnectPage *self, gboolean refused)
{
  self->refused = refused;
  gtk_button_set_label (self->connect_button, refused ? _ ("Connect anyway") : _ ("Connect"));
}

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
show_missing (BitacoraConnectPage *self, GtkEditable *row, const char *sentence)
{
  bitacora_connection_row_show_error (self->connection_row, sentence);
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* What is there is enough to ask the CRM with, or the first row that is not says so. */
static char *
check_rows (BitacoraConnectPage *self)
{
  g_autofree char *server = bitacora_server_check (self->server_row, self->server_hint);
  g_autofree char *operation = dup_text (self->operation_row);

  if (server == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->server_row));
  else if (*operation == '\0')
    show_missing (self, self->operation_row, _ ("Enter the operation: the CRM asks for it."));
  else if (*gtk_editable_get_text (self->token_row) == '\0')
    show_missing (self, self->token_row, _ ("Enter the token that the CRM gave you."));
  else
    return g_steal_pointer (&server);

  return NULL;
}

static void
tell_saved (GObject *source, GAsyncResult *result, GtkWidget *anywhere, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  if (bitacora_token_store_save_finish (BITACORA_TOKEN_STORE (source), result, &error))
    {
      bitacora_toast_show (bitacora_toast_new (sentence), anywhere);
      return;
    }
  toast = bitacora_toast_new (error->message);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("Preferences"));
  adw_toast_set_action_name (toast, "app.preferences");
  bitacora_toast_show (toast, anywhere);
}

static void
tested_token_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) anywhere = GTK_WIDGET (user_data);

  tell_saved (source, result, anywhere, _ ("Connected. Log your first call."));
}

static void
refused_token_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) anywhere = GTK_WIDGET (user_data);

  tell_saved (source,
              result,
              anywhere,
              _ ("Saved, not connected yet: calls wait until the CRM takes them."));
}

static void
clear (BitacoraConnectPage *self)
{
  GtkEditable *rows[]
      = { self->name_row, self->server_row, self->operation_row, self->owner_row, self->token_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_editable_set_text (rows[i], "");
}

static void
create_profile (BitacoraConnectPage *self)
{
  BitacoraProfileList *profiles = bitacora_services_get_profiles (self->services);
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *operation = dup_text (self->operation_row);
  g_autofree char *owner = dup_text (self->owner_row);
  g_autoptr (BitacoraProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  profile = bitacora_profile_list_add (profiles, *name != '\0' ? name : operation, &error);
  if (profile == NULL
      || !bitacora_profile_set_server (profile, gtk_editable_get_text (self->server_row), &error))
    {
      bitacora_connection_row_show_error (self->connection_row, error->message);
      return;
    }
  bitacora_profile_set_operation (profile, operation);
  bitacora_profile_set_owner (profile, owner);
  bitacora_token_store_save_async (bitacora_services_get_tokens (self->services),
                                   profile,
                                   gtk_editable_get_text (self->token_row),
                                   NULL,
                                   self->refused ? refused_token_saved_cb : tested_token_saved_cb,
                                   g_object_ref (self));
  bitacora_profile_list_set_current (profiles, profile);
  clear (self);
}

static void
start_test (BitacoraConnectPage *self, const char *server)
{
  g_autofree char *operation = dup_text (self->operation_row);

  bitacora_connection_row_test (self->connection_row,
                                bitacora_services_get_client (self->services),
                                server,
                                operation,
                                gtk_editable_get_text (self->token_row));
}

static void
test_requested_cb (BitacoraConnectPage *self)
{
  g_autofree char *server = check_rows (self);

  self->connecting = FALSE;
  if (server != NULL)
    start_test (self, server);
}

static void
connect_clicked_cb (BitacoraConnectPage *self)
{
  g_autofree char *server = check_rows (self);

  if (server == NULL)
    return;
  if (self->refused)
    {
      create_profile (self);
      return;
    }
  self->connecting = TRUE;
  start_test (self, server);
}

/* The CRM may be out of reach today and the profile right all the same. */
static void
tested_cb (BitacoraConnectPage *self, gboolean works)
{
  gboolean connecting = self->connecting;

  self->connecting = FALSE;
  if (connecting && works)
    create_profile (self);
  else
    set_refused (self, !works);
}

static void
server_replacement_clicked_cb (BitacoraConnectPage *self)
{
  bitacora_server_replace (self->server_row, self->server_hint);
}

static void
row_changed_cb (BitacoraConnectPage *self, GtkEditable *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  bitacora_connection_row_clear (self->connection_row);
  self->connecting = FALSE;
  set_refused (self, FALSE);
}

static void
server_left_cb (BitacoraConnectPage *self)
{
  g_autofree char *server = NULL;

  if (*gtk_editable_get_text (self->server_row) == '\0')
    bitacora_hint_row_clear (self->server_hint);
  else
    server = bitacora_server_check (self->server_row, self->server_hint);
}

static void
back_clicked_cb (BitacoraConnectPage *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
bitacora_connect_page_dispose (GObject *object)
{
  BitacoraConnectPage *self = BITACORA_CONNECT_PAGE (object);

  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_connect_page_parent_class)->dispose (object);
}

static void
bitacora_connect_page_class_init (BitacoraConnectPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_connect_page_dispose;

  signals[CANCELLED] = g_signal_new ("cancelled",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);

  g_type_ensure (BITACORA_TYPE_CONNECTION_ROW);
  g_type_ensure (BITACORA_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/welcome/bitacora-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, server_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, operation_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, owner_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, token_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, connection_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraConnectPage, connect_button);
  gtk_widget_class_bind_template_callback (widget_class, test_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, tested_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_replacement_clicked_cb);
}

static void
bitacora_connect_page_init (BitacoraConnectPage *self)
{
  GtkEventController *focus;

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (self->server_row, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (self->operation_row, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (self->token_row, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (self->token_row,
                            "entry-activated",
                            G_CALLBACK (connect_clicked_cb),
                            self);

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (server_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->server_row), focus);
}

/**
 * bitacora_connect_page_set_up:
 * @self: the page
 * @services: where the new profile and its token go
 *
 * Gives the page the services. To be called once.
 */
void
bitacora_connect_page_set_up (BitacoraConnectPage *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_CONNECT_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
}
