/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GMenuModel and its actions as one tree of numbered items without sections, kept up to date.
 * Id 0 is the menu itself.
 * Signals: "layout-changed" (int parent): other items below that one; "item-changed" (int id): its
 * properties may have become others. Both come at once with the change. */
#define BITACORA_TYPE_TRAY_MENU_TREE (bitacora_tray_menu_tree_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraTrayMenuTree,
                      bitacora_tray_menu_tree,
                      BITACORA,
                      TRAY_MENU_TREE,
                      GObject)

BitacoraTrayMenuTree *bitacora_tray_menu_tree_new (void);

void bitacora_tray_menu_tree_set_model (BitacoraTrayMenuTree *self, GMenuModel *model);
void bitacora_tray_menu_tree_set_actions (BitacoraTrayMenuTree *self, GActionGroup *actions);
GMenuModel *bitacora_tray_menu_tree_get_model (BitacoraTrayMenuTree *self);
GActionGroup *bitacora_tray_menu_tree_get_actions (BitacoraTrayMenuTree *self);

gboolean bitacora_tray_menu_tree_has (BitacoraTrayMenuTree *self, int id);
GArray *bitacora_tray_menu_tree_list_children (BitacoraTrayMenuTree *self, int id);
GArray *bitacora_tray_menu_tree_list_all (BitacoraTrayMenuTree *self);
GVariant *bitacora_tray_menu_tree_get_properties (BitacoraTrayMenuTree *self, int id);
gboolean bitacora_tray_menu_tree_get_action (BitacoraTrayMenuTree *self,
                                             int id,
                                             char **action,
                                             GVariant **target);
void bitacora_tray_menu_tree_forget_removed (BitacoraTrayMenuTree *self);

G_END_DECLS
