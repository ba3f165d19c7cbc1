/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-history-details.h"
#include "bitacora-history-model.h"
#include "bitacora-history-page.h"

G_BEGIN_DECLS

enum
{
  BITACORA_HISTORY_PAGE_CORRECT,
  BITACORA_HISTORY_PAGE_LOG_AGAIN,
  BITACORA_HISTORY_PAGE_N_SIGNALS,
};

struct _BitacoraHistoryPage
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraHistoryModel *model;
  GtkSingleSelection *selection;
  BitacoraHistoryItem *followed; /* the chosen one */
  gint64 wanted_id;              /* one that is to be chosen as soon as it is there, or 0 */
  GSimpleActionGroup *filters;
  GHashTable *shown; /* the GtkListItems that are bound; not owned */
  gint64 held_until; /* in monotonic time */
  guint hold_source;
  guint details_source;

  AdwToastOverlay *toast_overlay;
  AdwLeaflet *leaflet;
  GtkEditable *search_entry;
  GtkMenuButton *state_button;
  GtkMenuButton *date_button;
  GtkMenuButton *profile_button;
  GtkWidget *profile_chip;
  GtkWidget *range_box;
  GtkEditable *from_entry;
  GtkEditable *until_entry;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkListView *list_view;
  AdwStatusPage *failure_page;
  GtkWidget *back_button;
  BitacoraHistoryDetails *details;
};

void bitacora_history_page_ask_form (BitacoraHistoryPage *self, guint signal, gpointer what);

/* bitacora-history-page-filters.c: which calls are shown. */
void bitacora_history_page_search (BitacoraHistoryPage *self);
void bitacora_history_page_show_all (BitacoraHistoryPage *self);
void bitacora_history_page_update_profiles (BitacoraHistoryPage *self);
void bitacora_history_page_filter_chosen_cb (GSimpleAction *action,
                                             GVariant *value,
                                             gpointer user_data);

/* bitacora-history-page-actions.c: what can be done with the chosen call. */
void bitacora_history_page_install_actions (GtkWidgetClass *widget_class);
void bitacora_history_page_update_actions (BitacoraHistoryPage *self);

G_END_DECLS
