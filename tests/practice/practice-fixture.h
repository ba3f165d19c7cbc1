/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "practice/bitacora-practice-server.h"

G_BEGIN_DECLS

#define PRACTICE_TOKEN "token-of-the-practice-tests"

#define PRACTICE_INSERT "/server/API/v2/custom/insert.php"
#define PRACTICE_QUERY "/server/API/v2/custom/query.php"
#define PRACTICE_QUERY_DATES "/server/API/v2/custom/queryDates.php"
#define PRACTICE_INFORMATION "/server/API/v2/token/tokenInformation.php?operation=practice"

#define PRACTICE_WITHOUT_TOKEN "Content-Type: application/json\r\n"
#define PRACTICE_HEADERS "Wolkvox-Token: " PRACTICE_TOKEN "\r\n" PRACTICE_WITHOUT_TOKEN

/* The body that the vendor's page shows, filled in. */
#define PRACTICE_CALL                                                                              \
  "{\"operation\":\"practice\",\"module\":\"wolkvox_activities\",\"type\":\"call\",\"fields\":{"   \
  "\"status\":\"created\",\"name\":\"Llamada a Ana\",\"priority\":\"low\","                        \
  "\"name_module\":\"contacts\",\"completion_date\":\"2023-07-30 09:15:00\",\"remember\":true,"    \
  "\"reminder_date\":\"2023-07-31 00:00:00\",\"description\":\"Pide la cotización\","             \
  "\"id_record\":\"64cb0c3f9d8e7a0012345678\",\"location\":\"Bogotá\","                           \
  "\"wolkvox_owner\":\"ADMIN_@mimodulo\",\"phone\":{\"type\":\"telephone\","                       \
  "\"country\":\"COLOMBIA\",\"code\":\"57\",\"value\":\"3105551234\"}}}"

#define PRACTICE_TASK                                                                              \
  "{\"operation\":\"practice\",\"module\":\"wolkvox_activities\",\"type\":\"task\",\"fields\":{"   \
  "\"status\":\"created\",\"name\":\"Enviar la cotización\",\"priority\":\"high\","               \
  "\"name_module\":\"cases\",\"completion_date\":\"2023-07-30 00:00:00\",\"remember\":false,"      \
  "\"reminder_date\":\"2023-07-30 00:00:00\",\"description\":\"\",\"id_record\":\"\","             \
  "\"wolkvox_owner\":\"\"}}"

/* A practice CRM in a thread of its own, so that a test may wait for the wire. */
typedef struct
{
  BitacoraPracticeServer *server;
  guint16 port;

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
} Practice;

/* What came over the wire; status 0 when the line was cut without an answer. */
typedef struct
{
  guint status;
  char *head;
  char *body;
  gsize length;
} PracticeReply;

typedef void (*PracticeFunc) (BitacoraPracticeServer *server, gpointer user_data);

Practice *practice_start (void);
void practice_stop (Practice *self);
void practice_run (Practice *self, PracticeFunc func, gpointer user_data);

GSocketConnection *practice_connect (Practice *self, GError **error);
void practice_send (GSocketConnection *line,
                    const char *method,
                    const char *path,
                    const char *headers,
                    const char *body);
void practice_write (GSocketConnection *line, const char *text);
PracticeReply *practice_read (GSocketConnection *line);
gboolean practice_is_silent (GSocketConnection *line);

PracticeReply *practice_ask (Practice *self,
                             const char *method,
                             const char *path,
                             const char *headers,
                             const char *body);
PracticeReply *practice_insert (Practice *self, const char *body);
void practice_reply_free (PracticeReply *reply);
char *practice_reply_dup_header (PracticeReply *reply, const char *name);
JsonNode *practice_reply_parse (PracticeReply *reply);
const char *practice_get_string (JsonNode *object, const char *name);

void practice_assert_failed (PracticeReply *reply, guint code, const char *words);
char *practice_assert_created (PracticeReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Practice, practice_stop)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeReply, practice_reply_free)

G_END_DECLS
