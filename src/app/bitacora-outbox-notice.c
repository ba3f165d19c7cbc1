/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-outbox-notice.h"

#include <glib/gi18n-lib.h>

#include "bitacora-toast.h"
#include "outbox/bitacora-outbox-check.h"

static void
tell (GtkWidget *widget, const char *text)
{
  AdwToast *toast = bitacora_toast_new (text);

  adw_toast_set_timeout (toast, 0);
  bitacora_toast_show (toast, widget);
}

static void
tell_of_opening (GtkWidget *widget, BitacoraOutbox *outbox)
{
  g_autofree char *damage = bitacora_outbox_describe_damage (outbox);
  g_autofree char *copy = bitacora_outbox_describe_copy (outbox);

  if (damage != NULL)
    tell (widget, damage);
  if (copy != NULL)
    tell (widget, copy);
}

static void
outbox_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  if (!bitacora_outbox_check_finish (BITACORA_OUTBOX (source), result, &error)
      && g_error_matches (error, BITACORA_OUTBOX_ERROR, BITACORA_OUTBOX_ERROR_DAMAGED))
    tell (widget,
          _ ("The file of your calls is damaged. Close Bitácora and open it again: it "
             "keeps every call that can be read, and the damaged file too."));
}

/**
 * bitacora_outbox_notice_show:
 * @widget: a widget in the window
 * @outbox: an outbox that was just opened
 * @cancellable: to be cancelled when @widget goes
 *
 * Says that the file of the calls was damaged, or is an older copy, and looks through it for damage
 * that opening it did not meet.
 */
void
bitacora_outbox_notice_show (GtkWidget *widget, BitacoraOutbox *outbox, GCancellable *cancellable)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (BITACORA_IS_OUTBOX (outbox));

  tell_of_opening (widget, outbox);
  bitacora_outbox_check_async (outbox, cancellable, outbox_checked_cb, g_object_ref (widget));
}
