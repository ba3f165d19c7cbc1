/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/bitacora-practice-fault-queue.h"

static void
test_names_are_read_back (void)
{
  for (guint i = BITACORA_PRACTICE_FAULT_NONE + 1; i < BITACORA_PRACTICE_N_FAULTS; i++)
    {
      const char *name = bitacora_practice_fault_get_name (i);
      BitacoraPracticeFault fault = BITACORA_PRACTICE_FAULT_NONE;
      g_autoptr (GError) error = NULL;
      guint times = 0;

      g_assert_true (bitacora_practice_fault_parse (name, &fault, &times, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (fault, ==, i);
      g_assert_cmpuint (times, ==, 1);
      g_assert_cmpstr (bitacora_practice_fault_get_summary (i), !=, "");
    }
}

static void
test_times (void)
{
  BitacoraPracticeFault fault = BITACORA_PRACTICE_FAULT_NONE;
  guint times = 0;

  g_assert_true (bitacora_practice_fault_parse ("cut-after:12", &fault, &times, NULL));
  g_assert_cmpuint (fault, ==, BITACORA_PRACTICE_FAULT_CUT_AFTER);
  g_assert_cmpuint (times, ==, 12);
}

static void
test_nonsense (void)
{
  static const char *const texts[] = { "",          "none",      "explode",    "Delay",
                                       "cut_after", "delay:",    "delay:0",    "delay:-1",
                                       "delay:two", "delay:1:2", "delay:1001", ":1" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      BitacoraPracticeFault fault = BITACORA_PRACTICE_FAULT_NONE;
      g_autoptr (GError) error = NULL;
      guint times = 0;

      g_test_message ("\"%s\"", texts[i]);
      g_assert_false (bitacora_practice_fault_parse (texts[i], &fault, &times, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_queue_keeps_what_a_query_cannot_meet (void)
{
  g_autoptr (BitacoraPracticeFaultQueue) queue = bitacora_practice_fault_queue_new ();

  bitacora_practice_fault_queue_add (queue, BITACORA_PRACTICE_FAULT_NONE, 3);
  bitacora_practice_fault_queue_add (queue, BITACORA_PRACTICE_FAULT_HUGE, 1);
  bitacora_practice_fault_queue_add (queue, BITACORA_PRACTICE_FAULT_QUOTA, 1);

  g_assert_cmpuint (bitacora_practice_fault_queue_take (queue, FALSE),
                    ==,
                    BITACORA_PRACTICE_FAULT_QUOTA);
  g_assert_cmpuint (bitacora_practice_fault_queue_take (queue, FALSE),
                    ==,
                    BITACORA_PRACTICE_FAULT_NONE);
  g_assert_cmpuint (bitacora_practice_fault_queue_take (queue, TRUE),
                    ==,
                    BITACORA_PRACTICE_FAULT_HUGE);
  g_assert_cmpuint (bitacora_practice_fault_queue_take (queue, TRUE),
                    ==,
                    BITACORA_PRACTICE_FAULT_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-fault-names/are-read-back", test_names_are_read_back);
  g_test_add_func ("/practice-fault-names/times", test_times);
  g_test_add_func ("/practice-fault-names/nonsense", test_nonsense);
  g_test_add_func ("/practice-fault-names/queue-keeps-what-a-query-cannot-meet",
                   test_queue_keeps_what_a_query_cannot_meet);

  return g_test_run ();
}
