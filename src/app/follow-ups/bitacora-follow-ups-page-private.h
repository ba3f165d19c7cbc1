/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-follow-up-list.h"
#include "bitacora-follow-ups-page.h"
#include "bitacora-later-popover.h"

G_BEGIN_DECLS

struct _BitacoraFollowUpsPage
{
  AdwBin parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *quiet_label;
  GtkListView *list_view;
  AdwStatusPage *failure_page;
  BitacoraLaterPopover *popover;

  BitacoraServices *services;
  BitacoraFollowUpList *list;
  /* (element-type GtkListItem): those that have a row now. */
  GHashTable *shown;

  /* The entry that is being done with while the keyboard is in its row, and where that is. */
  gint64 left_id;
  guint enter_tick;
  guint left_position;

  /* The entry that the popover asks about. */
  BitacoraOutboxEntry *asked;
};

void bitacora_follow_ups_page_install_actions (GtkWidgetClass *widget_class);
void bitacora_follow_ups_page_later_chosen_cb (BitacoraFollowUpsPage *self, GDateTime *moment);
void bitacora_follow_ups_page_note_focus (BitacoraFollowUpsPage *self, gint64 id);
GtkListItem *bitacora_follow_ups_page_find_shown (BitacoraFollowUpsPage *self, gint64 id);

G_END_DECLS
