/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-server-private.h"

#include <string.h>

#include "bitacora-practice-answer.h"
#include "bitacora-practice-contract.h"
#include "bitacora-practice-line.h"
#include "bitacora-practice-records.h"
#include "crm/bitacora-json-text.h"

#define JSON_TYPE "application/json"
#define HTML_TYPE "text/html; charset=utf-8"

/* Under which a request keeps its visit. */
#define VISIT "bitacora-practice-visit"

/* RFC 6585, section 4. */
#define TOO_MANY_REQUESTS 429

#define EXCEEDS "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"
#define VALIDATE "PLEASE VALIDATE TOKEN"
#define QUOTA "TOKEN LIMIT EXCEEDED"

typedef enum
{
  INSERT,
  QUERY,
  QUERY_DATES,
  TOKEN_INFORMATION,
} CallKind;

/* One call of the vendor's API. */
typedef struct
{
  const char *path;
  const char *method;
  CallKind kind;
  char *(*check) (JsonNode *body);
} Call;

static const Call calls[] = {
  { "/server/API/v2/custom/insert.php", "POST", INSERT, bitacora_practice_contract_check_insert },
  { "/server/API/v2/custom/query.php", "POST", QUERY, bitacora_practice_contract_check_query },
  { "/server/API/v2/custom/queryDates.php",
    "POST",
    QUERY_DATES,
    bitacora_practice_contract_check_query_dates },
  { "/server/API/v2/token/tokenInformation.php", "GET", TOKEN_INFORMATION, NULL },
};

/* A request with the right token, from its head to the end of its answer. */
typedef struct
{
  BitacoraPracticeToken *token;
  gboolean is_too_many;
} Visit;

/* A request that was found good. */
typedef struct
{
  const Call *call;
  JsonNode *body;
  BitacoraPracticeFault fault;
} Work;

static void
visit_free (Visit *visit)
{
  bitacora_practice_token_leave (visit->token);
  g_object_unref (visit->token);
  g_free (visit);
}

static void
work_free (Work *work)
{
  g_clear_pointer (&work->body, json_node_unref);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static const char *
get_request_token (SoupServerMessage *message)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                       "Wolkvox-Token");
}

static void
answer_failed (SoupServerMessage *message, guint code, const char *words)
{
  g_autofree char *text = bitacora_practice_answer_failed (code, words);

  bitacora_practice_line_answer (message, code, JSON_TYPE, text);
}

static void
answer_found (SoupServerMessage *message, const Work *work, JsonNode *data)
{
  g_autofree char *text = NULL;

  if (work->fault == BITACORA_PRACTICE_FAULT_NOT_JSON)
    {
      text = bitacora_practice_answer_html ("Welcome");
      bitacora_practice_line_answer (message, SOUP_STATUS_OK, HTML_TYPE, text);
      return;
    }

  text = bitacora_practice_answer_found (data);
  bitacora_practice_line_answer (message, SOUP_STATUS_OK, JSON_TYPE, text);
}

static void
cut_deferred (BitacoraPracticeServer *self, SoupServerMessage *message, gpointer user_data)
{
  bitacora_practice_line_cut (message);
}

static void
stall_deferred (BitacoraPracticeServer *self, SoupServerMessage *message, gpointer user_data)
{
  bitacora_practice_line_stall (message, user_data, self->closing);
}

/* libsoup lets go of a connection only once its handler has returned. */
static void
cut_soon (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  bitacora_practice_server_defer (self, message, 0, cut_deferred, NULL, NULL);
}

