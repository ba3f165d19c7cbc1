/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-reply.h"

#include <libsoup/soup.h>
#include <math.h>
#include <string.h>

#include "bitacora-crm-failure-private.h"
#include "bitacora-crm-reply-private.h"
#include "bitacora-crm-secret-private.h"
#include "bitacora-crm-verdict-private.h"
#include "bitacora-json-text.h"

/* The longest words of the CRM that are kept, in bytes. */
#define MAX_MESSAGE 500

/* No wait that a server asks for lasts longer, in seconds. */
#define MAX_RETRY_AFTER (24 * 60 * 60)

struct _BitacoraCrmReply
{
  GObject parent_instance;

  BitacoraCrmVerdict verdict;
  int code;
  guint http_status;
  char *message;
  char *wolkvox_id;
  int retry_after;
  JsonNode *data;
};

G_DEFINE_FINAL_TYPE (BitacoraCrmReply, bitacora_crm_reply, G_TYPE_OBJECT)

/* Somebody else's words on one line of ours. */
static char *
tidy_words (const char *text)
{
  g_autofree char *valid = NULL;
  GString *tidy;
  gboolean gap = FALSE;

  if (text == NULL)
    return NULL;

  valid = g_utf8_make_valid (text, -1);
  tidy = g_string_new (NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          gap = tidy->len > 0;
          continue;
        }

      if (tidy->len > MAX_MESSAGE)
        {
          g_string_append (tidy, "…");
          break;
        }
      if (gap)
        g_string_append_c (tidy, ' ');
      g_string_append_unichar (tidy, c);
      gap = FALSE;
    }

  if (tidy->len == 0)
    {
      g_string_free (tidy, TRUE);
      return NULL;
    }

  return g_string_free (tidy, FALSE);
}

static int
read_code (JsonObject *answer)
{
  double number;

  if (!bitacora_json_text_find_number (answer, "code", &number) || number < 1 || number > 999
      || number != floor (number))
    return 0;

  return (int)number;
}

/* The CRM writes that there is no error as the string "null". */
static char *
read_words (JsonObject *answer, const char *name)
{
  g_autofree char *words = tidy_words (bitacora_json_text_find_string (answer, name));

  if (words == NULL || g_ascii_strcasecmp (words, "null") == 0)
    return NULL;

  return g_steal_pointer (&words);
}

/* Which member bears the words that count is nowhere said: the known ones go first. */
static char *
read_message (JsonObject *answer, int code)
{
  g_autofree char *msg = read_words (answer, "msg");
  g_autofree char *error = read_words (answer, "error");

  if (msg == NULL
      || (error != NULL && bitacora_crm_verdict_knows (code, error)
          && !bitacora_crm_verdict_knows (code, msg)))
    return g_steal_pointer (&error);

  return g_steal_pointer (&msg);
}

static char *
read_wolkvox_id (JsonNode *data)
{
  static const char *const names[] = { "wolkvox_id", "wolkvox-id", "_id" };

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *id
          = tidy_words (bitacora_json_text_find_string (json_node_get_object (data), names[i]));

      if (id != NULL)
        return id;
    }

  return NULL;
}

/* Retry-After is seconds or a date: RFC 9110, section 10.2.3. */
static int
read_retry_after (const char *retry_after)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) now = NULL;
  gint64 seconds;
  char *end = NULL;

  if (retry_after == NULL)
    return -1;

  while (g_ascii_isspace (*retry_after))
    retry_after++;

  if (g_ascii_isdigit (*retry_after))
    {
      seconds = g_ascii_strtoll (retry_after, &end, 10);
      while (g_ascii_isspace (*end))
        end++;
      return *end == '\0' ? (int)CLAMP (seconds, 0, MAX_RETRY_AFTER) : -1;
    }

  date = soup_date_time_new_from_http_string (retry_after);
  if (date == NULL)
    return -1;

  now = g_date_time_new_now_utc ();
  seconds = g_date_time_difference (date, now) / G_TIME_SPAN_SECOND;
  return (int)CLAMP (seconds, 0, MAX_RETRY_AFTER);
}

/* Zero hours left is less than one, not now. */
static int
read_quota_restart (JsonObject *answer, JsonNode *data)
{
  double hours;

  if (!(data != NULL && JSON_NODE_HOLDS_OBJECT (data)
        && bitacora_json_text_find_number (json_node_get_object (data),
                                           "hours_to_restart_count",
                                           &hours))
      && !bitacora_json_text_find_number (answer, "hours_to_restart_count", &hours))
    return -1;

  if (hours < 0)
    return -1;

  return hours < 1.0 / 60 ? 60 * 60 : (int)(MIN (hours, 24) * 60 * 60);
}

