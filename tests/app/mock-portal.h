/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MOCK_PORTAL_ANSWER,
  /* The answer overtakes the reply to the call. */
  MOCK_PORTAL_ANSWER_EARLY,
  /* As a dialog that nobody looks at. */
  MOCK_PORTAL_KEEP_SILENT,
} MockPortalManner;

/* A desktop portal of the test's own on the session bus, and what it was asked. */
typedef struct
{
  GDBusConnection *connection;
  GHashTable *objects;
  guint root;
  guint registry;
  guint background;

  /* How it behaves */
  MockPortalManner manner;
  guint32 version;
  guint32 bind_response;
  guint32 background_response;
  gboolean grants_background;
  gboolean tells_keys_when_bound;
  gboolean takes_keys_with_session;
  const char *keys;

  /* What it was asked */
  guint n_registered;
  char *registered_id;
  guint n_sessions;
  guint n_bound;
  guint n_listed;
  guint n_sessions_closed;
  guint n_requests_closed;
  guint n_background;
  gboolean asked_autostart;
  char *asked_command;
  char *asked_reason;
  char *session;
  char *application;
  char *description;
  char *preferred_trigger;
} MockPortal;

MockPortal *mock_portal_new (void);
void mock_portal_free (MockPortal *self);

void mock_portal_start (MockPortal *self);
void mock_portal_stop (MockPortal *self);

void mock_portal_emit_activated (MockPortal *self,
                                 const char *session,
                                 const char *id,
                                 const char *token);
void mock_portal_emit_changed (MockPortal *self, const char *keys);
void mock_portal_close_session (MockPortal *self);

G_END_DECLS
