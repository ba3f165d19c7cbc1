/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children side by side, each as wide as it wants to be, in as many lines as they need. */
#define BITACORA_TYPE_WRAP_LAYOUT (bitacora_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraWrapLayout,
                      bitacora_wrap_layout,
                      BITACORA,
                      WRAP_LAYOUT,
                      GtkLayoutManager)

GtkLayoutManager *bitacora_wrap_layout_new (int spacing);

G_END_DECLS
