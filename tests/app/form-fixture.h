/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/form/bitacora-call-form.h"
#include "app/form/bitacora-field-row.h"

G_BEGIN_DECLS

/* The form in a window of its own, on a clock that stands at Wednesday 25 November 2026, 15:42:37
 * in Bogotá, with the defaults of a profile called Ventas. */
typedef struct
{
  GtkWindow *window;
  BitacoraCallForm *form;
  BitacoraClock *clock;
  BitacoraProfile *profile;
  BitacoraCallActivity *submitted;
  guint n_submitted;
  guint n_cleared;
} FormFixture;

void form_fixture_set_up (FormFixture *fixture, gconstpointer data);
void form_fixture_tear_down (FormFixture *fixture, gconstpointer data);

BitacoraFieldRow *form_fixture_row (FormFixture *fixture, const char *id);
GtkWidget *form_fixture_child (FormFixture *fixture, const char *row_id, const char *child_id);
GtkWidget *form_fixture_widget (FormFixture *fixture, const char *id);
void form_fixture_fill (FormFixture *fixture);

void form_test_init (int *argc, char ***argv);
GtkWidget *form_test_child (GtkWidget *widget, const char *id);
GtkText *form_test_text (GtkWidget *entry);
void form_test_type (GtkWidget *entry, const char *keys);
void form_test_click (GtkWidget *widget, const char *label);
void form_test_press (GtkWidget *widget, guint keyval);
gboolean form_test_has_focus (GtkWidget *widget);
void form_test_settle (void);

G_END_DECLS
