/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "crm-fixture.h"
#include "practice/bitacora-practice-server.h"

#define BODY                                                                                       \
  "{\"operation\":\"practice\",\"module\":\"wolkvox_activities\",\"type\":\"call\","               \
  "\"fields\":{\"status\":\"created\",\"name\":\"A call\",\"priority\":\"low\","                   \
  "\"name_module\":\"cases\",\"completion_date\":\"2023-07-30 00:00:00\",\"remember\":false,"      \
  "\"reminder_date\":\"2023-07-30 00:00:00\",\"description\":\"\",\"id_record\":\"1\","            \
  "\"location\":\"\",\"wolkvox_owner\":\"ADMIN\",\"phone\":{\"type\":\"telephone\","               \
  "\"country\":\"COLOMBIA\",\"code\":\"57\",\"value\":\"3105551234\"}}}"

/* Long enough for a machine under load, short enough to wait for. */
#define TIMEOUT 1500

/* What a fault of the practice CRM comes to, and whether the CRM has the call. */
typedef struct
{
  BitacoraPracticeFault fault;
  BitacoraCrmVerdict verdict;
  guint n_kept;
  const char *words;
} Case;

static const Case cases[] = {
  { BITACORA_PRACTICE_FAULT_STALL, BITACORA_CRM_VERDICT_UNKNOWN, 1, "did not answer in time" },
  { BITACORA_PRACTICE_FAULT_CUT_BEFORE, BITACORA_CRM_VERDICT_UNKNOWN, 0, "broke" },
  { BITACORA_PRACTICE_FAULT_CUT_AFTER, BITACORA_CRM_VERDICT_UNKNOWN, 1, "broke" },
  { BITACORA_PRACTICE_FAULT_ERROR_AFTER, BITACORA_CRM_VERDICT_UNKNOWN, 1, "stumbled" },
  { BITACORA_PRACTICE_FAULT_TRUNCATED, BITACORA_CRM_VERDICT_UNKNOWN, 1, NULL },
  { BITACORA_PRACTICE_FAULT_NOT_JSON, BITACORA_CRM_VERDICT_UNKNOWN, 1, "understood" },
  { BITACORA_PRACTICE_FAULT_STRING_CODE, BITACORA_CRM_VERDICT_LOGGED, 1, "has logged" },
  { BITACORA_PRACTICE_FAULT_BLANK_ID, BITACORA_CRM_VERDICT_LOGGED, 1, "has logged" },
  { BITACORA_PRACTICE_FAULT_HUGE, BITACORA_CRM_VERDICT_UNKNOWN, 1, "far too long" },
  { BITACORA_PRACTICE_FAULT_DEEP, BITACORA_CRM_VERDICT_UNKNOWN, 1, "understood" },
  { BITACORA_PRACTICE_FAULT_REDIRECT, BITACORA_CRM_VERDICT_REJECTED, 0, "elsewhere: “http" },
  { BITACORA_PRACTICE_FAULT_BAD_TOKEN, BITACORA_CRM_VERDICT_CREDENTIALS, 0, "token" },
  { BITACORA_PRACTICE_FAULT_QUOTA, BITACORA_CRM_VERDICT_QUOTA, 0, "used up" },
  { BITACORA_PRACTICE_FAULT_TOO_MANY, BITACORA_CRM_VERDICT_THROTTLED, 0, "tried again soon" },
  { BITACORA_PRACTICE_FAULT_RATE_LIMIT, BITACORA_CRM_VERDICT_RETRY_LATER, 0, "again later" },
  { BITACORA_PRACTICE_FAULT_MAINTENANCE, BITACORA_CRM_VERDICT_RETRY_LATER, 0, "maintenance" },
};

static BitacoraPracticeServer *
create_server (gboolean tls)
{
  BitacoraPracticeServer *server = bitacora_practice_server_new (CRM_FIXTURE_TOKEN);
  g_autofree char *certificate = crm_fixture_find_certificate ("good", ".pem");
  g_autofree char *key = crm_fixture_find_certificate ("good", ".key");
  g_autoptr (GError) error = NULL;

  if (tls)
    bitacora_practice_server_set_certificate (server, certificate, key, &error);
  g_assert_no_error (error);
  bitacora_practice_server_listen (server, 0, &error);
  g_assert_no_error (error);
  return server;
}

static BitacoraCrmReply *
insert (BitacoraCrmClient *client, BitacoraPracticeServer *server)
{
  return crm_fixture_insert (client,
                             bitacora_practice_server_get_url (server),
                             CRM_FIXTURE_TOKEN,
                             BODY,
                             NULL);
}

