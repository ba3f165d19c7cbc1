/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/bitacora-profile-menu.h"
#include "app/form/bitacora-moment-row.h"
#include "app/form/bitacora-refusal-bar.h"
#include "bitacora-note-writer.h"
#include "bitacora-outcome-chips.h"
#include "bitacora-quick-entry.h"
#include "bitacora-recall-list.h"
#include "model/bitacora-call-timer.h"

G_BEGIN_DECLS

/* What the window's files share: bitacora-quick-entry.c is the window itself, -actions.c what can
 * be done in it, -who.c finds out who was called, -clipboard.c offers a number that was copied,
 * -words.c writes what templates say, -when.c holds timer, follow-up and priority, -state.c carries
 * all that stands there into a text and out of it, -draft.c keeps that text, -log.c hands the call
 * over. */

#define BITACORA_QUICK_ENTRY_DRAFT "quick-entry"
/* What was typed before something else was proposed. */
#define BITACORA_QUICK_ENTRY_ASIDE "quick-entry-aside"

#define BITACORA_FOLLOW_UP_NONE "none"
#define BITACORA_FOLLOW_UP_HOUR "hour"
#define BITACORA_FOLLOW_UP_TOMORROW "tomorrow"
#define BITACORA_FOLLOW_UP_PICK "pick"

struct _BitacoraQuickEntry
{
  AdwWindow parent_instance;

  BitacoraServices *services;
  BitacoraProfile *profile;
  GSettings *settings;
  GSimpleActionGroup *actions;
  GCancellable *cancellable;

  BitacoraProfileMenu *profile_menu;
  GtkBox *body;
  BitacoraRefusalBar *notice;
  char *complaints;
  GtkEntry *who_entry;
  AdwBin *recall_slot;
  GtkLabel *who_hint;
  GtkButton *clipboard_chip;
  GtkEntry *name_entry;
  GtkLabel *name_hint;
  BitacoraOutcomeChips *chips;
  GtkScrolledWindow *note_scroller;
  GtkTextView *note_view;
  GtkTextBuffer *note_buffer;
  GtkWidget *note_placeholder;
  GtkMenuButton *follow_up_button;
  GtkLabel *follow_up_label;
  GtkMenuButton *priority_button;
  GtkLabel *priority_label;
  AdwBin *moment_slot;
  GtkButton *timer_button;
  GtkImage *timer_icon;
  GtkLabel *timer_label;

  /* Made when they are needed. */
  BitacoraRecallList *recall_list;
  BitacoraMomentRow *moment_row;
  GtkWidget *aside_bar;
  GtkWidget *welcome;

  /* Who was called. */
  BitacoraPhoneNumber *phone;
  GError *phone_error;
  BitacoraCallActivity *given;    /* what a link or a reminder says */
  BitacoraCallActivity *recalled; /* the last call with whoever it is */
  char *typed_contact;            /* a name that was typed where a number goes, too */
  GCancellable *looking_up;
  char *copied; /* the number in the clipboard, in E.164 */

  BitacoraNoteWriter *writer;
  BitacoraCallTimer *timer;
  const char *follow_up; /* one of BITACORA_FOLLOW_UP_… */
  BitacoraPriority priority;
  gboolean has_priority;
  gint64 follow_up_id;
  gboolean name_is_typed;

  /* It was asked for, be it seen yet or not. */
  gboolean is_begun;
  gboolean filling;
  gboolean pristine;
  gboolean draft_loaded;
  gboolean logging;
  gboolean logged;
  /* Enter, or Log, was pressed before the answer that it waits for was there. */
  gboolean choice_pending;
  gboolean log_pending;
  GPtrArray *asides; /* of texts, the latest last */
  guint draft_source;
  guint tick_source;
};

void bitacora_quick_entry_add_actions (BitacoraQuickEntry *self);

void bitacora_quick_entry_note_edit (BitacoraQuickEntry *self);
void bitacora_quick_entry_fit (BitacoraQuickEntry *self);
void bitacora_quick_entry_show_hint (GtkWidget *widget,
                                     GtkLabel *label,
                                     const char *text,
                                     gboolean is_error);
