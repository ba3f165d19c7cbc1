/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox-deeds.h"
#include "outbox/bitacora-call-export.h"
#include "outbox/bitacora-call-import.h"

G_BEGIN_DECLS

/* Files of calls, waited for. The user is in Bogotá, and so is the profile "sales". */

#define CALL_FIXTURE_PROFILE "sales"

char *call_fixture_write (const char *folder, const char *text, gssize length);

BitacoraCallImport *call_fixture_create_import (BitacoraOutbox *outbox);
gboolean call_fixture_read (BitacoraCallImport *import, const char *path, GError **error);
const BitacoraCallCheck *call_fixture_check (BitacoraCallImport *import, GError **error);
guint call_fixture_queue (BitacoraCallImport *import,
                          BitacoraCallImportFlags flags,
                          GError **error);

BitacoraCallImport *call_fixture_check_text (OutboxFixture *fixture, const char *text);
guint call_fixture_import (OutboxFixture *fixture,
                           const char *text,
                           BitacoraCallImportFlags flags,
                           GError **error);

gboolean call_fixture_export (BitacoraOutbox *outbox,
                              BitacoraOutboxQuery *query,
                              const char *path,
                              GError **error);

G_END_DECLS
