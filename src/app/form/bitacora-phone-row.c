/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-phone-row.h"

#include <glib/gi18n-lib.h>

#include "bitacora-country-button.h"

struct _BitacoraPhoneRow
{
  BitacoraFieldRow parent_instance;

  BitacoraCountryButton *country_button;
  GtkEntry *entry;
  GtkWidget *valid_icon;

  BitacoraPhoneNumber *phone;
  GError *error;
  char *shown;
  gboolean formatting;
  gboolean deleting;
};

enum
{
  PROP_0,
  PROP_REGION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BitacoraPhoneRow, bitacora_phone_row, BITACORA_TYPE_FIELD_ROW)

/* What formatting puts in and takes out at will; all else is the user's. */
static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c == '(' || c == ')' || c == '-' || c == '.' || c == '/';
}

/* The user's own characters among the first @length characters of @text, or all (-1). */
static char *
keep_typed (const char *text, int length)
{
  GString *typed = g_string_new (NULL);

  for (int i = 0; *text != '\0' && (length < 0 || i < length); i++, text = g_utf8_next_char (text))
    if (!is_separator (g_utf8_get_char (text)))
      g_string_append_unichar (typed, g_utf8_get_char (text));
  return g_string_free (typed, FALSE);
}

static int
count_typed (const char *text, int length)
{
  g_autofree char *typed = keep_typed (text, length);

  return (int)g_utf8_strlen (typed, -1);
}

/* The place in @text behind its @count-th character that is the user's own. */
static int
find_caret (const char *text, int count)
{
  int position = 0;

  for (; *text != '\0' && count > 0; position++, text = g_utf8_next_char (text))
    if (!is_separator (g_utf8_get_char (text)))
      count--;
  return position;
}

/* The calling code at the start of an international number tells the country long before the
 * number is whole. Codes have one to three digits and none begins with another (ITU-T E.164). */
static char *
find_region_of_prefix (const char *text, const char *region)
{
  g_autofree char *typed = keep_typed (text, -1);
  const char *digits = NULL;

  if (g_str_has_prefix (typed, "+"))
    digits = typed + 1;
  else if (g_str_has_prefix (typed, "00"))
    digits = typed + 2;
  else
    return NULL;

  for (size_t length = 1; length <= 3 && length <= strspn (digits, "0123456789"); length++)
    {
      g_autofree char *code = g_strndup (digits, length);
      g_autofree char *national
          = g_strndup (digits + length, strspn (digits + length, "0123456789"));
      g_autoptr (BitacoraPhoneNumber) number
          = bitacora_phone_number_new_from_parts (code,
                                                  *national != '\0' ? national : "1",
                                                  region,
                                                  NULL);

      if (number != NULL)
        return g_strdup (bitacora_phone_number_get_region (number));
    }
  return NULL;
}

static gboolean
is_country (const char *region)
{
  g_autoptr (BitacoraCountry) country = bitacora_country_find (region);

  return country != NULL;
}

static void
show_text (BitacoraPhoneRow *self, const char *text)
{
  self->formatting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->formatting = FALSE;
  g_free (self->shown);
  self->shown = g_strdup (text);
}

static void
show_validity (BitacoraPhoneRow *self)
{
  const gboolean valid = self->phone != NULL && bitacora_phone_number_is_valid (self->phone);

  gtk_widget_set_visible (self->valid_icon, valid);
  bitacora_field_row_set_note (BITACORA_FIELD_ROW (self),
                               valid ? _ ("This number is complete") : NULL);
}

/* Follows the number to its country where its digits tell one. */
static void
follow_country (BitacoraPhoneRow *self, const char *text)
{
  g_autofree char *region = NULL;

  if (self->phone != NULL && bitacora_phone_number_is_valid (self->phone))
    region = g_strdup (bitacora_phone_number_get_region (self->phone));
  else
    region = find_region_of_prefix (text, bitacora_phone_row_get_region (self));
  if (region != NULL)
    bitacora_country_button_set_region (self->country_button, region);
}

