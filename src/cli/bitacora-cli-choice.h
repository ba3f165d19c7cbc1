/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-cli-session.h"

G_BEGIN_DECLS

/* What several commands let the user choose. */
BitacoraProfile *bitacora_cli_choice_find_profile (BitacoraCliSession *session, const char *name);
char *bitacora_cli_choice_find_profile_id (BitacoraCliSession *session,
                                           const char *name,
                                           GError **not_found);
gboolean bitacora_cli_choice_read_states (const char *command,
                                          const char *const *words,
                                          guint *states);

G_END_DECLS
