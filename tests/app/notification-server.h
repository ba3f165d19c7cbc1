/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A desktop that shows notifications, on a private bus: either as GNOME's (org.gtk.Notifications,
 * where the application names each) or as all others' (org.freedesktop.Notifications). */

typedef struct _NotificationServer NotificationServer;

/* What stands on the screen; of a desktop that takes no ids, the number it gave. */
typedef struct
{
  char *id;
  char *title;
  char *body;
  /* Label, action, label, action…: each action as g_action_print_detailed_name() does. */
  GPtrArray *buttons;
  char *default_action;
} ShownNotification;

NotificationServer *notification_server_new (GTestDBus *bus, gboolean is_gnome);
void notification_server_free (NotificationServer *self);

guint notification_server_count_sent (NotificationServer *self);
guint notification_server_count_shown (NotificationServer *self);
ShownNotification *notification_server_get_shown (NotificationServer *self, guint index);
ShownNotification *notification_server_find (NotificationServer *self, const char *title);
const char *shown_notification_get_action (ShownNotification *shown, const char *label);
void notification_server_press (NotificationServer *self,
                                ShownNotification *shown,
                                const char *label);
void notification_server_dismiss_all (NotificationServer *self, GDBusConnection *listener);
/* All that was ever sent, as text. */
const char *notification_server_get_log (NotificationServer *self);

G_END_DECLS
