/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-call-activity.h"
#include "model/bitacora-clock.h"
#include "model/bitacora-profile.h"

G_BEGIN_DECLS

/* The form in which a call is written down. It knows nothing of sending: whoever shows it hears
 * what was asked and tells it what came of it.
 * Properties: "profile" (BitacoraProfile), "clock" (BitacoraClock).
 * Signals: "submitted" (BitacoraCallActivity *activity): valid, and to be logged;
 *          "changed": something else stands in the form;
 *          "cleared": the user emptied the form; bitacora_call_form_restore() takes that back.
 * Actions, under "form" inside the form itself: "log", "clear", "restore". */
#define BITACORA_TYPE_CALL_FORM (bitacora_call_form_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallForm, bitacora_call_form, BITACORA, CALL_FORM, AdwBin)

GtkWidget *bitacora_call_form_new (void);

void bitacora_call_form_set_profile (BitacoraCallForm *self, BitacoraProfile *profile);
void bitacora_call_form_set_clock (BitacoraCallForm *self, BitacoraClock *clock);
GActionGroup *bitacora_call_form_get_actions (BitacoraCallForm *self);
AdwToastOverlay *bitacora_call_form_get_toast_overlay (BitacoraCallForm *self);

void bitacora_call_form_clear (BitacoraCallForm *self);
void bitacora_call_form_restore (BitacoraCallForm *self);
void bitacora_call_form_set_activity (BitacoraCallForm *self, BitacoraCallActivity *activity);
void bitacora_call_form_show_refusal (BitacoraCallForm *self, const char *sentence);
gboolean bitacora_call_form_was_edited_since_submit (BitacoraCallForm *self);
gboolean bitacora_call_form_is_untouched (BitacoraCallForm *self);
gboolean bitacora_call_form_submit (BitacoraCallForm *self);

char *bitacora_call_form_save_state (BitacoraCallForm *self, gint64 corrected_id);
gboolean bitacora_call_form_restore_state (BitacoraCallForm *self,
                                           const char *text,
                                           gint64 *corrected_id);

G_END_DECLS
