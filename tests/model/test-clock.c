/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "model/bitacora-clock.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

#define SKIPPED "BITACORA_TEST_SKIPPED"

static void
test_runs (void)
{
  g_autoptr (BitacoraClock) clock = bitacora_clock_new ();
  const gint64 before = g_get_real_time ();
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);
  const gint64 after = g_get_real_time ();
  const gint64 shown
      = g_date_time_to_unix (now) * G_USEC_PER_SEC + g_date_time_get_microsecond (now);

  g_assert_cmpint (shown, >=, before);
  g_assert_cmpint (shown, <=, after);
  g_assert_nonnull (bitacora_clock_get_zone (clock));
}

static void
test_stands (void)
{
  g_autoptr (GTimeZone) bogota = g_time_zone_new_identifier ("America/Bogota");
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GDateTime) first = g_date_time_new (bogota, 2026, 11, 24, 15, 42, 7);
  g_autoptr (GDateTime) second = g_date_time_new (tokyo, 2027, 1, 1, 0, 0, 0);
  g_autoptr (BitacoraClock) clock = bitacora_clock_new_at (first);
  g_autoptr (GDateTime) one = bitacora_clock_now (clock);
  g_autoptr (GDateTime) two = NULL;
  g_autoptr (GDateTime) three = NULL;

  g_assert_true (g_date_time_equal (one, first));
  g_assert_cmpstr (g_time_zone_get_identifier (bitacora_clock_get_zone (clock)),
                   ==,
                   "America/Bogota");

  bitacora_clock_set (clock, second);
  two = bitacora_clock_now (clock);
  g_assert_true (g_date_time_equal (two, second));
  g_assert_cmpstr (g_time_zone_get_identifier (bitacora_clock_get_zone (clock)), ==, "Asia/Tokyo");

  bitacora_clock_set (clock, NULL);
  three = bitacora_clock_now (clock);
  g_assert_cmpint (ABS (g_date_time_to_unix (three) - g_get_real_time () / G_USEC_PER_SEC), <=, 1);
}

/* As timedatectl(1) does: another link takes the place of the one that was there. */
static void
set_zone_of_computer (const char *zone)
{
  g_autofree char *file = g_strconcat ("/usr/share/zoneinfo/", zone, NULL);

  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_no_errno (symlink (file, "/etc/localtime.new"));
  g_assert_no_errno (rename ("/etc/localtime.new", "/etc/localtime"));
}

static void
assert_reads (BitacoraClock *clock, const char *zone, int offset_hours)
{
  g_autoptr (GDateTime) now = bitacora_clock_now (clock);

  g_assert_cmpint (g_date_time_get_utc_offset (now), ==, offset_hours * G_TIME_SPAN_HOUR);
  g_assert_cmpstr (g_time_zone_get_identifier (bitacora_clock_get_zone (clock)), ==, zone);
}

/* FALSE where nothing may be mounted, or not without everybody's seeing it. */
static gboolean
get_own_etc (void)
{
  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("none", "/etc", "tmpfs", 0, NULL) == 0;
}

static void
follow_computer (const char *skipped)
{
  g_autoptr (BitacoraClock) clock = NULL;

  if (!get_own_etc ())
    {
      g_assert_true (g_file_set_contents (skipped, "", 0, NULL));
      return;
    }
  set_zone_of_computer ("America/Bogota");
  clock = bitacora_clock_new ();
  assert_reads (clock, "America/Bogota", -5);
  set_zone_of_computer ("Asia/Tokyo");
  assert_reads (clock, "Asia/Tokyo", 9);
}

/* In a process that has an /etc of its own; a skipped one is no failed one for the test around it
 * that way. */
static void
test_follows_computer (void)
{
  g_autofree char *name = g_strdup_printf ("bitacora-clock-%d", (int)getpid ());
  g_autofree char *skipped = g_build_filename (g_get_tmp_dir (), name, NULL);

  if (g_test_subprocess ())
    {
      g_unsetenv ("TZ");
      follow_computer (g_getenv (SKIPPED));
      return;
    }
  g_setenv (SKIPPED, skipped, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  if (g_unlink (skipped) == 0)
    g_test_skip ("needs leave to mount a file system");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/runs", test_runs);
  g_test_add_func ("/clock/stands-where-it-is-set", test_stands);
  g_test_add_func ("/clock/follows-the-computer", test_follows_computer);
  return g_test_run ();
}
