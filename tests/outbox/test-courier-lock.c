/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "One courier at a time for one outbox, whatever runs: a lock that the kernel drops with its
 * process, not a file that stays." */
#include <stdio.h>
#include <stdlib.h>

#include "outbox-fixture.h"
#include "outbox/bitacora-courier-lock.h"

static int
hold_for_ever (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCourierLock) lock = bitacora_courier_lock_try (path, &error);

  printf ("%s\n", lock != NULL ? "held" : error->message);
  fflush (stdout);
  /* Until the test kills it, or is itself gone. */
  while (getchar () != EOF)
    continue;
  return lock != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void
test_one_at_a_time (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCourierLock) lock = bitacora_courier_lock_try (path, &error);

  g_assert_no_error (error);
  g_assert_null (bitacora_courier_lock_try (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);

  g_clear_object (&lock);
  lock = bitacora_courier_lock_try (path, &error);
  g_assert_no_error (error);
  outbox_fixture_remove_folder (folder);
}

static void
test_killed_holder (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  const char *arguments[] = { "hold", path, NULL };
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
  g_autofree char *line = outbox_fixture_read_line (child);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCourierLock) lock = NULL;

  g_assert_cmpstr (line, ==, "held");
  g_assert_null (bitacora_courier_lock_try (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);

  outbox_fixture_kill (child);
  lock = bitacora_courier_lock_try (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);
  outbox_fixture_remove_folder (folder);
}

/* A program that was started while the lock was held does not keep it. */
static void
test_not_inherited (void)
{
  g_autofree char *folder = outbox_fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCourierLock) lock = bitacora_courier_lock_try (path, &error);
  const char *arguments[] = { "hold", "/nowhere/outbox.db", NULL };
  g_autoptr (GSubprocess) child = outbox_fixture_spawn_child (arguments);
  g_autofree char *line = outbox_fixture_read_line (child);

  g_assert_no_error (error);
  g_assert_cmpstr (line, !=, "held");
  g_clear_object (&lock);
  lock = bitacora_courier_lock_try (path, &error);
  g_assert_no_error (error);
  outbox_fixture_kill (child);
  outbox_fixture_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return hold_for_ever (argv[3]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/courier/lock/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/courier/lock/killed-holder", test_killed_holder);
  g_test_add_func ("/courier/lock/not-inherited", test_not_inherited);
  return g_test_run ();
}
