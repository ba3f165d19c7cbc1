/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-page.h"
#include "form/bitacora-call-form.h"

G_BEGIN_DECLS

/* What the page's files share: bitacora-call-page.c hands calls over and tells what came of them,
 * bitacora-call-page-draft.c keeps what is not a call yet, bitacora-call-page-undo.c takes back
 * what was not sent yet. */

#define BITACORA_CALL_PAGE_DRAFT "form"

/* How long a call can be undone where the user wished for it, in seconds. */

struct _BitacoraCallPage
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraProfile *profile;
  GSettings *settings;
  GCancellable *checking;
  BitacoraCallForm *form;

  AdwToast *outcome_toast;
  /* Calls that the outbox has not taken yet: none of them is anywhere else. */
  GQueue held;
  guint retry_source;
  guint draft_source;
  gboolean draft_loaded;
  /* Found at the start when another call was being typed already. */
  char *older_draft;
  gboolean may_lose_held;
  gint64 corrected_id;
  gint64 cleared_id;
};

void bitacora_call_page_hold_application (void);
void bitacora_call_page_release_application (void);
void bitacora_call_page_show_text (BitacoraCallPage *self, const char *text);
void bitacora_call_page_show_outcome_toast (BitacoraCallPage *self, AdwToast *toast);
void bitacora_call_page_fill_form (BitacoraCallPage *self,
                                   BitacoraCallActivity *activity,
                                   gint64 corrected_id);
void bitacora_call_page_send (BitacoraCallPage *self, BitacoraCallActivity *activity, gint64 id);
void bitacora_call_page_offer_undo (BitacoraCallPage *self,
                                    BitacoraCallActivity *activity,
                                    gint64 id);
void bitacora_call_page_make_room (BitacoraCallPage *self);
void bitacora_call_page_set_corrected_id (BitacoraCallPage *self, gint64 id);
void bitacora_call_page_save_draft (BitacoraCallPage *self);
void bitacora_call_page_note_change (BitacoraCallPage *self);
void bitacora_call_page_load_draft (BitacoraCallPage *self);

G_END_DECLS
