/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outbox/bitacora-outbox.h"

G_BEGIN_DECLS

void bitacora_outbox_notice_show (GtkWidget *widget,
                                  BitacoraOutbox *outbox,
                                  GCancellable *cancellable);

G_END_DECLS
