/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-search-provider.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "model/bitacora-moment.h"
#include "outbox/bitacora-outbox-history.h"

/* As many as anybody reads in a list that shows three or five. */
#define MAX_RESULTS 20

/* What a person types; a longer text comes from something else. In characters. */
#define MAX_TEXT 200

/* How long the shell is kept waiting for an outbox that is not open yet, in milliseconds. */
#define PATIENCE 2000

/* A person types on: a program that was started for a search stays for the next, in seconds. */
#define LINGER 10

/* Source: GNOME Shell, data/dbus-interfaces/org.gnome.ShellSearchProvider2.xml, as documented in
 * https://developer.gnome.org/documentation/tutorials/search-provider.html */
static const char interface_xml[] = "<node>"
                                    "  <interface name='org.gnome.Shell.SearchProvider2'>"
                                    "    <method name='GetInitialResultSet'>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='as' name='results' direction='out'/>"
                                    "    </method>"
                                    "    <method name='GetSubsearchResultSet'>"
                                    "      <arg type='as' name='previous_results' direction='in'/>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='as' name='results' direction='out'/>"
                                    "    </method>"
                                    "    <method name='GetResultMetas'>"
                                    "      <arg type='as' name='identifiers' direction='in'/>"
                                    "      <arg type='aa{sv}' name='metas' direction='out'/>"
                                    "    </method>"
                                    "    <method name='ActivateResult'>"
                                    "      <arg type='s' name='identifier' direction='in'/>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='u' name='timestamp' direction='in'/>"
                                    "    </method>"
                                    "    <method name='LaunchSearch'>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='u' name='timestamp' direction='in'/>"
                                    "    </method>"
                                    "  </interface>"
                                    "</node>";

struct _BitacoraSearchProvider
{
  GObject parent_instance;

  GApplication *application; /* weak: it owns us */
  BitacoraServices *services;
  GDBusConnection *connection;
  guint registration;
  GPtrArray *waiting;   /* of Errand: for the outbox */
  GCancellable *search; /* of the newest search that has no answer yet */
  GCancellable *closing;
  guint linger_source;
};

G_DEFINE_FINAL_TYPE (BitacoraSearchProvider, bitacora_search_provider, G_TYPE_OBJECT)

/* A question of the shell's that is answered later: a search, or the looks of some calls. */
typedef struct
{
  BitacoraSearchProvider *provider;
  GDBusMethodInvocation *invocation;
  char *text; /* NULL if it is no search */
  GArray *ids;
  GCancellable *cancellable;
  guint patience_source;
} Errand;

static void
release_application (BitacoraSearchProvider *self)
{
  if (self->linger_source == 0)
    return;
  g_clear_handle_id (&self->linger_source, g_source_remove);
  if (self->application != NULL)
    g_application_release (self->application);
}

static gboolean
linger_over_cb (gpointer user_data)
{
  BitacoraSearchProvider *self = BITACORA_SEARCH_PROVIDER (user_data);

  self->linger_source = 0;
  if (self->application != NULL)
    g_application_release (self->application);

  return G_SOURCE_REMOVE;
}

/* Only where the bus has started the program: one that a person has opened ends when they say. */
static void
linger (BitacoraSearchProvider *self)
{
  if (self->registration == 0 || self->application == NULL
      || (g_application_get_flags (self->application) & G_APPLICATION_IS_SERVICE) == 0)
    return;
  if (self->linger_source == 0)
    g_application_hold (self->application);
  g_clear_handle_id (&self->linger_source, g_source_remove);
  self->linger_source = g_timeout_add_seconds (LINGER, linger_over_cb, self);
}

static Errand *
errand_new (BitacoraSearchProvider *self, GDBusMethodInvocation *invocation)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->provider = g_object_ref (self);
  errand->invocation = invocation;
  if (self->application != NULL)
    g_application_hold (self->application);

  return errand;
}

static void
errand_free (Errand *errand)
{
  BitacoraSearchProvider *self = errand->provider;

  linger (self);
  if (self->application != NULL)
    g_application_release (self->application);
  if (self->search == errand->cancellable)
    g_clear_object (&self->search);
  g_clear_handle_id (&errand->patience_source, g_source_remove);
  g_clear_pointer (&errand->text, g_free);
  g_clear_pointer (&errand->ids, g_array_unref);
  g_clear_object (&errand->cancellable);
  g_object_unref (errand->provider);
  g_free (errand);
}

