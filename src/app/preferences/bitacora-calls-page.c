/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-calls-page.h"

#include <glib/gi18n-lib.h>

#include "app/bitacora-toast.h"
#include "bitacora-hint-row.h"
#include "model/bitacora-call-template.h"

/* Long enough to notice the mistake, in seconds. */
#define UNDO_TIMEOUT 10

typedef enum
{
  TEMPLATE_NAME,
  TEMPLATE_OUTCOME,
  TEMPLATE_DURATION,
  N_TEMPLATES,
} Template;

static const char *const template_keys[N_TEMPLATES] = {
  "name-template",
  "outcome-template",
  "duration-template",
};

struct _BitacoraCallsPage
{
  AdwPreferencesPage parent_instance;

  GSettings *settings;
  /* Of the outcomes, in their order (element-type AdwEntryRow). */
  GPtrArray *rows;
  gboolean is_writing;

  AdwPreferencesGroup *outcomes_group;
  GtkWidget *outcomes_reset_button;
  AdwEntryRow *new_row;
  AdwEntryRow *name_row;
  BitacoraHintRow *name_hint;
  AdwEntryRow *outcome_row;
  BitacoraHintRow *outcome_hint;
  AdwEntryRow *duration_row;
  BitacoraHintRow *duration_hint;
};

static void rebuild_rows (BitacoraCallsPage *self);

G_DEFINE_FINAL_TYPE (BitacoraCallsPage, bitacora_calls_page, ADW_TYPE_PREFERENCES_PAGE)

static AdwEntryRow *
get_template_row (BitacoraCallsPage *self, Template id)
{
  AdwEntryRow *const rows[N_TEMPLATES] = { self->name_row, self->outcome_row, self->duration_row };

  return rows[id];
}

/* What a template makes of a call as there are many. */
static void
update_example (BitacoraCallsPage *self, Template id)
{
  BitacoraHintRow *const hints[N_TEMPLATES]
      = { self->name_hint, self->outcome_hint, self->duration_hint };
  g_auto (GStrv) outcomes = g_settings_get_strv (self->settings, "outcomes");
  g_autofree char *duration = bitacora_call_template_format_duration (192);
  g_autofree char *text = g_settings_get_string (self->settings, template_keys[id]);
  g_autofree char *made = NULL;
  g_autofree char *sentence = NULL;
  const BitacoraCallTemplateValues values = {
    .outcome = outcomes[0],
    /* Translators: a person's name, for an example */
    .contact = _ ("Ana Gómez"),
    .phone = "+57 310 555 1234",
    .duration = id == TEMPLATE_NAME ? NULL : duration,
    .time = "15:42",
  };

  made = bitacora_call_template_fill (text, &values);
  if (made == NULL)
    {
      bitacora_hint_row_show (hints[id],
                              BITACORA_HINT_WARNING,
                              _ ("Nothing will be written: put at least one word in braces."));
      return;
    }

  /* Translators: what is written for a call, by the words above */
  sentence = g_strdup_printf (_ ("Example: %s"), made);
  bitacora_hint_row_show (hints[id], BITACORA_HINT_INFORMATION, sentence);
}

static void
update_examples (BitacoraCallsPage *self)
{
  for (guint id = 0; id < N_TEMPLATES; id++)
    update_example (self, id);
}

/* Blank ones and those that are there already are left out. */
static GStrv
collect_outcomes (BitacoraCallsPage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows->pdata[i]));
      g_autofree char *word = g_strstrip (g_strdup (text));

      if (*word == '\0' || !g_hash_table_add (seen, g_strdup (word)))
        continue;
      g_strv_builder_add (builder, word);
    }

  return g_strv_builder_end (builder);
}

static void
write_outcomes (BitacoraCallsPage *self)
{
  g_auto (GStrv) outcomes = collect_outcomes (self);

  g_settings_set_strv (self->settings, "outcomes", (const char *const *)outcomes);
}

