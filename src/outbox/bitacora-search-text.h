/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-call-activity.h"

G_BEGIN_DECLS

/* What a search looks at: text without the differences that nobody means when searching. */

char *bitacora_search_text_fold (const char *text);
char *bitacora_search_text_write (BitacoraCallActivity *activity);

G_END_DECLS
