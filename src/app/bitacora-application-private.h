/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "background/bitacora-global-shortcut.h"
#include "bitacora-application.h"
#include "bitacora-residence.h"
#include "bitacora-tray.h"
#include "bitacora-window.h"
#include "doors/bitacora-search-provider.h"
#include "follow-ups/bitacora-reminders.h"
#include "quick-entry/bitacora-quick-entry.h"

G_BEGIN_DECLS

/* What the application's files share. */

/* The signals by which a desktop or a terminal ends a program. */
#define BITACORA_APPLICATION_N_SIGNALS 3

struct _BitacoraApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  BitacoraServices *services;
  BitacoraWaitingList *waiting;
  BitacoraFollowUpList *follow_ups;
  BitacoraResidence *residence;
  BitacoraReminders *reminders;
  BitacoraTray *tray;
  BitacoraSearchProvider *search_provider;
  BitacoraGlobalShortcut *shortcut;
  GtkWindow *preferences;
  BitacoraQuickEntry *quick_entry; /* weak; made ahead while there is no window */
  /* Lets the next window that is shown take the focus. */
  char *activation_token;
  guint rest_source;
  guint signal_sources[BITACORA_APPLICATION_N_SIGNALS];
  /* Nobody asked for a window when the program was started. */
  gboolean starts_without_window;
  gboolean is_leaving;
  /* Of BitacoraLoggedCall: those that the program stays for. */
  GPtrArray *logged_calls;
  /* What waits for somebody's answer does so no longer than the program. */
  GCancellable *departing;
};

BitacoraWindow *bitacora_application_find_window (BitacoraApplication *self);
BitacoraWindow *bitacora_application_ensure_window (BitacoraApplication *self);
BitacoraQuickEntry *bitacora_application_ensure_quick_entry (BitacoraApplication *self);
BitacoraGlobalShortcut *bitacora_application_ensure_shortcut (BitacoraApplication *self);
void bitacora_application_note_token (BitacoraApplication *self, const char *token);
void bitacora_application_present (BitacoraApplication *self, GtkWindow *window);
void bitacora_application_leave (BitacoraApplication *self);

void bitacora_application_add_actions (BitacoraApplication *self);

G_END_DECLS