/* The rows stay while one of them is typed in. */
static void
outcome_changed_cb (BitacoraCallsPage *self)
{
  self->is_writing = TRUE;
  write_outcomes (self);
  self->is_writing = FALSE;
}

static void
show_toast (BitacoraCallsPage *self, const char *text, GCallback undo, GVariant *before)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  AdwToast *toast = bitacora_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, UNDO_TIMEOUT);
  g_object_set_data_full (G_OBJECT (toast),
                          "outcomes",
                          g_variant_ref (before),
                          (GDestroyNotify)g_variant_unref);
  g_signal_connect_object (toast, "button-clicked", undo, self, G_CONNECT_SWAPPED);
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), toast);
  else
    g_object_unref (toast);
}

static void
undone_cb (BitacoraCallsPage *self, AdwToast *toast)
{
  g_settings_set_value (self->settings,
                        "outcomes",
                        g_object_get_data (G_OBJECT (toast), "outcomes"));
}

static gboolean
find_row (BitacoraCallsPage *self, GtkWidget *button, guint *position)
{
  return g_ptr_array_find (self->rows,
                           gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW),
                           position);
}

static void
remove_clicked_cb (BitacoraCallsPage *self, GtkWidget *button)
{
  g_autoptr (GVariant) before = g_settings_get_value (self->settings, "outcomes");
  g_autofree char *text = NULL;
  GtkEditable *row;
  guint position;

  if (!find_row (self, button, &position))
    return;

  row = self->rows->pdata[position];
  text = g_strdup_printf (_ ("“%s” was removed"), gtk_editable_get_text (row));
  show_toast (self, text, G_CALLBACK (undone_cb), before);
  /* Its neighbour has the keyboard when it goes. */
  gtk_widget_grab_focus (position > 0 ? self->rows->pdata[position - 1] : self->new_row);
  gtk_editable_set_text (row, "");
  rebuild_rows (self);
}

static void
up_clicked_cb (BitacoraCallsPage *self, GtkWidget *button)
{
  gpointer row;
  guint position;

  if (!find_row (self, button, &position) || position == 0)
    return;

  row = self->rows->pdata[position];
  self->rows->pdata[position] = self->rows->pdata[position - 1];
  self->rows->pdata[position - 1] = row;
  write_outcomes (self);
  /* Whoever goes on pressing moves the same one. */
  if (position - 1 < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[position - 1]);
}

static GtkWidget *
create_button (BitacoraCallsPage *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static void
add_row (BitacoraCallsPage *self, const char *outcome, gboolean is_writable)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *title = NULL;
  GtkWidget *up;

  /* Translators: the place of an outcome in the list */
  title = g_strdup_printf (_ ("Outcome %u"), self->rows->len + 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), outcome);
  gtk_widget_set_sensitive (row, is_writable);
  up = create_button (self, "go-up-symbolic", _ ("Move up"), G_CALLBACK (up_clicked_cb));
  gtk_widget_set_sensitive (up, self->rows->len > 0);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), up);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row),
                            create_button (self,
                                           "user-trash-symbolic",
                                           _ ("Remove"),
                                           G_CALLBACK (remove_clicked_cb)));
  g_signal_connect_object (row,
                           "changed",
                           G_CALLBACK (outcome_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->outcomes_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
rebuild_rows (BitacoraCallsPage *self)
{
  const gboolean is_writable = g_settings_is_writable (self->settings, "outcomes");
  g_auto (GStrv) outcomes = g_settings_get_strv (self->settings, "outcomes");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->outcomes_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; outcomes[i] != NULL; i++)
    add_row (self, outcomes[i], is_writable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->new_row), is_writable);
}

static void
update_reset_button (BitacoraCallsPage *self)
{
  g_autoptr (GVariant) own = g_settings_get_user_value (self->settings, "outcomes");

  gtk_widget_set_sensitive (self->outcomes_reset_button,
                            own != NULL && g_settings_is_writable (self->settings, "outcomes"));
}

