/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray.h"

#include "bitacora-config.h"

#include <glib/gi18n-lib.h>

#include "bitacora-tray-pixmaps.h"
#include "follow-ups/bitacora-follow-up-words.h"
#include "outbox/bitacora-outbox-follow-ups.h"
#include "outbox/bitacora-outbox-recall.h"
#include "tray/bitacora-tray-icon.h"
#include "tray/bitacora-tray-item.h"

/* A dot in a corner: panels lay it over the whole icon, or a small part of it. */
#define WAITING_ICON BITACORA_APPLICATION_ID "-waiting-symbolic"
#define PICTURE "/org/bitacora/Bitacora/icons/scalable/apps/" BITACORA_APPLICATION_ID ".svg"
#define MOST_RECENT 5
#define MOST_FOLLOW_UPS 5
/* Many changes in a row are one for the eye. Milliseconds. */
#define REFRESH_DELAY 300
/* A menu is no place for a whole sentence. In characters. */
#define LONGEST_LABEL 40

struct _BitacoraTray
{
  GObject parent_instance;

  GApplication *application;
  BitacoraServices *services;
  BitacoraWaitingList *waiting;
  BitacoraFollowUpList *open_follow_ups;
  BitacoraTrayItem *item;
  BitacoraOutbox *outbox;
  GCancellable *closing;
  guint refresh_source;
  gboolean is_drawn;

  GMenu *follow_ups;
  GMenu *recent;
  GMenu *waiting_section;
};

enum
{
  ACTIVATION_TOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraTray, bitacora_tray, G_TYPE_OBJECT)

/* What somebody typed, as a menu's label: short, and without mnemonics. */
static char *
create_label (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\t", ' ');
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  g_auto (GStrv) parts = NULL;

  if (g_utf8_strlen (valid, -1) > LONGEST_LABEL)
    {
      g_autofree char *start = g_utf8_substring (valid, 0, LONGEST_LABEL - 1);

      g_free (valid);
      valid = g_strconcat (start, "…", NULL);
    }
  parts = g_strsplit (valid, "_", -1);
  return g_strjoinv ("__", parts);
}

static char *
describe (BitacoraOutboxEntry *entry)
{
  BitacoraCallActivity *activity = bitacora_outbox_entry_get_activity (entry);
  BitacoraPhoneNumber *phone = bitacora_call_activity_get_phone (activity);
  const char *name = bitacora_call_activity_get_name (activity);
  g_autofree char *number
      = phone != NULL ? bitacora_phone_number_format_international (phone) : NULL;
  g_autofree char *label = create_label (name != NULL ? name : "");

  if (number == NULL)
    return g_steal_pointer (&label);
  if (*label == '\0')
    return g_steal_pointer (&number);
  return g_strdup_printf ("%s · %s", label, number);
}

static void
append_entry (GMenu *menu, const char *label, const char *action, BitacoraOutboxEntry *entry)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", bitacora_outbox_entry_get_id (entry));
  g_menu_append_item (menu, item);
}

static void
append_recall (GMenu *menu, BitacoraRecall *recall)
{
  BitacoraOutboxEntry *entry = bitacora_recall_get_last (recall);
  g_autofree char *label = describe (entry);

  append_entry (menu, label, "app.log-again", entry);
}

static void
append_follow_up (GMenu *menu, BitacoraOutboxEntry *entry, GDateTime *now)
{
  g_autofree char *time
      = bitacora_follow_up_describe_moment (bitacora_outbox_entry_get_follow_up (entry), now);
  g_autofree char *name = describe (entry);
  g_autofree char *label = g_strdup_printf ("%s · %s", time, name);

  append_entry (menu, label, "app.log-follow-up", entry);
}

static guint
count_needing_person (BitacoraTray *self)
{
  return bitacora_waiting_list_count_state (self->waiting, BITACORA_OUTBOX_STATE_REJECTED)
         + bitacora_waiting_list_count_awaiting_person (self->waiting)
         + bitacora_waiting_list_count_verdict (self->waiting,
                                                NULL,
                                                BITACORA_CRM_VERDICT_CREDENTIALS);
}

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
add_count (GString *text, const char *format, guint count)
{
  g_autofree char *line = NULL;

  if (count == 0)
    return;
  line = g_strdup_printf (format, count);
  add_line (text, line);
}

static char *
write_tooltip (BitacoraTray *self)
{
  GString *text = g_string_new (NULL);
  guint n_waiting = bitacora_waiting_list_get_n_waiting (self->waiting);
  guint n_needing = count_needing_person (self);
  guint n_today = bitacora_follow_up_list_get_n_today (self->open_follow_ups);

  if (bitacora_services_is_paused (self->services))
    add_line (text, _ ("Sending is paused."));
  if (n_needing < n_waiting)
    {
      add_count (text, ngettext ("%u call waits.", "%u calls wait.", n_waiting), n_waiting);
      add_count (text,
                 ngettext ("%u of them needs you.", "%u of them need you.", n_needing),
                 n_needing);
    }
  else
    add_count (text, ngettext ("%u call needs you.", "%u calls need you.", n_needing), n_needing);
  add_count (text, ngettext ("%u follow-up today.", "%u follow-ups today.", n_today), n_today);
  if (text->len == 0)
    add_line (text, _ ("Every call is logged."));
  return g_string_free (text, FALSE);
}

