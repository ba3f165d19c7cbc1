/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-server-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bitacora-practice-line.h"
#include "bitacora-practice-page.h"
#include "crm/bitacora-json-text.h"

#define JSON_TYPE "application/json"

/* Told to refuse connections for some time, once its own answer is out. */
typedef struct
{
  BitacoraPracticeServer *server;
  guint times;
} Refusal;

static void
refusal_free (gpointer data, GClosure *closure)
{
  Refusal *refusal = data;

  g_object_unref (refusal->server);
  g_free (refusal);
}

static void
refusal_answered_cb (SoupServerMessage *message, Refusal *refusal)
{
  bitacora_practice_server_add_fault (refusal->server,
                                      BITACORA_PRACTICE_FAULT_REFUSE,
                                      refusal->times);
}

static void
answer_json (SoupServerMessage *message, guint status, JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  bitacora_practice_line_answer (message, status, JSON_TYPE, text);
}

static void
answer_problem (SoupServerMessage *message, guint status, const char *words)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, words);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  answer_json (message, status, node);
}

static void
answer_count (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  g_autofree char *text
      = g_strdup_printf ("{\"count\":%u}", bitacora_practice_server_get_n_requests (self));

  bitacora_practice_line_answer (message, SOUP_STATUS_OK, JSON_TYPE, text);
}

static void
add_known_faults (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "known");
  json_builder_begin_array (builder);
  for (guint i = BITACORA_PRACTICE_FAULT_NONE + 1; i < BITACORA_PRACTICE_N_FAULTS; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "fault");
      json_builder_add_string_value (builder, bitacora_practice_fault_get_name (i));
      json_builder_set_member_name (builder, "summary");
      json_builder_add_string_value (builder, bitacora_practice_fault_get_summary (i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
answer_faults (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pending");
  json_builder_add_value (builder, bitacora_practice_fault_queue_write (self->faults));
  add_known_faults (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  answer_json (message, SOUP_STATUS_OK, node);
}

static gboolean
read_fault (SoupServerMessage *message, BitacoraPracticeFault *fault, guint *times, GError **error)
{
  g_autoptr (GBytes) bytes
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (JsonNode) root = NULL;
  const char *name = NULL;
  double number = 1;

  if (g_bytes_get_size (bytes) > 0)
    root = bitacora_json_text_parse (g_bytes_get_data (bytes, NULL),
                                     (gssize)g_bytes_get_size (bytes),
                                     NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    name = bitacora_json_text_find_string (json_node_get_object (root), "fault");

  if (name == NULL
      || (json_object_has_member (json_node_get_object (root), "times")
          && (!bitacora_json_text_find_number (json_node_get_object (root), "times", &number)
              || number < 1 || number > BITACORA_PRACTICE_FAULT_MAX_TIMES)))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: keep the JSON as it is. */
                   _ ("Say which fault, as in %s, and how many times: from 1 to %d."),
                   "{\"fault\": \"delay\", \"times\": 2}",
                   BITACORA_PRACTICE_FAULT_MAX_TIMES);
      return FALSE;
    }

  *times = (guint)number;
  return bitacora_practice_fault_parse_name (name, fault, error);
}

static void
refuse_after_answer (BitacoraPracticeServer *self, SoupServerMessage *message, guint times)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->server = g_object_ref (self);
  refusal->times = times;
  g_signal_connect_data (message,
                         "finished",
                         G_CALLBACK (refusal_answered_cb),
                         refusal,
                         refusal_free,
                         (GConnectFlags)0);
}

static void
add_fault (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  g_autoptr (GError) error = NULL;
  BitacoraPracticeFault fault;
  guint times;

  if (!read_fault (message, &fault, &times, &error))
    {
      answer_problem (message, SOUP_STATUS_BAD_REQUEST, error->message);
      return;
    }

  if (fault == BITACORA_PRACTICE_FAULT_REFUSE)
    refuse_after_answer (self, message, times);
  else
    bitacora_practice_server_add_fault (self, fault, times);
  answer_faults (self, message);
}

static void
answer_page (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  g_autoptr (JsonNode) activities = bitacora_practice_ledger_write (self->ledger);
  g_autoptr (JsonNode) faults = bitacora_practice_fault_queue_write (self->faults);
  g_autofree char *page = bitacora_practice_page_write (activities, faults, self->url);

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; "
                                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  bitacora_practice_line_answer (message, SOUP_STATUS_OK, "text/html; charset=utf-8", page);
}

static void
answer_activities (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  g_autoptr (JsonNode) activities = bitacora_practice_ledger_write (self->ledger);

  answer_json (message, SOUP_STATUS_OK, activities);
}

static void
clear_faults (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  bitacora_practice_server_clear_faults (self);
  answer_faults (self, message);
}

/* What can be asked at the door. */
static const struct
{
  const char *path;
  const char *method;
  void (*answer) (BitacoraPracticeServer *self, SoupServerMessage *message);
} questions[] = {
  { "/", "GET", answer_page },
  { "/practice/activities", "GET", answer_activities },
  { "/practice/requests", "GET", answer_count },
  { "/practice/faults", "GET", answer_faults },
  { "/practice/faults", "POST", add_fault },
  { "/practice/faults", "DELETE", clear_faults },
};

/**
 * bitacora_practice_door_answer:
 * @self: the server
 * @message: a request that is none of the vendor's API, read to its end
 * @path: its path
 *
 * Answers who looks at the practice CRM or tells it how to misbehave; none of this exists in the
 * vendor's:
 *
 * - `GET /`: a page for people;
 * - `GET /practice/activities`: a JSON array of what was accepted, oldest first, each
 *   `{"wolkvox_id", "received", "body"}`;
 * - `GET /practice/requests`: `{"count": N}`, the requests of the API so far;
 * - `GET /practice/faults`: `{"pending": […], "known": […]}`;
 * - `POST /practice/faults` with `{"fault": NAME, "times": N}`: adds one; answers as GET does;
 * - `DELETE /practice/faults`: forgets those that are pending; answers as GET does.
 */
void
bitacora_practice_door_answer (BitacoraPracticeServer *self,
                               SoupServerMessage *message,
                               const char *path)
{
  gboolean is_known = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      if (strcmp (questions[i].path, path) != 0)
        continue;

      is_known = TRUE;
      if (strcmp (questions[i].method, soup_server_message_get_method (message)) == 0)
        {
          questions[i].answer (self, message);
          return;
        }
    }

  if (is_known)
    answer_problem (message,
                    SOUP_STATUS_METHOD_NOT_ALLOWED,
                    _ ("The practice CRM cannot do this here."));
  else
    answer_problem (message,
                    SOUP_STATUS_NOT_FOUND,
                    _ ("The practice CRM has nothing at this address."));
}