static void
outcomes_changed_cb (BitacoraCallsPage *self)
{
  update_reset_button (self);
  if (!self->is_writing)
    rebuild_rows (self);
  update_reset_button (self);
  update_examples (self);
}

static void
outcome_added_cb (BitacoraCallsPage *self)
{
  g_autofree char *word
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_row))));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) present = g_settings_get_strv (self->settings, "outcomes");
  g_auto (GStrv) outcomes = NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->new_row), "");
  if (*word == '\0' || g_strv_contains ((const char *const *)present, word))
    return;

  g_strv_builder_addv (builder, (const char **)present);
  g_strv_builder_add (builder, word);
  outcomes = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "outcomes", (const char *const *)outcomes);
}

static void
outcomes_reset_cb (BitacoraCallsPage *self)
{
  g_autoptr (GVariant) before = g_settings_get_value (self->settings, "outcomes");

  show_toast (self, _ ("The usual outcomes are back"), G_CALLBACK (undone_cb), before);
  g_settings_reset (self->settings, "outcomes");
}

static void
template_reset_cb (BitacoraCallsPage *self, GtkWidget *button)
{
  g_settings_reset (self->settings, g_object_get_data (G_OBJECT (button), "key"));
}

static void
follow_template (BitacoraCallsPage *self, Template id)
{
  AdwEntryRow *row = get_template_row (self, id);
  GtkWidget *reset = create_button (self,
                                    "edit-undo-symbolic",
                                    _ ("Back to the usual words"),
                                    G_CALLBACK (template_reset_cb));
  g_autofree char *detail = g_strconcat ("changed::", template_keys[id], NULL);

  g_object_set_data (G_OBJECT (reset), "key", (gpointer)template_keys[id]);
  adw_entry_row_add_suffix (row, reset);
  g_settings_bind (self->settings,
                   template_keys[id],
                   row,
                   "text",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind_writable (self->settings, template_keys[id], row, "sensitive", FALSE);
  g_signal_connect_object (self->settings,
                           detail,
                           G_CALLBACK (update_examples),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
bitacora_calls_page_dispose (GObject *object)
{
  BitacoraCallsPage *self = BITACORA_CALLS_PAGE (object);

  if (self->rows != NULL)
    g_ptr_array_set_size (self->rows, 0);

  G_OBJECT_CLASS (bitacora_calls_page_parent_class)->dispose (object);
}

static void
bitacora_calls_page_finalize (GObject *object)
{
  BitacoraCallsPage *self = BITACORA_CALLS_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bitacora_calls_page_parent_class)->finalize (object);
}

static void
bitacora_calls_page_class_init (BitacoraCallsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bitacora_calls_page_dispose;
  object_class->finalize = bitacora_calls_page_finalize;

  g_type_ensure (BITACORA_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/preferences/bitacora-calls-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, outcomes_group);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, outcomes_reset_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, new_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, name_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, outcome_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, outcome_hint);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, duration_row);
  gtk_widget_class_bind_template_child (widget_class, BitacoraCallsPage, duration_hint);
  gtk_widget_class_bind_template_callback (widget_class, outcomes_reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, outcome_added_cb);
}

static void
bitacora_calls_page_init (BitacoraCallsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_ptr_array_new ();
  self->settings = g_settings_new ("org.bitacora.Bitacora");
  for (guint id = 0; id < N_TEMPLATES; id++)
    follow_template (self, id);
  g_signal_connect_object (self->settings,
                           "changed::outcomes",
                           G_CALLBACK (outcomes_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings,
                           "writable-changed::outcomes",
                           G_CALLBACK (rebuild_rows),
                           self,
                           G_CONNECT_SWAPPED);
  rebuild_rows (self);
  update_reset_button (self);
  update_examples (self);
}
