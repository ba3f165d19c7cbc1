/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-form.h"
#include "bitacora-description-row.h"
#include "bitacora-field-row.h"
#include "bitacora-moment-row.h"
#include "bitacora-phone-row.h"
#include "bitacora-priority-row.h"
#include "bitacora-refusal-bar.h"
#include "bitacora-text-row.h"

G_BEGIN_DECLS

/* What the form's files share: bitacora-call-form.c hears the user and speaks to whoever shows the
 * form, bitacora-call-form-fields.c carries a call into the rows and out of them,
 * bitacora-call-form-state.c all that stands there, be it a call or not. */

struct _BitacoraCallForm
{
  AdwBin parent_instance;

  AdwToastOverlay *toast_overlay;
  BitacoraRefusalBar *refusal_bar;
  BitacoraPhoneRow *phone_row;
  BitacoraTextRow *record_id_row;
  BitacoraTextRow *name_row;
  BitacoraDescriptionRow *description_row;
  BitacoraPriorityRow *priority_row;
  BitacoraMomentRow *completion_row;
  BitacoraFieldRow *remember_row;
  GtkSwitch *remember_switch;
  BitacoraMomentRow *reminder_row;
  AdwExpanderRow *more_row;
  BitacoraTextRow *module_row;
  BitacoraTextRow *status_row;
  BitacoraTextRow *owner_row;
  BitacoraTextRow *location_row;
  GtkWidget *log_button;

  BitacoraFieldRow *rows[BITACORA_N_FIELDS];
  GSimpleActionGroup *actions;
  BitacoraProfile *profile;
  BitacoraClock *clock;
  GVariant *cleared;
  gboolean filling;
  gboolean edited;
  gboolean pristine;
  /* What the user did not touch is the profile's, not an older call's. */
  gboolean on_defaults;
};

BitacoraCallActivity *bitacora_call_form_read_activity (BitacoraCallForm *self);
gboolean bitacora_call_form_check_field (BitacoraCallForm *self,
                                         BitacoraCallActivity *activity,
                                         BitacoraActivityField field,
                                         GError **error);
void bitacora_call_form_forget_errors (BitacoraCallForm *self);
void bitacora_call_form_drop_settled_error (BitacoraCallForm *self, BitacoraActivityField field);

void bitacora_call_form_fill (BitacoraCallForm *self, BitacoraCallActivity *activity);
void bitacora_call_form_fill_with_defaults (BitacoraCallForm *self);
void bitacora_call_form_take_up_defaults (BitacoraCallForm *self);

void bitacora_call_form_note_content (BitacoraCallForm *self);

GVariant *bitacora_call_form_save_draft (BitacoraCallForm *self);
void bitacora_call_form_load_draft (BitacoraCallForm *self, GVariant *draft);

G_END_DECLS
