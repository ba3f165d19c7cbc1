/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-hint-row.h"

G_BEGIN_DECLS

char *bitacora_server_check (GtkEditable *entry, BitacoraHintRow *hint);
void bitacora_server_replace (GtkEditable *entry, BitacoraHintRow *hint);

G_END_DECLS