void bitacora_quick_entry_focus_start (BitacoraQuickEntry *self);
void bitacora_quick_entry_focus_next (BitacoraQuickEntry *self);
void bitacora_quick_entry_clear (BitacoraQuickEntry *self);

void bitacora_quick_entry_show_notice (BitacoraQuickEntry *self, const char *sentence);
void bitacora_quick_entry_set_complaints (BitacoraQuickEntry *self, const char *const *complaints);

void bitacora_quick_entry_read_phone (BitacoraQuickEntry *self);
void bitacora_quick_entry_show_phone (BitacoraQuickEntry *self, BitacoraPhoneNumber *phone);
void bitacora_quick_entry_ask (BitacoraQuickEntry *self);
void bitacora_quick_entry_look_up (BitacoraQuickEntry *self);
void bitacora_quick_entry_show_record (BitacoraQuickEntry *self);
void bitacora_quick_entry_settle (BitacoraQuickEntry *self);
gboolean bitacora_quick_entry_is_settled (BitacoraQuickEntry *self);
void bitacora_quick_entry_take_name_down (BitacoraQuickEntry *self);
void bitacora_quick_entry_who_changed_cb (BitacoraQuickEntry *self);
void bitacora_quick_entry_who_activated_cb (BitacoraQuickEntry *self);
void bitacora_quick_entry_who_left_cb (BitacoraQuickEntry *self);
gboolean bitacora_quick_entry_who_key_pressed_cb (GtkEventControllerKey *controller,
                                                  guint keyval,
                                                  guint keycode,
                                                  GdkModifierType state,
                                                  BitacoraQuickEntry *self);

void bitacora_quick_entry_look_at_clipboard (BitacoraQuickEntry *self);
void bitacora_quick_entry_update_clipboard_chip (BitacoraQuickEntry *self);
void bitacora_quick_entry_use_clipboard (BitacoraQuickEntry *self);

char *bitacora_quick_entry_dup_note (BitacoraQuickEntry *self);
char *bitacora_quick_entry_dup_name (BitacoraQuickEntry *self);
void bitacora_quick_entry_write_words (BitacoraQuickEntry *self);
void bitacora_quick_entry_name_changed_cb (BitacoraQuickEntry *self);
void bitacora_quick_entry_note_changed_cb (BitacoraQuickEntry *self);
void bitacora_quick_entry_outcome_chosen_cb (BitacoraQuickEntry *self);

void bitacora_quick_entry_set_up_when (BitacoraQuickEntry *self);
void bitacora_quick_entry_show_timer (BitacoraQuickEntry *self);
void bitacora_quick_entry_set_follow_up_choice (BitacoraQuickEntry *self, const char *choice);
void bitacora_quick_entry_set_follow_up_moment (BitacoraQuickEntry *self, GDateTime *moment);
void bitacora_quick_entry_set_priority (BitacoraQuickEntry *self, BitacoraPriority priority);
void bitacora_quick_entry_show_priority (BitacoraQuickEntry *self);
GDateTime *bitacora_quick_entry_dup_follow_up (BitacoraQuickEntry *self);

char *bitacora_quick_entry_save_state (BitacoraQuickEntry *self);
gboolean bitacora_quick_entry_load_state (BitacoraQuickEntry *self, const char *text);

void bitacora_quick_entry_hold_application (void);
void bitacora_quick_entry_release_application (void);
void bitacora_quick_entry_note_change (BitacoraQuickEntry *self);
void bitacora_quick_entry_save_draft (BitacoraQuickEntry *self);
void bitacora_quick_entry_load_draft (BitacoraQuickEntry *self);
void bitacora_quick_entry_put_aside (BitacoraQuickEntry *self);
void bitacora_quick_entry_bring_back (BitacoraQuickEntry *self);

BitacoraCallActivity *bitacora_quick_entry_create_activity (BitacoraQuickEntry *self);
void bitacora_quick_entry_log (BitacoraQuickEntry *self);

G_END_DECLS
