/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-practice-fault.h"

G_BEGIN_DECLS

/* Where "bitacora practice" listens unless told otherwise. */
#define BITACORA_PRACTICE_PORT 8765

/* The longest request that is read, in bytes. */
#define BITACORA_PRACTICE_MAX_REQUEST (1024 * 1024)

/* A CRM of one's own on loopback, that speaks the vendor's API and can be told to misbehave.
 * Properties, read-only: "url" (string), "n-activities" and "n-requests" (guint). Signal:
 * "activity-accepted" (const char *json), with {"wolkvox_id", "received", "body"} on one line. */
#define BITACORA_TYPE_PRACTICE_SERVER (bitacora_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPracticeServer,
                      bitacora_practice_server,
                      BITACORA,
                      PRACTICE_SERVER,
                      GObject)

BitacoraPracticeServer *bitacora_practice_server_new (const char *token);

gboolean bitacora_practice_server_set_certificate (BitacoraPracticeServer *self,
                                                   const char *certificate_path,
                                                   const char *key_path,
                                                   GError **error);
gboolean bitacora_practice_server_record_to (BitacoraPracticeServer *self,
                                             const char *path,
                                             GError **error);
gboolean bitacora_practice_server_listen (BitacoraPracticeServer *self,
                                          guint16 port,
                                          GError **error);
void bitacora_practice_server_close (BitacoraPracticeServer *self);

const char *bitacora_practice_server_get_url (BitacoraPracticeServer *self);
void bitacora_practice_server_add_fault (BitacoraPracticeServer *self,
                                         BitacoraPracticeFault fault,
                                         guint times);
void bitacora_practice_server_clear_faults (BitacoraPracticeServer *self);
void bitacora_practice_server_set_delay (BitacoraPracticeServer *self, guint milliseconds);
void bitacora_practice_server_set_refuse_time (BitacoraPracticeServer *self, guint milliseconds);
void bitacora_practice_server_set_redirect (BitacoraPracticeServer *self, const char *url);
void bitacora_practice_server_set_daily_limit (BitacoraPracticeServer *self, guint daily_limit);
guint bitacora_practice_server_get_n_activities (BitacoraPracticeServer *self);
char *bitacora_practice_server_dup_activity (BitacoraPracticeServer *self, guint position);
guint bitacora_practice_server_get_n_requests (BitacoraPracticeServer *self);

G_END_DECLS
