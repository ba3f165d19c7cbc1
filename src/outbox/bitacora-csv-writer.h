/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bitacora_csv_write_row (GString *file, const char *const *cells);

char *bitacora_csv_defuse (const char *text);
const char *bitacora_csv_get_meant (const char *cell);

G_END_DECLS