static void
update_waiting_section (BitacoraTray *self, guint n_waiting)
{
  g_autofree char *label = NULL;

  g_menu_remove_all (self->waiting_section);
  if (n_waiting == 0)
    return;
  label = g_strdup_printf (ngettext ("%u call waits", "%u calls wait", n_waiting), n_waiting);
  g_menu_append (self->waiting_section, label, "app.show-waiting");
}

static void
update_item (BitacoraTray *self)
{
  guint n_waiting = bitacora_waiting_list_get_n_waiting (self->waiting);
  gboolean needs_person = count_needing_person (self) > 0;
  g_autofree char *tooltip = write_tooltip (self);

  update_waiting_section (self, n_waiting);
  g_object_set (self->item,
                "status",
                needs_person ? BITACORA_TRAY_STATUS_NEEDS_ATTENTION : BITACORA_TRAY_STATUS_ACTIVE,
                "overlay-icon-name",
                n_waiting > 0 && !needs_person ? WAITING_ICON : NULL,
                "tooltip-text",
                tooltip,
                NULL);
}

static void
recent_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraTray) self = BITACORA_TRAY (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recalls
      = bitacora_outbox_recall_finish (BITACORA_OUTBOX (source), result, &error);

  if (recalls == NULL)
    return;
  g_menu_remove_all (self->recent);
  for (guint i = 0; i < recalls->len; i++)
    append_recall (self->recent, g_ptr_array_index (recalls, i));
}

static void
follow_ups_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraTray) self = BITACORA_TRAY (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = bitacora_outbox_list_follow_ups_finish (BITACORA_OUTBOX (source), result, &error);
  g_autoptr (GDateTime) now = NULL;

  if (entries == NULL)
    return;
  now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  g_menu_remove_all (self->follow_ups);
  for (guint i = 0; i < entries->len; i++)
    append_follow_up (self->follow_ups, g_ptr_array_index (entries, i), now);
}

/* Where no tray shows the menu, nothing is read for it. */
static void
refresh (BitacoraTray *self)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (self->outbox == NULL || !bitacora_tray_item_is_hosted (self->item))
    return;
  now = bitacora_clock_now (bitacora_services_get_clock (self->services));
  midnight = bitacora_follow_up_create_midnight (now);
  bitacora_outbox_recall_async (self->outbox,
                                "",
                                MOST_RECENT,
                                self->closing,
                                recent_found_cb,
                                g_object_ref (self));
  bitacora_outbox_list_follow_ups_async (self->outbox,
                                         midnight,
                                         MOST_FOLLOW_UPS,
                                         self->closing,
                                         follow_ups_listed_cb,
                                         g_object_ref (self));
}

static gboolean
refresh_due_cb (gpointer user_data)
{
  BitacoraTray *self = BITACORA_TRAY (user_data);

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
outbox_changed_cb (BitacoraTray *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_DELAY, refresh_due_cb, self);
}

/* A new day has other follow-ups, too. */
static void
n_today_changed_cb (BitacoraTray *self)
{
  update_item (self);
  outbox_changed_cb (self);
}

static void
outbox_opened_cb (BitacoraTray *self)
{
  BitacoraOutbox *outbox = bitacora_services_get_outbox (self->services);

  if (outbox == NULL || !g_set_object (&self->outbox, outbox))
    return;
  g_signal_connect_object (outbox,
                           "changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  refresh (self);
}

/* Drawing takes a library that nothing else may need. */
static void
draw (BitacoraTray *self)
{
  GVariant *drawn;
  g_autoptr (GVariant) pixmaps = NULL;

  if (self->is_drawn)
    return;
  self->is_drawn = TRUE;
  drawn = bitacora_tray_pixmaps_create (PICTURE);
  if (drawn == NULL)
    return;
  pixmaps = g_variant_ref_sink (drawn);
  g_object_set (self->item, "icon-pixmaps", pixmaps, "attention-icon-pixmaps", pixmaps, NULL);
}

static void
hosted_changed_cb (BitacoraTray *self)
{
  if (!bitacora_tray_item_is_hosted (self->item))
    return;
  draw (self);
  refresh (self);
}

static void
activate_cb (BitacoraTray *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quick-entry", NULL);
}

static void
secondary_activate_cb (BitacoraTray *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "open", NULL);
}

static void
activation_token_cb (BitacoraTray *self, const char *token)
{
  g_signal_emit (self, signals[ACTIVATION_TOKEN], 0, token);
}

