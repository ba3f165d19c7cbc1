/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n-lib.h>

#include "bitacora-quick-entry-private.h"

/* Longer than any number that people write down, with all its spaces, in bytes. */
#define MOST_BYTES 64

static gboolean
consists_of_digits (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      if (!g_unichar_isspace (c) && (c > 127 || strchr ("0123456789+-().", (int)c) == NULL))
        return FALSE;
    }
  return TRUE;
}

/* Only text that is a number and nothing else: a page that was copied is nobody's business. */
static BitacoraPhoneNumber *
read_number (BitacoraQuickEntry *self, const char *text)
{
  const char *region = self->profile != NULL ? bitacora_profile_get_country (self->profile) : NULL;
  g_autofree char *stripped = NULL;
  g_autoptr (BitacoraPhoneNumber) phone = NULL;

  if (text == NULL || strlen (text) > MOST_BYTES || !g_utf8_validate (text, -1, NULL))
    return NULL;
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0' || !consists_of_digits (stripped))
    return NULL;
  phone = bitacora_phone_number_parse (stripped, region, NULL);
  return phone != NULL && bitacora_phone_number_is_valid (phone) ? g_steal_pointer (&phone) : NULL;
}

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraQuickEntry) self = BITACORA_QUICK_ENTRY (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (BitacoraPhoneNumber) phone = NULL;

  if (self->services == NULL)
    return;
  phone = read_number (self, text);
  g_clear_pointer (&self->copied, g_free);
  if (phone != NULL)
    self->copied = bitacora_phone_number_format_e164 (phone);
  bitacora_quick_entry_update_clipboard_chip (self);
}

/**
 * bitacora_quick_entry_look_at_clipboard:
 *
 * Reads the clipboard, now that the user has turned to this window, and offers a number that is in
 * it.
 */
void
bitacora_quick_entry_look_at_clipboard (BitacoraQuickEntry *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING)
      || gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                "text/plain;charset=utf-8"))
    gdk_clipboard_read_text_async (clipboard,
                                   self->cancellable,
                                   clipboard_read_cb,
                                   g_object_ref (self));
  else
    {
      g_clear_pointer (&self->copied, g_free);
      bitacora_quick_entry_update_clipboard_chip (self);
    }
}

/* Offers the number unless it stands there already. */
void
bitacora_quick_entry_update_clipboard_chip (BitacoraQuickEntry *self)
{
  const gboolean was_shown = gtk_widget_get_visible (GTK_WIDGET (self->clipboard_chip));
  g_autoptr (BitacoraPhoneNumber) phone
      = self->copied != NULL ? bitacora_phone_number_parse (self->copied, NULL, NULL) : NULL;
  g_autofree char *number = NULL;
  g_autofree char *label = NULL;

  if (phone != NULL && self->phone != NULL && bitacora_phone_number_equal (phone, self->phone))
    g_clear_object (&phone);
  if (phone != NULL)
    {
      number = bitacora_phone_number_format_international (phone);
      /* Translators: a phone number that was copied. */
      label = g_strdup_printf (_ ("Use %s"), number);
      gtk_button_set_label (self->clipboard_chip, label);
    }
  if (was_shown == (phone != NULL))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->clipboard_chip), phone != NULL);
  bitacora_quick_entry_fit (self);
}

/* Takes the number that is offered. */
void
bitacora_quick_entry_use_clipboard (BitacoraQuickEntry *self)
{
  if (self->copied == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->clipboard_chip)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->who_entry));
  gtk_editable_set_text (GTK_EDITABLE (self->who_entry), self->copied);
  gtk_editable_set_position (GTK_EDITABLE (self->who_entry), -1);
}