static void
read_number (BitacoraPhoneRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *typed = keep_typed (text, -1);

  g_clear_object (&self->phone);
  g_clear_error (&self->error);
  if (*typed != '\0')
    self->phone
        = bitacora_phone_number_parse (text, bitacora_phone_row_get_region (self), &self->error);
  follow_country (self, text);
  show_validity (self);
}

/* What was pasted over the whole entry and is a number as it is, in the country's own writing. */
static char *
format_pasted (BitacoraPhoneRow *self, const char *text)
{
  g_autoptr (BitacoraPhoneNumber) number
      = bitacora_phone_number_parse (text, bitacora_phone_row_get_region (self), NULL);

  if (number == NULL || !bitacora_phone_number_is_valid (number)
      || !is_country (bitacora_phone_number_get_region (number)))
    return NULL;
  bitacora_country_button_set_region (self->country_button,
                                      bitacora_phone_number_get_region (number));
  return bitacora_phone_number_format_national (number);
}

static char *
format_typed (BitacoraPhoneRow *self, const char *text)
{
  g_autofree char *region = find_region_of_prefix (text, bitacora_phone_row_get_region (self));

  return bitacora_phone_number_format_as_you_type (text,
                                                   region != NULL
                                                       ? region
                                                       : bitacora_phone_row_get_region (self));
}

static char *
clean_inserted (const char *text, int length)
{
  char *inserted = length < 0 ? g_strdup (text) : g_strndup (text, (gsize)length);

  g_strdelimit (inserted, "\r\n\t", ' ');
  return inserted;
}

/* Typing and pasting come through here, so that the caret can be put where it belongs: it stays
 * behind the character just typed, whatever was put between the others. */