/* Takes the errand, and with it the invocation, which an answer ends. */
static void
answer (Errand *errand, GVariantBuilder *builder)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&errand->invocation),
                                         g_variant_new (errand->text != NULL ? "(as)" : "(aa{sv})",
                                                        builder));
  errand_free (errand);
}

static void
init_answer (Errand *errand, GVariantBuilder *builder)
{
  g_variant_builder_init (builder,
                          errand->text != NULL ? G_VARIANT_TYPE_STRING_ARRAY
                                               : G_VARIANT_TYPE ("aa{sv}"));
}

/* The shell must be told something: that nothing was found is never wrong for it. */
static void
answer_nothing (Errand *errand)
{
  GVariantBuilder builder;

  init_answer (errand, &builder);
  answer (errand, &builder);
}

static char *
write_id (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

/* Whoever is on the bus may send anything; an id is what write_id() writes, and nothing else. */
static gboolean
read_id (const char *text, gint64 *id)
{
  g_autofree char *written = NULL;
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  written = write_id ((gint64)number);
  *id = (gint64)number;

  return g_str_equal (written, text);
}

static char *
join_terms (const char *const *terms)
{
  g_autofree char *text = g_strjoinv (" ", (char **)terms);

  return g_utf8_strlen (text, -1) > MAX_TEXT ? g_utf8_substring (text, 0, MAX_TEXT)
                                             : g_steal_pointer (&text);
}

static char *
describe_moment (BitacoraSearchProvider *self, BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  GDateTime *moment = bitacora_call_activity_get_completion_date (activity);
  BitacoraClock *clock = bitacora_services_get_clock (self->services);
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;

  if (moment == NULL)
    moment = bitacora_outbox_entry_get_created (entry);
  local = g_date_time_to_timezone (moment, bitacora_clock_get_zone (clock));
  date = bitacora_moment_format_date (local);
  time = bitacora_moment_format_time (local);
  /* Translators: a date and a time. */
  return g_strdup_printf (_ ("%s, %s"), date, time);
}

static void
add_look (BitacoraSearchProvider *self, GVariantBuilder *builder, BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  g_autoptr (GIcon) icon = g_themed_icon_new (BITACORA_APPLICATION_ID);
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);
  g_autofree char *id = write_id (bitacora_outbox_entry_get_id (entry));
  g_autofree char *when = describe_moment (self, entry);
  g_autofree char *description = NULL;

  g_variant_builder_open (builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (builder, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (builder,
                         "{sv}",
                         "name",
                         g_variant_new_string (bitacora_call_activity_get_name (activity)));
  g_variant_builder_add (builder, "{sv}", "icon", serialized);
  if (phone != NULL)
    {
      g_autofree char *number = bitacora_phone_number_format_international (phone);
      g_autofree char *e164 = bitacora_phone_number_format_e164 (phone);

      description = g_strjoin (" · ", number, when, NULL);
      g_variant_builder_add (builder, "{sv}", "clipboardText", g_variant_new_string (e164));
    }
  g_variant_builder_add (builder,
                         "{sv}",
                         "description",
                         g_variant_new_string (description != NULL ? description : when));
  g_variant_builder_close (builder);
}

static BitacoraOutboxEntry *
find_entry (GPtrArray *entries, gint64 id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      if (bitacora_outbox_entry_get_id (g_ptr_array_index (entries, i)) == id)
        return g_ptr_array_index (entries, i);
    }

  return NULL;
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_find_finish (BITACORA_OUTBOX (source), result, &error);
  GVariantBuilder builder;

  if (entries == NULL)
    g_debug ("The shell's search found nothing: %s", error->message);
  init_answer (errand, &builder);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      g_autofree char *id
          = write_id (bitacora_outbox_entry_get_id (g_ptr_array_index (entries, i)));

      g_variant_builder_add (&builder, "s", id);
    }
  answer (errand, &builder);
}

static void
looks_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_get_many_finish (BITACORA_OUTBOX (source), result, &error);
  GVariantBuilder builder;

  if (entries == NULL)
    g_debug ("The calls for the shell could not be read: %s", error->message);
  init_answer (errand, &builder);
  for (guint i = 0; entries != NULL && i < errand->ids->len; i++)
    {
      BitacoraOutboxEntry *entry = find_entry (entries, g_array_index (errand->ids, gint64, i));

      if (entry != NULL)
        add_look (errand->provider, &builder, entry);
    }
  answer (errand, &builder);
}