static void
answer_created (BitacoraPracticeServer *self,
                SoupServerMessage *message,
                const Work *work,
                const char *wolkvox_id)
{
  g_autofree char *text = bitacora_practice_answer_created (wolkvox_id, work->fault);

  switch ((int)work->fault)
    {
    case BITACORA_PRACTICE_FAULT_CUT_AFTER:
      cut_soon (self, message);
      break;
    case BITACORA_PRACTICE_FAULT_STALL:
      bitacora_practice_server_defer (self,
                                      message,
                                      0,
                                      stall_deferred,
                                      g_steal_pointer (&text),
                                      g_free);
      break;
    case BITACORA_PRACTICE_FAULT_ERROR_AFTER:
      bitacora_practice_line_answer (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, HTML_TYPE, text);
      break;
    case BITACORA_PRACTICE_FAULT_NOT_JSON:
      bitacora_practice_line_answer (message, SOUP_STATUS_OK, HTML_TYPE, text);
      break;
    default:
      bitacora_practice_line_answer (message, SOUP_STATUS_OK, JSON_TYPE, text);
    }
}

static void
insert (BitacoraPracticeServer *self, SoupServerMessage *message, const Work *work)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) entry = bitacora_practice_ledger_add (self->ledger,
                                                             work->body,
                                                             body->data,
                                                             (gsize)body->length,
                                                             &error);

  if (entry == NULL)
    {
      g_message ("%s", error->message);
      answer_failed (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "INTERNAL SERVER ERROR");
      return;
    }

  bitacora_practice_server_accept (self, entry);
  answer_created (self,
                  message,
                  work,
                  json_object_get_string_member (json_node_get_object (entry), "wolkvox_id"));
}

static void
perform (BitacoraPracticeServer *self, SoupServerMessage *message, const Work *work)
{
  g_autoptr (JsonNode) activities = NULL;
  g_autoptr (JsonNode) data = NULL;

  switch (work->call->kind)
    {
    case INSERT:
      insert (self, message, work);
      return;
    case QUERY:
      activities = bitacora_practice_ledger_write (self->ledger);
      data = bitacora_practice_records_query (activities, json_node_get_object (work->body));
      break;
    case QUERY_DATES:
      activities = bitacora_practice_ledger_write (self->ledger);
      data = bitacora_practice_records_query_dates (activities, json_node_get_object (work->body));
      break;
    case TOKEN_INFORMATION:
    default:
      data = bitacora_practice_token_write (self->token);
    }

  answer_found (message, work, data);
}

static void
perform_deferred (BitacoraPracticeServer *self, SoupServerMessage *message, gpointer user_data)
{
  perform (self, message, user_data);
  soup_server_message_unpause (message);
}

/* What a fault does before anything is done; all else is a matter of the answer. */
static void
start (BitacoraPracticeServer *self, SoupServerMessage *message, Work *taken)
{
  g_autoptr (Work) work = taken;

  switch ((int)work->fault)
    {
    case BITACORA_PRACTICE_FAULT_DELAY:
      bitacora_practice_server_defer (self,
                                      message,
                                      self->delay,
                                      perform_deferred,
                                      g_steal_pointer (&work),
                                      (GDestroyNotify)work_free);
      break;
    case BITACORA_PRACTICE_FAULT_CUT_BEFORE:
      cut_soon (self, message);
      break;
    case BITACORA_PRACTICE_FAULT_REDIRECT:
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, self->redirect_to);
      break;
    case BITACORA_PRACTICE_FAULT_BAD_TOKEN:
      answer_failed (message, SOUP_STATUS_FORBIDDEN, VALIDATE);
      break;
    case BITACORA_PRACTICE_FAULT_QUOTA:
      answer_failed (message, SOUP_STATUS_FORBIDDEN, QUOTA);
      break;
    case BITACORA_PRACTICE_FAULT_TOO_MANY:
      answer_failed (message, SOUP_STATUS_FORBIDDEN, EXCEEDS);
      break;
    case BITACORA_PRACTICE_FAULT_RATE_LIMIT:
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Retry-After",
                                    "1");
      answer_failed (message, TOO_MANY_REQUESTS, "TOO MANY REQUESTS");
      break;
    case BITACORA_PRACTICE_FAULT_MAINTENANCE:
      answer_failed (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "SERVER UNDER MAINTENANCE");
      break;
    default:
      perform (self, message, work);
    }
}

static const Call *
find_call (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strcmp (calls[i].path, path) == 0)
      return &calls[i];

  return NULL;
}

