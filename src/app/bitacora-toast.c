/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-toast.h"

#include <glib/gi18n-lib.h>

#include "bitacora-window.h"

/* Long enough to read a sentence that matters, in seconds. */
#define SENTENCE_TIMEOUT 10

/* As many characters as fit beside a button on the narrowest window. */
#define SHORT_TEXT 24

/* A toast does not shrink below the width that its text would like to have. */
#define WIDE_CHARS 50
#define NARROW_CHARS 24
#define NARROW_WIDTH 600

/* As much of an id as one tells it by; Copy gives all of it. */
#define ID_CHARS 8

static AdwToast *
create_logged_toast (BitacoraOutboxEntry *entry)
{
  const char *id = bitacora_outbox_entry_get_wolkvox_id (entry);
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (id == NULL || *id == '\0')
    return bitacora_toast_new (_ ("Logged"));

  if (g_utf8_strlen (id, -1) > ID_CHARS)
    {
      g_autofree char *start = g_utf8_substring (id, 0, ID_CHARS);

      /* Translators: the start of the id that the CRM gave the call */
      text = g_strdup_printf (_ ("Logged · %s…"), start);
    }
  else
    /* Translators: the id that the CRM gave the call */
    text = g_strdup_printf (_ ("Logged · %s"), id);

  toast = bitacora_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Copy"));
  adw_toast_set_action_name (toast, "win.copy-id");
  adw_toast_set_action_target (toast, "s", id);

  return toast;
}

/**
 * bitacora_toast_new:
 * @text: what the toast says, plain text
 *
 * Creates a toast. A long text wraps: as a title it would be cut off on a narrow window.
 *
 * Returns: (transfer full): the toast
 */
AdwToast *
bitacora_toast_new (const char *text)
{
  AdwToast *toast;
  GtkWidget *label;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_strlen (text, -1) <= SHORT_TEXT)
    {
      g_autofree char *title = g_markup_escape_text (text, -1);

      return adw_toast_new (title);
    }

  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDE_CHARS);

  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, label);

  return toast;
}

/**
 * bitacora_toast_new_for_outcome:
 * @entry: an entry that an attempt has just settled
 *
 * Creates the toast that tells what became of a call, with the button that serves then: Copy for
 * its id, Correct for a refused one, Show for one that waits.
 *
 * Returns: (transfer full): the toast
 */
AdwToast *
bitacora_toast_new_for_outcome (BitacoraOutboxEntry *entry)
{
  g_autofree char *sentence = NULL;
  AdwToast *toast;

  g_return_val_if_fail (BITACORA_IS_OUTBOX_ENTRY (entry), NULL);

  if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_LOGGED)
    return create_logged_toast (entry);

  sentence = bitacora_outbox_entry_describe (entry);
  toast = bitacora_toast_new (sentence);
  adw_toast_set_timeout (toast, SENTENCE_TIMEOUT);
  if (bitacora_outbox_entry_get_state (entry) == BITACORA_OUTBOX_STATE_REJECTED)
    {
      adw_toast_set_button_label (toast, _ ("Correct"));
      adw_toast_set_action_name (toast, "win.correct");
      adw_toast_set_action_target (toast, "x", bitacora_outbox_entry_get_id (entry));
    }
  else
    {
      adw_toast_set_button_label (toast, _ ("Show"));
      adw_toast_set_action_name (toast, "win.show-page");
      adw_toast_set_action_target (toast, "s", "history");
    }

  return toast;
}

/**
 * bitacora_toast_show:
 * @toast: (transfer full): a toast
 * @anywhere: the main window, or a widget inside it
 *
 * Shows @toast on the page of the window that is shown.
 */
void
bitacora_toast_show (AdwToast *toast, GtkWidget *anywhere)
{
  GtkRoot *root;
  GtkWidget *title;

  g_return_if_fail (ADW_IS_TOAST (toast));
  g_return_if_fail (GTK_IS_WIDGET (anywhere));

  root = gtk_widget_get_root (anywhere);
  if (!BITACORA_IS_WINDOW (root))
    {
      g_object_unref (toast);
      return;
    }
  title = adw_toast_get_custom_title (toast);
  if (title != NULL && gtk_widget_get_width (GTK_WIDGET (root)) < NARROW_WIDTH)
    gtk_label_set_max_width_chars (GTK_LABEL (title), NARROW_CHARS);
  bitacora_window_add_toast (BITACORA_WINDOW (root), toast);
}