static void
text_inserted_cb (GtkEditable *text_widget,
                  const char *text,
                  int length,
                  int *position,
                  BitacoraPhoneRow *self)
{
  if (self->formatting)
    return;

  g_autofree char *old = g_strdup (gtk_editable_get_text (text_widget));
  g_autofree char *inserted = clean_inserted (text, length);
  g_autofree char *head = g_utf8_substring (old, 0, *position);
  const char *tail = g_utf8_offset_to_pointer (old, *position);
  g_autofree char *before = g_strconcat (head, inserted, NULL);
  g_autofree char *whole = g_strconcat (before, tail, NULL);
  const gboolean pasted = *old == '\0' && g_utf8_strlen (inserted, -1) > 1;
  g_autofree char *formatted = pasted ? format_pasted (self, whole) : NULL;
  int caret;

  if (formatted == NULL)
    formatted = format_typed (self, whole);
  caret = *tail == '\0' ? (int)g_utf8_strlen (formatted, -1)
                        : find_caret (formatted, count_typed (before, -1));

  g_signal_stop_emission_by_name (text_widget, "insert-text");
  show_text (self, formatted);
  *position = caret;
  gtk_editable_set_position (text_widget, caret);
  read_number (self);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

/* A key that would take nothing but separators takes the digit behind them too: they would come
 * back, and the key would seem dead. */
static void
text_deleted_cb (GtkEditable *text_widget, int start, int end, BitacoraPhoneRow *self)
{
  const char *text = gtk_editable_get_text (text_widget);
  const int length = (int)g_utf8_strlen (text, -1);
  const int caret = gtk_editable_get_position (text_widget);
  int first = start;
  int last = end;

  if (self->formatting || self->deleting || end - start != 1
      || gtk_editable_get_selection_bounds (text_widget, NULL, NULL)
      || !is_separator (g_utf8_get_char (g_utf8_offset_to_pointer (text, start))))
    return;

  if (caret == end)
    while (first > 0 && is_separator (g_utf8_get_char (g_utf8_offset_to_pointer (text, first))))
      first--;
  else
    while (last < length
           && is_separator (g_utf8_get_char (g_utf8_offset_to_pointer (text, last - 1))))
      last++;

  g_signal_stop_emission_by_name (text_widget, "delete-text");
  self->deleting = TRUE;
  gtk_editable_delete_text (text_widget, first, last);
  self->deleting = FALSE;
}

/* Only deletions are left to be noticed here. Where none of the user's own characters is gone the
 * text stays as it is: putting a separator back would be to fight for it. */
static void
entry_changed_cb (BitacoraPhoneRow *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->entry);
  const char *text = gtk_editable_get_text (entry);

  if (self->formatting || g_strcmp0 (text, self->shown) == 0)
    return;

  g_autofree char *typed = keep_typed (text, -1);
  g_autofree char *typed_before = keep_typed (self->shown != NULL ? self->shown : "", -1);

  if (!g_str_equal (typed, typed_before))
    {
      g_autofree char *formatted = format_typed (self, text);
      const int position = gtk_editable_get_position (entry);
      const gboolean at_end = position >= (int)g_utf8_strlen (text, -1);
      const int caret = at_end ? (int)g_utf8_strlen (formatted, -1)
                               : find_caret (formatted, count_typed (text, position));

      show_text (self, formatted);
      gtk_editable_set_position (entry, caret);
    }
  else
    {
      g_free (self->shown);
      self->shown = g_strdup (text);
    }
  read_number (self);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

/* The country stands on the button: what is left is the number as its country writes it. */
static void
entry_left_cb (BitacoraPhoneRow *self)
{
  g_autofree char *national = NULL;

  if (self->phone == NULL || !bitacora_phone_number_is_valid (self->phone)
      || g_strcmp0 (bitacora_phone_number_get_region (self->phone),
                    bitacora_phone_row_get_region (self))
             != 0)
    return;
  national = bitacora_phone_number_format_national (self->phone);
  show_text (self, national);
}

static void
country_picked_cb (BitacoraPhoneRow *self)
{
  const char *region = bitacora_phone_row_get_region (self);
  const char *national
      = self->phone != NULL ? bitacora_phone_number_get_national (self->phone) : NULL;
  const gboolean has_extension
      = self->phone != NULL && *bitacora_phone_number_get_extension (self->phone) != '\0';

  if (national != NULL && !has_extension)
    {
      g_autofree char *formatted = bitacora_phone_number_format_as_you_type (national, region);

      show_text (self, formatted);
    }
  g_clear_object (&self->phone);
  g_clear_error (&self->error);
  read_number (self);
  bitacora_country_button_set_region (self->country_button, region);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  bitacora_field_row_report_edit (BITACORA_FIELD_ROW (self));
}

static void
region_changed_cb (BitacoraPhoneRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGION]);
}

