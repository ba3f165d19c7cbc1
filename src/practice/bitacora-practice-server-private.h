/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "bitacora-practice-fault-queue.h"
#include "bitacora-practice-ledger.h"
#include "bitacora-practice-server.h"
#include "bitacora-practice-token.h"

G_BEGIN_DECLS

struct _BitacoraPracticeServer
{
  GObject parent_instance;

  GMainContext *context;
  SoupServer *soup;
  GTlsCertificate *certificate;
  char *url;
  guint16 port;

  BitacoraPracticeToken *token;
  BitacoraPracticeLedger *ledger;
  BitacoraPracticeFaultQueue *faults;
  int n_requests;
  guint delay;
  guint refuse_time;
  char *redirect_to;

  /* The answers that are put off: SoupServerMessage to GSource. */
  GHashTable *deferred;
  /* Cancelled to cut the lines that stall. */
  GCancellable *closing;

  /* While connections are refused: holds the port, and wakes when it is over. */
  GSocket *reserved;
  GSource *refusing;
  gint64 refuse_until;
  guint refuse_at_listen;
};

/* Does what was put off; @message is paused. */
typedef void (*BitacoraPracticeDeferredFunc) (BitacoraPracticeServer *self,
                                              SoupServerMessage *message,
                                              gpointer user_data);

void bitacora_practice_server_defer (BitacoraPracticeServer *self,
                                     SoupServerMessage *message,
                                     guint milliseconds,
                                     BitacoraPracticeDeferredFunc func,
                                     gpointer user_data,
                                     GDestroyNotify destroy);
void bitacora_practice_server_count_request (BitacoraPracticeServer *self);
void bitacora_practice_server_accept (BitacoraPracticeServer *self, JsonNode *entry);

gboolean bitacora_practice_listener_open (BitacoraPracticeServer *self,
                                          guint16 port,
                                          GError **error);
void bitacora_practice_listener_close (BitacoraPracticeServer *self);
void bitacora_practice_listener_refuse (BitacoraPracticeServer *self, guint times);
void bitacora_practice_listener_resume (BitacoraPracticeServer *self);

void bitacora_practice_api_begin (BitacoraPracticeServer *self, SoupServerMessage *message);
void bitacora_practice_api_end (SoupServerMessage *message);
void bitacora_practice_api_answer (BitacoraPracticeServer *self,
                                   SoupServerMessage *message,
                                   const char *path,
                                   GHashTable *query);

void bitacora_practice_door_answer (BitacoraPracticeServer *self,
                                    SoupServerMessage *message,
                                    const char *path);

G_END_DECLS
