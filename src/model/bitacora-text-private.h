/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bitacora_text_fold (const char *text);
gboolean bitacora_text_has_control_character (const char *text, const char *allowed);
gboolean bitacora_text_is_blank (const char *text);
char *bitacora_text_quote (const char *text);

G_END_DECLS
