/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-tray-menu-tree.h"

G_BEGIN_DECLS

/* What the methods of com.canonical.dbusmenu look at: "changed_parent" is the item below which
 * something changed that hosts were not told yet, 0 for the whole menu, -1 for none. */
typedef struct
{
  BitacoraTrayMenuTree *tree;
  guint revision;
  int changed_parent;
} BitacoraTrayMenuView;

/* A click, whose item may be gone when it is done. */
typedef struct
{
  char *action;
  GVariant *target;
} BitacoraTrayMenuClick;

GPtrArray *bitacora_tray_menu_click_list_new (void);
GVariant *bitacora_tray_menu_answer (const BitacoraTrayMenuView *view,
                                     const char *method,
                                     GVariant *parameters,
                                     GPtrArray *clicks,
                                     GError **error);

G_END_DECLS
