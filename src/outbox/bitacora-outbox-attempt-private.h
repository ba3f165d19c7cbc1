/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-attempt.h"

G_BEGIN_DECLS

/* A row of the table, borrowed from whoever reads it. Moments are microseconds since 1970. */
typedef struct
{
  gint64 id;
  gint64 started;
  gint64 ended;
  const char *body;
  const char *verdict;
  gint64 http_status;
  gint64 code;
  const char *message;
} BitacoraOutboxAttemptRow;

BitacoraOutboxAttempt *bitacora_outbox_attempt_new (const BitacoraOutboxAttemptRow *row);

G_END_DECLS
