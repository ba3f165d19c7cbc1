/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "outbox/bitacora-outbox-entry.h"

G_BEGIN_DECLS

AdwToast *bitacora_toast_new (const char *text);
AdwToast *bitacora_toast_new_for_outcome (BitacoraOutboxEntry *entry);
void bitacora_toast_show (AdwToast *toast, GtkWidget *anywhere);

G_END_DECLS
