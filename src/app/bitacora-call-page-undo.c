/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "bitacora-call-page-private.h"
#include "bitacora-take-back.h"
#include "bitacora-toast.h"

/* A call that waits for a moment before it is sent. It is on disk already: whatever happens to the
 * program, the courier sends it. */
typedef struct
{
  BitacoraCallPage *page;
  BitacoraCallActivity *activity;
  gint64 id;
  gboolean is_undone;
} Undo;

static Undo *
undo_new (BitacoraCallPage *page, BitacoraCallActivity *activity, gint64 id)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->page = g_object_ref (page);
  undo->activity = g_object_ref (activity);
  undo->id = id;
  return undo;
}

static void
undo_free (Undo *undo)
{
  g_clear_object (&undo->page);
  g_clear_object (&undo->activity);
  g_free (undo);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undo, undo_free)

/**
 * bitacora_call_page_restore:
 * @self: the page
 * @activity: a call that was taken back before it was sent
 *
 * Puts @activity into the form as it was, and says that nothing was sent. What was in the form is
 * put aside, with Undo.
 */
void
bitacora_call_page_restore (BitacoraCallPage *self, BitacoraCallActivity *activity)
{
  g_return_if_fail (BITACORA_IS_CALL_PAGE (self));
  g_return_if_fail (BITACORA_IS_CALL_ACTIVITY (activity));

  bitacora_call_page_fill_form (self, activity, 0);
  bitacora_call_page_show_text (self, _ ("Nothing was sent. The call is back in the form."));
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Undo) undo = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraOutboxEntry) entry
      = bitacora_take_back_finish (BITACORA_OUTBOX (source), result, &error);

  if (entry == NULL)
    {
      bitacora_call_page_show_text (undo->page, error->message);
      return;
    }
  bitacora_call_page_restore (undo->page, undo->activity);
}

static void
undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  Undo *undo = user_data;

  undo->is_undone = TRUE;
  bitacora_take_back_async (bitacora_services_get_outbox (undo->page->services),
                            undo->id,
                            taken_back_cb,
                            undo_new (undo->page, undo->activity, undo->id));
}

static void
undo_dismissed_cb (AdwToast *toast, gpointer user_data)
{
  Undo *undo = user_data;

  /* Where the window was closed, the courier sends it by itself. */
  if (!undo->is_undone && undo->page->services != NULL)
    bitacora_call_page_send (undo->page, undo->activity, undo->id);
}

static void
closure_freed_cb (gpointer data, GClosure *closure)
{
  undo_free (data);
}

/* Sends the call when the toast is gone, unless it is taken back by then. */
void
bitacora_call_page_offer_undo (BitacoraCallPage *self, BitacoraCallActivity *activity, gint64 id)
{
  AdwToast *toast = bitacora_toast_new (_ ("The call will be sent in 5 seconds"));
  Undo *undo = undo_new (self, activity, id);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, BITACORA_UNDO_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), undo);
  g_signal_connect_data (toast,
                         "dismissed",
                         G_CALLBACK (undo_dismissed_cb),
                         undo,
                         closure_freed_cb,
                         0);
  bitacora_call_page_show_outcome_toast (self, toast);
}