static gboolean
is_redirect (guint http_status)
{
  return http_status >= 300 && http_status < 400 && http_status != 304;
}

/* Where the body has no code, only a status that says by itself that nothing was done, or that
 * the outcome is open, decides; "200 OK" around something unreadable decides nothing. */
static void
judge_by_status (BitacoraCrmReply *self, const char *location)
{
  self->code = (int)self->http_status;
  if (is_redirect (self->http_status) && self->message == NULL)
    self->message = tidy_words (location);

  self->verdict = self->http_status < 300 ? BITACORA_CRM_VERDICT_UNKNOWN
                                          : bitacora_crm_verdict_judge (self->code, self->message);
}

/* Any other 2xx than 200 and 201 counts as logged only with the record's id to prove it. */
static void
judge_by_code (BitacoraCrmReply *self)
{
  g_autofree char *id = read_wolkvox_id (self->data);

  self->verdict = bitacora_crm_verdict_judge (self->code, self->message);
  if (self->code >= 200 && self->code < 300 && id != NULL)
    self->verdict = BITACORA_CRM_VERDICT_LOGGED;
  if (self->verdict == BITACORA_CRM_VERDICT_LOGGED)
    self->wolkvox_id = g_steal_pointer (&id);
}

static JsonNode *
parse_answer (GBytes *body, const char *secret)
{
  g_autoptr (JsonNode) root = NULL;
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  root = bitacora_json_text_parse (text, (gssize)length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return bitacora_crm_secret_hide_in_json (root, secret);
}

static void
bitacora_crm_reply_finalize (GObject *object)
{
  BitacoraCrmReply *self = BITACORA_CRM_REPLY (object);

  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->wolkvox_id, g_free);
  g_clear_pointer (&self->data, json_node_unref);

  G_OBJECT_CLASS (bitacora_crm_reply_parent_class)->finalize (object);
}

static void
bitacora_crm_reply_class_init (BitacoraCrmReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bitacora_crm_reply_finalize;
}

static void
bitacora_crm_reply_init (BitacoraCrmReply *self)
{
  self->retry_after = -1;
}

/**
 * bitacora_crm_reply_new_from_answer:
 * @http_status: the HTTP status
 * @retry_after: (nullable): the Retry-After header
 * @location: (nullable): the Location header
 * @body: (nullable): the answer's body, decompressed
 *
 * Makes out what an answer means for the call that was sent. The body's `code`, a number or a
 * string of digits, decides where there is one; else the HTTP status decides where it can, and
 * what is left is unknown (API contract, section 5). Never fails on a missing or an extra member.
 *
 * Returns: (transfer full): a reply
 */
BitacoraCrmReply *
bitacora_crm_reply_new_from_answer (guint http_status,
                                    const char *retry_after,
                                    const char *location,
                                    GBytes *body)
{
  return bitacora_crm_reply_new_without_secret (http_status, retry_after, location, body, NULL);
}

/**
 * bitacora_crm_reply_new_without_secret:
 * @http_status: the HTTP status
 * @retry_after: (nullable): the Retry-After header
 * @location: (nullable): the Location header
 * @body: (nullable): the answer's body, decompressed
 * @secret: (nullable): the token that was sent
 *
 * Does what bitacora_crm_reply_new_from_answer() does, and keeps nothing that shows the token: a
 * CRM that quotes it, however it escapes it, must not bring it into our log of attempts.
 *
 * Returns: (transfer full): a reply
 */
BitacoraCrmReply *
bitacora_crm_reply_new_without_secret (guint http_status,
                                       const char *retry_after,
                                       const char *location,
                                       GBytes *body,
                                       const char *secret)
{
  BitacoraCrmReply *self = g_object_new (BITACORA_TYPE_CRM_REPLY, NULL);
  g_autoptr (JsonNode) root = parse_answer (body, secret);
  JsonObject *answer = root != NULL ? json_node_get_object (root) : NULL;
  g_autofree char *shown_location
      = location != NULL ? bitacora_crm_secret_hide_in_text (location, secret) : NULL;

  self->http_status = http_status;
  if (answer != NULL)
    {
      JsonNode *data = json_object_get_member (answer, "data");

      self->code = read_code (answer);
      self->message = read_message (answer, self->code != 0 ? self->code : (int)http_status);
      self->data = data != NULL ? json_node_ref (data) : NULL;
    }

  if (self->code != 0)
    judge_by_code (self);
  else
    judge_by_status (self, shown_location);

  if (self->verdict == BITACORA_CRM_VERDICT_QUOTA && answer != NULL)
    self->retry_after = read_quota_restart (answer, self->data);
  if (self->retry_after < 0)
    self->retry_after = read_retry_after (retry_after);

  return self;
}

