/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm/bitacora-crm-client.h"

G_BEGIN_DECLS

/* Asks the CRM about a token and says what it answered.
 * Signals: "test-requested": the button was clicked, and whoever shows the row knows the account;
 *          "tested" (gboolean works): the answer is there. */
#define BITACORA_TYPE_CONNECTION_ROW (bitacora_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraConnectionRow,
                      bitacora_connection_row,
                      BITACORA,
                      CONNECTION_ROW,
                      AdwPreferencesRow)

void bitacora_connection_row_test (BitacoraConnectionRow *self,
                                   BitacoraCrmClient *client,
                                   const char *server,
                                   const char *operation,
                                   const char *token);
void bitacora_connection_row_show_error (BitacoraConnectionRow *self, const char *sentence);
void bitacora_connection_row_clear (BitacoraConnectionRow *self);

G_END_DECLS
