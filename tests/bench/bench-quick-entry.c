/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the call on the session bus to the window on the screen, as whoever clicks the tray's icon
 * has it: the quick entry of the program at rest, beside a bare window of a program that does
 * nothing else, in turns.
 *
 * Usage: bench-quick-entry BARE_WINDOW BITACORA_WINDOW */
#include "bench-support.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <stdlib.h>

#include "../outbox/outbox-fixture.h"
#include "app/bitacora-services.h"

#define N_ROUNDS 40
/* The first ones read what the others find in memory: a program that is running has seen them. */
#define N_WARM 5

/* Longer than the program waits, once its window is closed, before it makes the next one ready;
 * there is no event for that. */
#define REST_SECONDS 2.4
#define DEADLINE_SECONDS 30

#define GOAL_MS 100.0
#define GOAL_RATIO 1.5

typedef struct
{
  const char *name;
  const char *path;
  const char *action;
  GSubprocess *process;
  GArray *times;
} Program;

typedef struct
{
  GDBusConnection *bus;
  Display *display;
  Window root;
} Bench;

static void
wait_seconds (double seconds)
{
  const double end = bench_get_seconds () + seconds;

  while (bench_get_seconds () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
name_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
}

static void
start (Bench *bench, Program *program, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  gboolean is_running = FALSE;
  guint watch = g_bus_watch_name_on_connection (bench->bus,
                                                program->name,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                name_appeared_cb,
                                                NULL,
                                                &is_running,
                                                NULL);

  program->process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  program->times = g_array_new (FALSE, FALSE, sizeof (double));
  outbox_fixture_wait_until (is_running);
  g_bus_unwatch_name (watch);
}

/* When a window of anybody's is on the screen, in seconds. */
static double
wait_until_mapped (Bench *bench)
{
  const double deadline = bench_get_seconds () + DEADLINE_SECONDS;

  for (;;)
    {
      XEvent event;

      while (XPending (bench->display) > 0)
        {
          XNextEvent (bench->display, &event);
          if (event.type == MapNotify && !event.xmap.override_redirect)
            return bench_get_seconds ();
        }
      g_assert_cmpfloat (bench_get_seconds (), <, deadline);
      g_usleep (50);
    }
}

/* The only window that the window manager knows of, or None. */
static Window
find_client (Bench *bench)
{
  const Atom property = XInternAtom (bench->display, "_NET_CLIENT_LIST", False);
  unsigned char *data = NULL;
  unsigned long n_items = 0, n_left;
  Window client = None;
  Atom type;
  int format;

  XGetWindowProperty (bench->display,
                      bench->root,
                      property,
                      0,
                      16,
                      False,
                      XA_WINDOW,
                      &type,
                      &format,
                      &n_items,
                      &n_left,
                      &data);
  if (n_items > 0)
    client = ((Window *)data)[n_items - 1];
  if (data != NULL)
    XFree (data);
  return client;
}

/* As the window's button does it. */
static void
close_client (Bench *bench)
{
  const double deadline = bench_get_seconds () + DEADLINE_SECONDS;
  XEvent event = { 0 };
  Window client;

  while ((client = find_client (bench)) == None)
    {
      g_assert_cmpfloat (bench_get_seconds (), <, deadline);
      wait_seconds (0.01);
    }
  event.xclient.type = ClientMessage;
  event.xclient.window = client;
  event.xclient.message_type = XInternAtom (bench->display, "WM_PROTOCOLS", False);
  event.xclient.format = 32;
  event.xclient.data.l[0] = (long)XInternAtom (bench->display, "WM_DELETE_WINDOW", False);
  event.xclient.data.l[1] = CurrentTime;
  XSendEvent (bench->display, client, False, NoEventMask, &event);
  XFlush (bench->display);
  while (find_client (bench) != None)
    {
      g_assert_cmpfloat (bench_get_seconds (), <, deadline);
      wait_seconds (0.01);
    }
}

static double
time_window (Bench *bench, Program *program, double pause)
{
  double began, took;

  wait_seconds (pause);
  XSync (bench->display, True);
  began = bench_get_seconds ();
  g_dbus_connection_call (bench->bus,
                          program->name,
                          program->path,
                          "org.gtk.Actions",
                          "Activate",
                          g_variant_new ("(sava{sv})", program->action, NULL, NULL),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          NULL,
                          NULL);
  took = wait_until_mapped (bench) - began;
  /* Its first frame is painted, too. */
  wait_seconds (0.1);
  close_client (bench);
  return took;
}

static void
measure (Bench *bench, Program *programs, guint n_programs, double pause)
{
  for (guint i = 0; i < N_ROUNDS + N_WARM; i++)
    for (guint p = 0; p < n_programs; p++)
      {
        const double took = time_window (bench, &programs[p], pause);

        if (i >= N_WARM)
          g_array_append_val (programs[p].times, took);
      }
}

static void
report (const char *when, Program *bare, Program *own)
{
  g_autofree char *absolute = g_strdup_printf ("Quick entry %s, 95th percentile in ms", when);
  g_autofree char *relative
      = g_strdup_printf ("Quick entry %s, 95th percentile in times of a bare window's", when);

  g_print ("A bare window: %.1f ms at the median, %.1f at the 95th percentile\n",
           bench_find_median (bare->times) * 1000,
           bench_find_late (bare->times) * 1000);
  g_print ("The quick entry %s: %.1f ms at the median, %.1f at the 95th percentile\n",
           when,
           bench_find_median (own->times) * 1000,
           bench_find_late (own->times) * 1000);
  bench_report (absolute, GOAL_MS, FALSE, bench_find_late (own->times) * 1000);
  bench_report (relative,
                GOAL_RATIO,
                FALSE,
                bench_find_late (own->times) / bench_find_late (bare->times));
  g_array_set_size (bare->times, 0);
  g_array_set_size (own->times, 0);
}

/* An account, so that there is a call to log. */
static void
write_settings (void)
{
  g_autoptr (BitacoraServices) services = bitacora_services_new ();
  BitacoraProfileList *profiles = bitacora_services_get_profiles (services);
  g_autoptr (GSettings) settings = g_settings_new ("org.bitacora.Bitacora");
  g_autoptr (GError) error = NULL;
  BitacoraProfile *profile = bitacora_profile_list_add (profiles, "Ventas CO", &error);

  g_assert_no_error (error);
  bitacora_profile_list_set_current (profiles, profile);
  g_settings_set_string (settings, "background", "yes");
  g_settings_sync ();
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Program programs[] = {
    { "org.bitacora.BareWindow", "/org/bitacora/BareWindow", "open" },
    { "org.bitacora.Bitacora", "/org/bitacora/Bitacora", "quick-entry" },
  };
  Bench bench = { 0 };

  g_assert_cmpint (argc, ==, 3);
  write_settings ();
  bench.bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  bench.display = XOpenDisplay (NULL);
  g_assert_nonnull (bench.display);
  bench.root = DefaultRootWindow (bench.display);
  XSelectInput (bench.display, bench.root, SubstructureNotifyMask);

  start (&bench, &programs[0], (const char *const[]){ argv[1], "--gapplication-service", NULL });
  start (&bench, &programs[1], (const char *const[]){ argv[2], "--background", NULL });
  wait_seconds (REST_SECONDS);
  /* Each of the two rests while the other is measured, too. */
  measure (&bench, programs, G_N_ELEMENTS (programs), REST_SECONDS / G_N_ELEMENTS (programs));
  report ("at rest", &programs[0], &programs[1]);
  measure (&bench, programs, G_N_ELEMENTS (programs), 0.1);
  report ("right after another", &programs[0], &programs[1]);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_subprocess_force_exit (programs[i].process);
      g_clear_object (&programs[i].process);
      g_clear_pointer (&programs[i].times, g_array_unref);
    }
  XCloseDisplay (bench.display);
  g_clear_object (&bench.bus);
  return EXIT_SUCCESS;
}