/* An empty section does not show. */
static GMenuModel *
create_menu (BitacoraTray *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) entry = g_menu_new ();
  g_autoptr (GMenu) program = g_menu_new ();

  g_menu_append (entry, _ ("_Quick entry"), "app.quick-entry");
  g_menu_append (entry, _ ("_Start call"), "app.start-call");
  g_menu_append (program, _ ("_Open Bitácora"), "app.open");
  g_menu_append (program, _ ("_Follow-ups"), "app.show-follow-ups");
  g_menu_append (program, _ ("_Pause sending"), "app.pause-sending");
  g_menu_append (program, _ ("P_references"), "app.preferences");
  g_menu_append (program, _ ("Q_uit"), "app.quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (entry));
  g_menu_append_section (menu, _ ("Log again like this"), G_MENU_MODEL (self->recent));
  g_menu_append_section (menu, _ ("Follow-ups"), G_MENU_MODEL (self->follow_ups));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->waiting_section));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
create_item (BitacoraTray *self)
{
  g_autoptr (GMenuModel) menu = create_menu (self);
  const char *desktops = g_getenv ("XDG_CURRENT_DESKTOP");
  g_autofree char *icon = bitacora_tray_icon_choose (BITACORA_APPLICATION_ID, desktops);
  g_autofree char *attention_icon = bitacora_tray_icon_choose ("dialog-warning", desktops);

  /* On a connection of its own: a tray lets go of an icon when that ends, and not before. */
  self->item = bitacora_tray_item_new (NULL, BITACORA_APPLICATION_ID, "Bitácora");
  g_object_set (self->item,
                "icon-name",
                icon,
                "attention-icon-name",
                attention_icon,
                "tooltip-title",
                "Bitácora",
                "menu-model",
                menu,
                "action-group",
                self->application,
                NULL);
  g_signal_connect_swapped (self->item, "notify::is-hosted", G_CALLBACK (hosted_changed_cb), self);
  g_signal_connect_swapped (self->item, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (self->item,
                            "secondary-activate",
                            G_CALLBACK (secondary_activate_cb),
                            self);
  g_signal_connect_swapped (self->item, "activation-token", G_CALLBACK (activation_token_cb), self);
}

static void
bitacora_tray_dispose (GObject *object)
{
  BitacoraTray *self = BITACORA_TRAY (object);

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      /* Whoever still talks with the tray asks the program for nothing more. */
      g_object_set (self->item, "menu-model", NULL, "action-group", NULL, NULL);
    }
  g_clear_object (&self->item);
  g_clear_object (&self->outbox);
  g_clear_object (&self->open_follow_ups);
  g_clear_object (&self->waiting);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (bitacora_tray_parent_class)->dispose (object);
}

static void
bitacora_tray_finalize (GObject *object)
{
  BitacoraTray *self = BITACORA_TRAY (object);

  g_clear_object (&self->follow_ups);
  g_clear_object (&self->recent);
  g_clear_object (&self->waiting_section);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (bitacora_tray_parent_class)->finalize (object);
}

static void
bitacora_tray_class_init (BitacoraTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_tray_dispose;
  object_class->finalize = bitacora_tray_finalize;

  signals[ACTIVATION_TOKEN] = g_signal_new ("activation-token",
                                            BITACORA_TYPE_TRAY,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_STRING);
}

static void
bitacora_tray_init (BitacoraTray *self)
{
  self->closing = g_cancellable_new ();
  self->follow_ups = g_menu_new ();
  self->recent = g_menu_new ();
  self->waiting_section = g_menu_new ();
}

/**
 * bitacora_tray_new:
 * @application: (transfer none): the program; must outlive the tray
 * @services: what stands behind it
 * @waiting: the calls that wait
 * @follow_ups: the open follow-ups
 *
 * Puts the program into the desktop's tray, if there is one, now or later.
 *
 * Returns: (transfer full): the tray
 */
BitacoraTray *
bitacora_tray_new (GApplication *application,
                   BitacoraServices *services,
                   BitacoraWaitingList *waiting,
                   BitacoraFollowUpList *follow_ups)
{
  BitacoraTray *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (BITACORA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (BITACORA_IS_WAITING_LIST (waiting), NULL);
  g_return_val_if_fail (BITACORA_IS_FOLLOW_UP_LIST (follow_ups), NULL);

  self = g_object_new (BITACORA_TYPE_TRAY, NULL);
  self->application = application;
  self->services = g_object_ref (services);
  self->waiting = g_object_ref (waiting);
  self->open_follow_ups = g_object_ref (follow_ups);
  create_item (self);
  g_signal_connect_object (waiting, "loaded", G_CALLBACK (update_item), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (follow_ups,
                           "notify::n-today",
                           G_CALLBACK (n_today_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::paused",
                           G_CALLBACK (update_item),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (services,
                           "notify::outbox",
                           G_CALLBACK (outbox_opened_cb),
                           self,
                           G_CONNECT_SWAPPED);
  update_item (self);
  outbox_opened_cb (self);
  return self;
}
