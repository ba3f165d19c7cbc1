/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A bus of its own with two connections: the program's, and a desktop's, on which there may be a
 * watcher. What the watcher hears and the signals that the desktop gets are kept as text. */
typedef struct
{
  GTestDBus *bus;
  GDBusConnection *program;
  GDBusConnection *desktop;
  guint subscription;
  GPtrArray *heard;

  guint name;
  guint registration;
  gboolean has_host;
  guint n_refusals;
  GPtrArray *registered;
} TrayFixture;

typedef gboolean (*TrayFixtureCondition) (gpointer data);

void tray_fixture_set_up (TrayFixture *fixture, gconstpointer data);
void tray_fixture_tear_down (TrayFixture *fixture, gconstpointer data);
void tray_fixture_wait_until (TrayFixtureCondition condition, gpointer data);

void tray_fixture_start_watcher (TrayFixture *fixture);
void tray_fixture_stop_watcher (TrayFixture *fixture);
void tray_fixture_set_host (TrayFixture *fixture, gboolean has_host);
void tray_fixture_wait_for_registrations (TrayFixture *fixture, guint n_registrations);

GVariant *tray_fixture_call (TrayFixture *fixture,
                             const char *object_path,
                             const char *interface,
                             const char *method,
                             GVariant *parameters,
                             GError **error);
void tray_fixture_wait_for_signal (TrayFixture *fixture, const char *text);
void tray_fixture_let_signals_come (TrayFixture *fixture);
guint tray_fixture_count_signals (TrayFixture *fixture, const char *name);

G_END_DECLS
