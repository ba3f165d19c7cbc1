/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of the form: a title, the controls of one field, a hint, and what is wrong with it.
 * Properties: "compact" (the controls stand beside the title instead of below it), "hint", "error".
 * Signals: "edited": the user changed the field; "left": the focus has left the row. */
#define BITACORA_TYPE_FIELD_ROW (bitacora_field_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (BitacoraFieldRow,
                          bitacora_field_row,
                          BITACORA,
                          FIELD_ROW,
                          AdwPreferencesRow)

struct _BitacoraFieldRowClass
{
  AdwPreferencesRowClass parent_class;

  gboolean (*check) (BitacoraFieldRow *self, GError **error);
  GVariant *(*save) (BitacoraFieldRow *self);
  void (*load) (BitacoraFieldRow *self, GVariant *draft);
};

const char *bitacora_field_row_get_hint (BitacoraFieldRow *self);
void bitacora_field_row_set_hint (BitacoraFieldRow *self, const char *hint);
const char *bitacora_field_row_get_error (BitacoraFieldRow *self);
void bitacora_field_row_set_error (BitacoraFieldRow *self, const char *sentence);
void bitacora_field_row_set_note (BitacoraFieldRow *self, const char *note);
gboolean bitacora_field_row_get_touched (BitacoraFieldRow *self);
void bitacora_field_row_set_touched (BitacoraFieldRow *self, gboolean touched);

gboolean bitacora_field_row_check (BitacoraFieldRow *self, GError **error);
GVariant *bitacora_field_row_save (BitacoraFieldRow *self);
void bitacora_field_row_load (BitacoraFieldRow *self, GVariant *draft);

void bitacora_field_row_add_control (BitacoraFieldRow *self, GtkWidget *control);
void bitacora_field_row_set_main_control (BitacoraFieldRow *self, GtkWidget *control);
void bitacora_field_row_report_edit (BitacoraFieldRow *self);
void bitacora_field_row_move_on (BitacoraFieldRow *self);

G_END_DECLS
