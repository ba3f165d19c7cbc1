/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One place of a GMenuModel, as a host sees it. A section has three faces in a menu without
 * sections: the line above it, its title, and the line below it; each has an id of its own. */
typedef enum
{
  BITACORA_TRAY_FACE_ITEM = 0,
  BITACORA_TRAY_FACE_LINE_ABOVE = 0,
  BITACORA_TRAY_FACE_TITLE = 1,
  BITACORA_TRAY_FACE_LINE_BELOW = 2,
} BitacoraTrayFace;

/* "id" is its first face's, to be set by its owner; the rest is read-only. */
typedef struct
{
  int id;
  gboolean is_section;
  GMenuModel *children;
  char *label;
  char *action;
  GVariant *target;
  GVariant *icon;
  char *hidden_when;
  char *children_namespace;
} BitacoraTrayMenuEntry;

BitacoraTrayMenuEntry *bitacora_tray_menu_entry_new (GMenuModel *model,
                                                     int position,
                                                     const char *action_namespace);
void bitacora_tray_menu_entry_free (BitacoraTrayMenuEntry *entry);

guint bitacora_tray_menu_entry_get_n_faces (BitacoraTrayMenuEntry *entry);
char *bitacora_tray_menu_entry_make_key (BitacoraTrayMenuEntry *entry, int parent_id);
gboolean bitacora_tray_menu_entry_is_hidden (BitacoraTrayMenuEntry *entry, GActionGroup *actions);
gboolean bitacora_tray_menu_entry_is_enabled (BitacoraTrayMenuEntry *entry, GActionGroup *actions);
GVariant *bitacora_tray_menu_entry_get_properties (BitacoraTrayMenuEntry *entry,
                                                   BitacoraTrayFace face,
                                                   GActionGroup *actions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BitacoraTrayMenuEntry, bitacora_tray_menu_entry_free)

G_END_DECLS
