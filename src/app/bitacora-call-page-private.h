/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-page.h"
#include "form/bitacora-call-form.h"

G_BEGIN_DECLS

/* What the page's files share: bitacora-call-page.c hands calls over and tells what came of them,
 * bitacora-call-page-draft.c keeps what is not a call yet. */

#define BITACORA_CALL_PAGE_DRAFT "form"

struct _BitacoraCallPage
{
  AdwBin parent_instance;

  BitacoraServices *services;
  BitacoraProfile *profile;
  GSettings *settings;
  BitacoraCallForm *form;

  AdwToast *outcome_toast;
  /* Calls that the outbox has not taken yet: none of them is anywhere else. */
  GQueue held;
  guint retry_source;
  guint draft_source;
  gboolean draft_loaded;
  gint64 corrected_id;
  gint64 cleared_id;
};

void bitacora_call_page_make_room (BitacoraCallPage *self);
void bitacora_call_page_set_corrected_id (BitacoraCallPage *self, gint64 id);
void bitacora_call_page_save_draft (BitacoraCallPage *self);
void bitacora_call_page_note_change (BitacoraCallPage *self);
void bitacora_call_page_load_draft (BitacoraCallPage *self);

G_END_DECLS
