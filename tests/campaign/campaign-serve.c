/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign-parts.h"

#include <glib-unix.h>

#include "practice/bitacora-practice-server.h"

/* Milliseconds. */
#define DELAY 15
#define REFUSAL 30

typedef struct
{
  BitacoraPracticeServer *server;
  GMainLoop *loop;
  GIOChannel *input;
  GRand *chance;
  gboolean is_calm;
} Serving;

/* What the network and the CRM do to a call, the likely ones more than once. */
static const BitacoraPracticeFault faults[] = {
  BITACORA_PRACTICE_FAULT_CUT_BEFORE,  BITACORA_PRACTICE_FAULT_CUT_BEFORE,
  BITACORA_PRACTICE_FAULT_CUT_AFTER,   BITACORA_PRACTICE_FAULT_CUT_AFTER,
  BITACORA_PRACTICE_FAULT_DELAY,       BITACORA_PRACTICE_FAULT_DELAY,
  BITACORA_PRACTICE_FAULT_ERROR_AFTER, BITACORA_PRACTICE_FAULT_TRUNCATED,
  BITACORA_PRACTICE_FAULT_NOT_JSON,    BITACORA_PRACTICE_FAULT_STRING_CODE,
  BITACORA_PRACTICE_FAULT_BLANK_ID,    BITACORA_PRACTICE_FAULT_TOO_MANY,
};

static void
requested_cb (BitacoraPracticeServer *server, GParamSpec *property, gpointer user_data)
{
  Serving *self = user_data;
  gint32 chosen;

  if (self->is_calm || g_rand_double (self->chance) > 0.3)
    return;
  chosen = g_rand_int_range (self->chance, 0, G_N_ELEMENTS (faults));
  bitacora_practice_server_add_fault (server, faults[chosen], 1);
}

static gboolean
told_cb (GIOChannel *input, GIOCondition condition, gpointer user_data)
{
  Serving *self = user_data;
  g_autofree char *line = NULL;
  gsize end;

  /* Whoever started it lets go of its input, dead or alive. */
  if (g_io_channel_read_line (input, &line, NULL, &end, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }

  line[end] = '\0';
  if (g_str_equal (line, CAMPAIGN_CUT))
    bitacora_practice_server_add_fault (self->server, BITACORA_PRACTICE_FAULT_REFUSE, 1);
  else if (g_str_equal (line, CAMPAIGN_CALM))
    {
      self->is_calm = TRUE;
      bitacora_practice_server_clear_faults (self->server);
      g_print ("%s\n", CAMPAIGN_CALM);
    }
  return G_SOURCE_CONTINUE;
}

/* The practice CRM as a process of its own, which misbehaves at random until it is told to be
 * calm. Prints its address, then obeys what it reads. */
void
campaign_serve (guint32 seed)
{
  g_autoptr (BitacoraPracticeServer) server = bitacora_practice_server_new (CAMPAIGN_TOKEN);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  Serving self = { server, loop, input, chance, FALSE };

  bitacora_practice_server_set_daily_limit (server, G_MAXINT);
  bitacora_practice_server_set_delay (server, DELAY);
  bitacora_practice_server_set_refuse_time (server, REFUSAL);
  if (!bitacora_practice_server_listen (server, 0, &error))
    g_error ("The practice CRM does not listen: %s", error->message);
  g_signal_connect (server, "notify::n-requests", G_CALLBACK (requested_cb), &self);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, told_cb, &self);
  g_print ("%s\n", bitacora_practice_server_get_url (server));
  g_main_loop_run (loop);
  bitacora_practice_server_close (server);
}
