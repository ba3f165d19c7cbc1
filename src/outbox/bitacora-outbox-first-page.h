/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

void bitacora_outbox_first_page_restore (const char *path, sqlite3 *pattern);

G_END_DECLS
