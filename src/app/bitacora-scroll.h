/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bitacora_scroll_show (GtkWidget *widget);

G_END_DECLS