static BitacoraOutbox *
get_outbox (BitacoraSearchProvider *self)
{
  return self->services != NULL ? bitacora_services_get_outbox (self->services) : NULL;
}

static void
read_outbox (Errand *errand)
{
  BitacoraOutbox *outbox = get_outbox (errand->provider);

  if (errand->text != NULL)
    {
      g_autoptr (BitacoraOutboxQuery) query = bitacora_outbox_query_new ();

      bitacora_outbox_query_set_text (query, errand->text);
      bitacora_outbox_find_async (outbox,
                                  query,
                                  MAX_RESULTS,
                                  errand->cancellable,
                                  searched_cb,
                                  errand);
    }
  else
    bitacora_outbox_get_many_async (outbox,
                                    (const gint64 *)(gpointer)errand->ids->data,
                                    errand->ids->len,
                                    errand->cancellable,
                                    looks_read_cb,
                                    errand);
}

static gboolean
patience_over_cb (gpointer user_data)
{
  Errand *errand = user_data;

  errand->patience_source = 0;
  g_ptr_array_remove (errand->provider->waiting, errand);
  answer_nothing (errand);

  return G_SOURCE_REMOVE;
}

/* Takes all that waits, and has it done or given up. */
static void
end_waiting (BitacoraSearchProvider *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new ();
  for (guint i = 0; i < waiting->len; i++)
    {
      Errand *errand = g_ptr_array_index (waiting, i);

      g_clear_handle_id (&errand->patience_source, g_source_remove);
      if (get_outbox (self) != NULL && !g_cancellable_is_cancelled (errand->cancellable))
        read_outbox (errand);
      else
        answer_nothing (errand);
    }
}

static void
services_changed_cb (BitacoraSearchProvider *self)
{
  end_waiting (self);
}

static void
run_errand (Errand *errand)
{
  BitacoraSearchProvider *self = errand->provider;

  if (get_outbox (self) != NULL)
    read_outbox (errand);
  else if (self->services != NULL && bitacora_services_get_failure (self->services) != NULL)
    answer_nothing (errand);
  else
    {
      errand->patience_source = g_timeout_add (PATIENCE, patience_over_cb, errand);
      g_ptr_array_add (self->waiting, errand);
    }
}

/* The answer to an earlier search comes too late to be read. */
static void
cancel_search (BitacoraSearchProvider *self)
{
  if (self->search == NULL)
    return;
  g_cancellable_cancel (self->search);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Errand *errand = g_ptr_array_index (self->waiting, i);

      if (errand->cancellable != self->search)
        continue;
      g_ptr_array_remove_index (self->waiting, i);
      answer_nothing (errand);
      break;
    }
  g_clear_object (&self->search);
}

static void
start_search (BitacoraSearchProvider *self,
              GDBusMethodInvocation *invocation,
              const char *const *terms)
{
  Errand *errand = errand_new (self, invocation);

  cancel_search (self);
  errand->text = join_terms (terms);
  g_strstrip (errand->text);
  if (*errand->text == '\0')
    {
      answer_nothing (errand);
      return;
    }
  errand->cancellable = g_cancellable_new ();
  self->search = g_object_ref (errand->cancellable);
  run_errand (errand);
}

static void
start_reading_looks (BitacoraSearchProvider *self,
                     GDBusMethodInvocation *invocation,
                     const char *const *identifiers)
{
  Errand *errand = errand_new (self, invocation);

  errand->cancellable = g_object_ref (self->closing);
  errand->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gsize i = 0; identifiers[i] != NULL && errand->ids->len < MAX_RESULTS; i++)
    {
      gint64 id;

      if (read_id (identifiers[i], &id))
        g_array_append_val (errand->ids, id);
    }
  if (errand->ids->len == 0)
    answer_nothing (errand);
  else
    run_errand (errand);
}

static void
activate (BitacoraSearchProvider *self, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (parameter);

  if (self->application != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->application), action, taken);
}

