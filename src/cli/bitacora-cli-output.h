/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void bitacora_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
void bitacora_cli_print_exactly (const char *text);
void bitacora_cli_print_json (JsonBuilder *builder);
void bitacora_cli_print_table (GPtrArray *rows);
void bitacora_cli_note (const char *format, ...) G_GNUC_PRINTF (1, 2);
void bitacora_cli_prompt (const char *format, ...) G_GNUC_PRINTF (1, 2);
gboolean bitacora_cli_flush (void);

void bitacora_cli_add_text (JsonBuilder *builder, const char *name, const char *text);
void bitacora_cli_add_number (JsonBuilder *builder, const char *name, gint64 number);
void bitacora_cli_add_null (JsonBuilder *builder, const char *name);
void bitacora_cli_add_number_or_null (JsonBuilder *builder, const char *name, gint64 number);
void bitacora_cli_add_moment (JsonBuilder *builder, const char *name, GDateTime *moment);

char *bitacora_cli_one_line (const char *text);

G_END_DECLS