/* The first of two calls meets the fault, the second must not feel it any more. */
static void
meet_fault (const Case *c, gboolean tls)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (tls);
  g_autoptr (BitacoraCrmClient) client = crm_fixture_trusting_client (TIMEOUT);
  g_autoptr (BitacoraCrmReply) met = NULL;
  g_autoptr (BitacoraCrmReply) after = NULL;

  bitacora_practice_server_add_fault (server, c->fault, 1);
  met = insert (client, server);
  crm_fixture_assert_verdict (met, c->verdict, c->words);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, c->n_kept);

  after = insert (client, server);
  crm_fixture_assert_verdict (after, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_nonnull (bitacora_crm_reply_get_wolkvox_id (after));
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, c->n_kept + 1);

  if (c->fault == BITACORA_PRACTICE_FAULT_BLANK_ID)
    g_assert_null (bitacora_crm_reply_get_wolkvox_id (met));
  if (c->fault == BITACORA_PRACTICE_FAULT_RATE_LIMIT)
    g_assert_cmpint (bitacora_crm_reply_get_retry_after (met), >, 0);
}

static void
test_fault (gconstpointer data)
{
  meet_fault (data, FALSE);
}

static void
test_fault_over_tls (gconstpointer data)
{
  meet_fault (data, TRUE);
}

static void
test_every_fault_has_a_case (void)
{
  for (int fault = BITACORA_PRACTICE_FAULT_NONE + 1; fault <= BITACORA_PRACTICE_FAULT_MAINTENANCE;
       fault++)
    {
      gboolean found
          = fault == BITACORA_PRACTICE_FAULT_REFUSE || fault == BITACORA_PRACTICE_FAULT_DELAY;

      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        found = found || cases[i].fault == (BitacoraPracticeFault)fault;
      g_assert_true (found);
    }
}

static void
test_no_fault (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply = insert (client, server);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, "has logged");
  g_assert_nonnull (bitacora_crm_reply_get_wolkvox_id (reply));
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, 1);
}

static void
test_refuse (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply = NULL;

  bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_REFUSE, 1);
  reply = insert (client, server);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_NOT_SENT, "refused the connection");
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, 0);
}

static void
test_delay_that_is_borne (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply = NULL;

  bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_DELAY, 1);
  reply = insert (client, server);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_LOGGED, NULL);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, 1);
}

static void
test_delay_that_is_too_long (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = crm_fixture_client (20000, 300);
  g_autoptr (BitacoraCrmReply) reply = NULL;

  bitacora_practice_server_add_fault (server, BITACORA_PRACTICE_FAULT_DELAY, 1);
  reply = insert (client, server);
  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_UNKNOWN, "did not answer in time");
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), <=, 1);
}

static void
test_a_wrong_token (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply
      = crm_fixture_insert (client,
                            bitacora_practice_server_get_url (server),
                            "another",
                            BODY,
                            NULL);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_CREDENTIALS, NULL);
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, 0);
}

static void
test_a_missing_key (void)
{
  g_autoptr (BitacoraPracticeServer) server = create_server (FALSE);
  g_autoptr (BitacoraCrmClient) client = bitacora_crm_client_new ();
  g_autoptr (BitacoraCrmReply) reply
      = crm_fixture_insert (client,
                            bitacora_practice_server_get_url (server),
                            CRM_FIXTURE_TOKEN,
                            "{\"operation\":\"practice\"}",
                            NULL);

  crm_fixture_assert_verdict (reply, BITACORA_CRM_VERDICT_REJECTED, "PARAMETERS ARE REQUIRED");
  g_assert_cmpuint (bitacora_practice_server_get_n_activities (server), ==, 0);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm-client-faults/every-fault-has-a-case", test_every_fault_has_a_case);
  g_test_add_func ("/crm-client-faults/none", test_no_fault);
  g_test_add_func ("/crm-client-faults/refuse", test_refuse);
  g_test_add_func ("/crm-client-faults/delay-that-is-borne", test_delay_that_is_borne);
  g_test_add_func ("/crm-client-faults/delay-that-is-too-long", test_delay_that_is_too_long);
  g_test_add_func ("/crm-client-faults/a-wrong-token", test_a_wrong_token);
  g_test_add_func ("/crm-client-faults/a-missing-key", test_a_missing_key);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/crm-client-faults/",
                                           bitacora_practice_fault_get_name (cases[i].fault),
                                           NULL);

      g_autofree char *tls_path = g_strconcat (path, "-over-tls", NULL);

      g_test_add_data_func (path, &cases[i], test_fault);
      g_test_add_data_func (tls_path, &cases[i], test_fault_over_tls);
    }

  return g_test_run ();
}