/* Whether the caller may come in; answers them where not. */
static gboolean
admit (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  const char *token = get_request_token (message);
  Visit *visit = g_object_get_data (G_OBJECT (message), VISIT);

  if (token == NULL || *token == '\0')
    answer_failed (message, SOUP_STATUS_UNAUTHORIZED, "PLEASE ENTER THE WOLKVOX-TOKEN");
  else if (visit == NULL)
    answer_failed (message, SOUP_STATUS_FORBIDDEN, VALIDATE);
  else if (visit->is_too_many)
    answer_failed (message, SOUP_STATUS_FORBIDDEN, EXCEEDS);
  else if (!bitacora_practice_token_spend (self->token))
    answer_failed (message, SOUP_STATUS_FORBIDDEN, QUOTA);
  else
    return TRUE;

  return FALSE;
}

static char *
read_body (SoupServerMessage *message, const Call *call, JsonNode **root)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *type
      = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message),
                                               NULL);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);

  if (type == NULL || g_ascii_strcasecmp (type, JSON_TYPE) != 0)
    return g_strdup ("SOME PARAMETERS ARE REQUIRED: THE HEADER Content-Type: " JSON_TYPE);

  if (g_bytes_get_size (bytes) > 0)
    *root = bitacora_json_text_parse (g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes),
                                      NULL);
  return call->check (*root);
}

static char *
read_query (GHashTable *query)
{
  const char *operation = query != NULL ? g_hash_table_lookup (query, "operation") : NULL;

  if (operation == NULL || *operation == '\0')
    return g_strdup ("SOME PARAMETERS ARE REQUIRED: operation");

  return NULL;
}

/**
 * bitacora_practice_api_begin:
 * @self: the server
 * @message: a request of the API of which the head has been read
 *
 * Counts @message, and among those that are open with the token if it has the right one.
 */
void
bitacora_practice_api_begin (BitacoraPracticeServer *self, SoupServerMessage *message)
{
  const char *token = get_request_token (message);
  Visit *visit;

  bitacora_practice_server_count_request (self);
  if (token == NULL || !bitacora_practice_token_equals (self->token, token))
    return;

  visit = g_new0 (Visit, 1);
  visit->token = g_object_ref (self->token);
  visit->is_too_many = !bitacora_practice_token_enter (self->token);
  g_object_set_data_full (G_OBJECT (message), VISIT, visit, (GDestroyNotify)visit_free);
}

/**
 * bitacora_practice_api_end:
 * @message: a request
 *
 * Counts @message no longer among those that are open; does nothing when it never was.
 */
void
bitacora_practice_api_end (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), VISIT, NULL);
}

/**
 * bitacora_practice_api_answer:
 * @self: the server
 * @message: a request that bitacora_practice_api_begin() has seen, read to its end
 * @path: its path
 * @query: (nullable): its query
 *
 * Answers as the contract has it, unless a fault is due. A fault falls only on a request that would
 * have been answered well: one that is refused anyway leaves it for the next.
 */
void
bitacora_practice_api_answer (BitacoraPracticeServer *self,
                              SoupServerMessage *message,
                              const char *path,
                              GHashTable *query)
{
  const Call *call = find_call (path);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *problem = NULL;
  Work *work;

  if (call == NULL)
    {
      answer_failed (message,
                     SOUP_STATUS_BAD_REQUEST,
                     "THE API YOU WANT TO CONSULT DOES NOT EXIST");
      return;
    }

  if (strcmp (soup_server_message_get_method (message), call->method) != 0)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Allow",
                                    call->method);
      answer_failed (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "METHOD NOT ALLOWED");
      return;
    }

  if (!admit (self, message))
    return;

  problem = call->check != NULL ? read_body (message, call, &root) : read_query (query);
  if (problem != NULL)
    {
      answer_failed (message, SOUP_STATUS_BAD_REQUEST, problem);
      return;
    }

  work = g_new0 (Work, 1);
  work->call = call;
  work->body = g_steal_pointer (&root);
  work->fault = bitacora_practice_fault_queue_take (self->faults, call->kind == INSERT);
  start (self, message, work);
}