/**
 * bitacora_crm_reply_new_from_failure:
 * @error: why there is no answer, of any domain
 * @sent: whether any byte of the request may have left
 *
 * Makes out what it means that no answer came: %BITACORA_CRM_VERDICT_NOT_SENT when nothing left,
 * %BITACORA_CRM_VERDICT_UNKNOWN when anything may have.
 *
 * Returns: (transfer full): a reply without a code, whose message is a translated sentence
 */
BitacoraCrmReply *
bitacora_crm_reply_new_from_failure (const GError *error, gboolean sent)
{
  BitacoraCrmReply *self = g_object_new (BITACORA_TYPE_CRM_REPLY, NULL);

  self->verdict = sent ? BITACORA_CRM_VERDICT_UNKNOWN : BITACORA_CRM_VERDICT_NOT_SENT;
  self->message = g_strdup (bitacora_crm_failure_explain (error, sent));
  return self;
}

/**
 * bitacora_crm_reply_new_credentials:
 * @error: why the profile has no token, from %BITACORA_TOKEN_ERROR
 *
 * Makes the reply of an attempt that ended before it began, for want of a token.
 *
 * Returns: (transfer full): a reply with %BITACORA_CRM_VERDICT_CREDENTIALS and @error's message
 */
BitacoraCrmReply *
bitacora_crm_reply_new_credentials (const GError *error)
{
  BitacoraCrmReply *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = g_object_new (BITACORA_TYPE_CRM_REPLY, NULL);
  self->verdict = BITACORA_CRM_VERDICT_CREDENTIALS;
  self->message = tidy_words (error->message);
  return self;
}

/**
 * bitacora_crm_reply_new_held:
 * @error: why nothing was tried, of any domain, with a sentence for the user
 *
 * Makes the reply of an attempt that ended before it began, for want of anything but a token. Its
 * call stays queued.
 *
 * Returns: (transfer full): a reply with %BITACORA_CRM_VERDICT_RETRY_LATER, no code, and @error's
 *   message
 */
BitacoraCrmReply *
bitacora_crm_reply_new_held (const GError *error)
{
  BitacoraCrmReply *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = g_object_new (BITACORA_TYPE_CRM_REPLY, NULL);
  self->verdict = BITACORA_CRM_VERDICT_RETRY_LATER;
  self->message = tidy_words (error->message);
  return self;
}

/**
 * bitacora_crm_reply_get_verdict:
 * @self: a reply
 *
 * Returns: what it means for the call that was sent
 */
BitacoraCrmVerdict
bitacora_crm_reply_get_verdict (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), BITACORA_CRM_VERDICT_UNKNOWN);

  return self->verdict;
}

/**
 * bitacora_crm_reply_get_code:
 * @self: a reply
 *
 * Returns: the body's code, or the HTTP status where the body has none, or 0 without an answer
 */
int
bitacora_crm_reply_get_code (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), 0);

  return self->code;
}

/**
 * bitacora_crm_reply_get_http_status:
 * @self: a reply
 *
 * Returns: the HTTP status, or 0 without an answer
 */
guint
bitacora_crm_reply_get_http_status (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), 0);

  return self->http_status;
}

/**
 * bitacora_crm_reply_get_message:
 * @self: a reply
 *
 * Gets the CRM's own words on one line; of a redirect where it points; and without an answer (code
 * 0) the translated sentence that says why there is none.
 *
 * Returns: (transfer none) (nullable): the words
 */
const char *
bitacora_crm_reply_get_message (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), NULL);

  return self->message;
}

/**
 * bitacora_crm_reply_get_wolkvox_id:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): the new record's id, where it was logged and the CRM named
 * it
 */
const char *
bitacora_crm_reply_get_wolkvox_id (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), NULL);

  return self->wolkvox_id;
}

/**
 * bitacora_crm_reply_get_retry_after:
 * @self: a reply
 *
 * Returns: the seconds to wait that the CRM asks for, a day at most; -1 when it names none
 */
int
bitacora_crm_reply_get_retry_after (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), -1);

  return self->retry_after;
}

/**
 * bitacora_crm_reply_get_data:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): the answer's `data`, of whatever type it came in
 */
JsonNode *
bitacora_crm_reply_get_data (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), NULL);

  return self->data;
}

/**
 * bitacora_crm_reply_describe:
 * @self: a reply
 *
 * Says what happened, what it means for the call, and what the user can do.
 *
 * Returns: (transfer full): translated text, of one sentence or two
 */
char *
bitacora_crm_reply_describe (BitacoraCrmReply *self)
{
  g_return_val_if_fail (BITACORA_IS_CRM_REPLY (self), NULL);

  return bitacora_crm_verdict_describe (self->verdict, self->code, self->message);
}