static void
method_called_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  BitacoraSearchProvider *self = BITACORA_SEARCH_PROVIDER (user_data);
  g_autofree const char **texts = NULL;
  const char *identifier;
  gint64 id;

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^a&s)", &texts);
      start_search (self, invocation, texts);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_variant_get (parameters, "(@as^a&s)", NULL, &texts);
      start_search (self, invocation, texts);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^a&s)", &texts);
      start_reading_looks (self, invocation, texts);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      g_variant_get (parameters, "(&s^a&su)", &identifier, &texts, NULL);
      if (read_id (identifier, &id))
        activate (self, "show-entry", g_variant_new_int64 (id));
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_autofree char *text = NULL;

      g_variant_get (parameters, "(^a&su)", &texts, NULL);
      text = join_terms (texts);
      activate (self, "show-search", g_variant_new_string (text));
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
bitacora_search_provider_dispose (GObject *object)
{
  BitacoraSearchProvider *self = BITACORA_SEARCH_PROVIDER (object);

  bitacora_search_provider_unexport (self);
  bitacora_search_provider_set_services (self, NULL);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (bitacora_search_provider_parent_class)->dispose (object);
}

static void
bitacora_search_provider_finalize (GObject *object)
{
  BitacoraSearchProvider *self = BITACORA_SEARCH_PROVIDER (object);

  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (bitacora_search_provider_parent_class)->finalize (object);
}

static void
bitacora_search_provider_class_init (BitacoraSearchProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_search_provider_dispose;
  object_class->finalize = bitacora_search_provider_finalize;
}

static void
bitacora_search_provider_init (BitacoraSearchProvider *self)
{
  self->waiting = g_ptr_array_new ();
  self->closing = g_cancellable_new ();
}

/**
 * bitacora_search_provider_new:
 * @application: whose actions `show-entry` (an entry's id, `x`) and `show-search` (a text, `s`)
 *   show what is chosen; it is held while the shell waits for an answer
 *
 * Creates a search provider that is not on the bus yet.
 *
 * Returns: (transfer full): the provider
 */
BitacoraSearchProvider *
bitacora_search_provider_new (GApplication *application)
{
  BitacoraSearchProvider *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_new (BITACORA_TYPE_SEARCH_PROVIDER, NULL);
  g_set_weak_pointer (&self->application, application);

  return self;
}

/**
 * bitacora_search_provider_set_services:
 * @self: the provider
 * @services: (nullable): whose outbox is searched; %NULL for none
 *
 * Gives the provider what it searches. What it was asked before waits for the outbox, for 2
 * seconds at most.
 */
void
bitacora_search_provider_set_services (BitacoraSearchProvider *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (services == NULL || BITACORA_IS_SERVICES (services));

  if (self->services == services)
    return;
  if (self->services != NULL)
    g_signal_handlers_disconnect_by_data (self->services, self);
  g_set_object (&self->services, services);
  if (services == NULL)
    return;
  g_signal_connect_swapped (services, "notify::outbox", G_CALLBACK (services_changed_cb), self);
  g_signal_connect_swapped (services, "notify::failure", G_CALLBACK (services_changed_cb), self);
  if (bitacora_services_get_outbox (services) != NULL)
    end_waiting (self);
}

/**
 * bitacora_search_provider_export:
 * @self: a provider that is not on the bus
 * @connection: the session bus
 * @object_path: the application's path, as GApplicationClass.dbus_register() is given it; the
 *   provider stands below it as `SearchProvider`
 * @error: return location for an error of #GIOError
 *
 * Puts the provider on the bus.
 *
 * Returns: whether it is there
 */
gboolean
bitacora_search_provider_export (BitacoraSearchProvider *self,
                                 GDBusConnection *connection,
                                 const char *object_path,
                                 GError **error)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (BITACORA_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  node = g_dbus_node_info_new_for_xml (interface_xml, error);
  if (node == NULL)
    return FALSE;
  path = g_strconcat (object_path, "/SearchProvider", NULL);
  self->registration = g_dbus_connection_register_object (
      connection, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration != 0)
    g_set_object (&self->connection, connection);

  return self->registration != 0;
}

/**
 * bitacora_search_provider_unexport:
 * @self: the provider
 *
 * Takes the provider off the bus, if it is there. What is still asked of it is answered with
 * nothing.
 */
void
bitacora_search_provider_unexport (BitacoraSearchProvider *self)
{
  g_return_if_fail (BITACORA_IS_SEARCH_PROVIDER (self));

  if (self->registration == 0)
    return;
  g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);

  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  self->closing = g_cancellable_new ();
  end_waiting (self);
  release_application (self);
}