static gboolean
bitacora_phone_row_check (BitacoraFieldRow *row, GError **error)
{
  BitacoraPhoneRow *self = BITACORA_PHONE_ROW (row);

  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

static GVariant *
bitacora_phone_row_save (BitacoraFieldRow *row)
{
  BitacoraPhoneRow *self = BITACORA_PHONE_ROW (row);
  const char *region = bitacora_phone_row_get_region (self);

  return g_variant_new ("(ss)",
                        region != NULL ? region : "",
                        gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
bitacora_phone_row_load (BitacoraFieldRow *row, GVariant *draft)
{
  BitacoraPhoneRow *self = BITACORA_PHONE_ROW (row);
  const char *region, *text;

  g_variant_get (draft, "(&s&s)", &region, &text);
  if (*region != '\0')
    bitacora_phone_row_set_region (self, region);
  show_text (self, text);
  read_number (self);
}

static void
bitacora_phone_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REGION)
    g_value_set_string (value, bitacora_phone_row_get_region (BITACORA_PHONE_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_phone_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REGION)
    bitacora_phone_row_set_region (BITACORA_PHONE_ROW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bitacora_phone_row_finalize (GObject *object)
{
  BitacoraPhoneRow *self = BITACORA_PHONE_ROW (object);

  g_clear_object (&self->phone);
  g_clear_error (&self->error);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (bitacora_phone_row_parent_class)->finalize (object);
}

static void
bitacora_phone_row_class_init (BitacoraPhoneRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  BitacoraFieldRowClass *row_class = BITACORA_FIELD_ROW_CLASS (klass);

  object_class->get_property = bitacora_phone_row_get_property;
  object_class->set_property = bitacora_phone_row_set_property;
  object_class->finalize = bitacora_phone_row_finalize;
  row_class->check = bitacora_phone_row_check;
  row_class->save = bitacora_phone_row_save;
  row_class->load = bitacora_phone_row_load;

  properties[PROP_REGION]
      = g_param_spec_string ("region",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (BITACORA_TYPE_COUNTRY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bitacora/Bitacora/form/bitacora-phone-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraPhoneRow, country_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPhoneRow, entry);
  gtk_widget_class_bind_template_child (widget_class, BitacoraPhoneRow, valid_icon);
  gtk_widget_class_bind_template_callback (widget_class, country_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, bitacora_field_row_move_on);
}

static void
bitacora_phone_row_init (BitacoraPhoneRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bitacora_field_row_add_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->entry));
  bitacora_field_row_set_main_control (BITACORA_FIELD_ROW (self), GTK_WIDGET (self->entry));

  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)),
                           "insert-text",
                           G_CALLBACK (text_inserted_cb),
                           self,
                           0);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)),
                           "delete-text",
                           G_CALLBACK (text_deleted_cb),
                           self,
                           0);
  g_signal_connect_object (self->country_button,
                           "notify::region",
                           G_CALLBACK (region_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * bitacora_phone_row_new:
 *
 * Returns: (transfer floating): a row without number or country
 */
GtkWidget *
bitacora_phone_row_new (void)
{
  return g_object_new (BITACORA_TYPE_PHONE_ROW, NULL);
}

/**
 * bitacora_phone_row_get_region:
 *
 * Returns: (nullable): the ISO 3166-1 code of the country on the button
 */
const char *
bitacora_phone_row_get_region (BitacoraPhoneRow *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_ROW (self), NULL);

  return bitacora_country_button_get_region (self->country_button);
}

/**
 * bitacora_phone_row_set_region:
 * @region: (nullable): an ISO 3166-1 code, whose numbers are typed without calling code
 */
void
bitacora_phone_row_set_region (BitacoraPhoneRow *self, const char *region)
{
  g_return_if_fail (BITACORA_IS_PHONE_ROW (self));

  bitacora_country_button_set_region (self->country_button, region);
}

/**
 * bitacora_phone_row_get_phone:
 *
 * Returns: (transfer none) (nullable): the number, or %NULL if there is none or it cannot be read
 */
BitacoraPhoneNumber *
bitacora_phone_row_get_phone (BitacoraPhoneRow *self)
{
  g_return_val_if_fail (BITACORA_IS_PHONE_ROW (self), NULL);

  return self->phone;
}

/**
 * bitacora_phone_row_set_phone:
 * @phone: (nullable): the number to show; this does not count as the user's edit
 */
void
bitacora_phone_row_set_phone (BitacoraPhoneRow *self, BitacoraPhoneNumber *phone)
{
  g_autofree char *text = NULL;
  const char *region = NULL;

  g_return_if_fail (BITACORA_IS_PHONE_ROW (self));

  if (phone != NULL)
    {
      region = bitacora_phone_number_get_region (phone);
      /* A number of no country can only be written with its calling code. */
      text = is_country (region) ? bitacora_phone_number_format_national (phone)
                                 : bitacora_phone_number_format_international (phone);
      bitacora_phone_row_set_region (self, region);
    }
  show_text (self, text != NULL ? text : "");
  read_number (self);
}
