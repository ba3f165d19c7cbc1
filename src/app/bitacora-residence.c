/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-residence.h"

#include "bitacora-config.h"

#include "background/bitacora-background-question.h"
#include "bitacora-toast.h"

struct _BitacoraResidence
{
  GObject parent_instance;

  GApplication *application;
  GSettings *settings;
  GCancellable *ending;
  GtkWindow *window; /* weak */
  gboolean is_begun;
  /* Whoever started it without a window wants it to be there, for now. */
  gboolean is_told_to_stay;
  gboolean is_busy;
  gboolean is_held;
};

enum
{
  LET_GO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraResidence, bitacora_residence, G_TYPE_OBJECT)

static gboolean
is_chosen (BitacoraResidence *self, const char *choice)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "background");

  return g_str_equal (chosen, choice);
}

/* Without a window nothing else keeps the program. */
static void
update (BitacoraResidence *self)
{
  gboolean is_wanted
      = (self->is_begun && is_chosen (self, "yes")) || self->is_told_to_stay || self->is_busy;

  if (is_wanted == self->is_held)
    return;
  self->is_held = is_wanted;
  if (is_wanted)
    {
      g_application_hold (self->application);
      return;
    }
  g_application_release (self->application);
  g_signal_emit (self, signals[LET_GO], 0);
}

static void
question_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BitacoraResidence) self = BITACORA_RESIDENCE (user_data);
  g_autoptr (GError) error = NULL;
  BitacoraBackgroundAnswer answer
      = bitacora_background_question_ask_finish (GTK_WINDOW (source), result, &error);

  /* Unanswered, or being asked already: the window stays. */
  if (answer == BITACORA_BACKGROUND_ANSWER_NONE)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        bitacora_toast_show (bitacora_toast_new (error->message), GTK_WIDGET (source));
      return;
    }
  update (self);
  if (self->window != NULL)
    gtk_window_close (self->window);
}

/* What is decided once is not asked again; a window that still welcomes its user has nothing to do
 * in the background. */
static gboolean
window_closing_cb (GtkWindow *window, gpointer user_data)
{
  BitacoraResidence *self = BITACORA_RESIDENCE (user_data);

  self->is_told_to_stay = FALSE;
  update (self);
  if (!self->is_begun)
    return GDK_EVENT_PROPAGATE;
  if (is_chosen (self, "ask") && g_settings_is_writable (self->settings, "background"))
    {
      bitacora_background_question_ask_async (window,
                                              self->settings,
                                              self->ending,
                                              question_answered_cb,
                                              g_object_ref (self));
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
bitacora_residence_dispose (GObject *object)
{
  BitacoraResidence *self = BITACORA_RESIDENCE (object);

  g_cancellable_cancel (self->ending);
  if (self->is_held)
    g_application_release (self->application);
  self->is_held = FALSE;
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bitacora_residence_parent_class)->dispose (object);
}

static void
bitacora_residence_finalize (GObject *object)
{
  BitacoraResidence *self = BITACORA_RESIDENCE (object);

  g_clear_object (&self->ending);

  G_OBJECT_CLASS (bitacora_residence_parent_class)->finalize (object);
}

static void
bitacora_residence_class_init (BitacoraResidenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bitacora_residence_dispose;
  object_class->finalize = bitacora_residence_finalize;

  signals[LET_GO] = g_signal_new (
      "let-go", BITACORA_TYPE_RESIDENCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bitacora_residence_init (BitacoraResidence *self)
{
  self->ending = g_cancellable_new ();
  self->settings = g_settings_new (BITACORA_APPLICATION_ID);
  g_signal_connect_object (self->settings,
                           "changed::background",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * bitacora_residence_new:
 * @application: (transfer none): the program, which must outlive it
 *
 * Creates it. It holds nothing before bitacora_residence_begin().
 *
 * Returns: (transfer full): the residence
 */
BitacoraResidence *
bitacora_residence_new (GApplication *application)
{
  BitacoraResidence *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_new (BITACORA_TYPE_RESIDENCE, NULL);
  self->application = application;
  return self;
}

/**
 * bitacora_residence_watch_window:
 * @self: the residence
 * @window: the main window
 *
 * Decides, asking if need be, what becomes of the program when @window is closed.
 */
void
bitacora_residence_watch_window (BitacoraResidence *self, GtkWindow *window)
{
  g_return_if_fail (BITACORA_IS_RESIDENCE (self));
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  /* After those that have a reason to keep the window. */
  g_signal_connect_object (window,
                           "close-request",
                           G_CALLBACK (window_closing_cb),
                           self,
                           G_CONNECT_AFTER);
}

/**
 * bitacora_residence_begin:
 * @self: the residence
 *
 * There is something to do without a window, from now on.
 */
void
bitacora_residence_begin (BitacoraResidence *self)
{
  g_return_if_fail (BITACORA_IS_RESIDENCE (self));

  self->is_begun = TRUE;
  update (self);
}

/**
 * bitacora_residence_stay:
 * @self: the residence
 *
 * The program was started without a window: it stays until one was shown and closed, even if
 * nothing was chosen yet.
 */
void
bitacora_residence_stay (BitacoraResidence *self)
{
  g_return_if_fail (BITACORA_IS_RESIDENCE (self));

  self->is_told_to_stay = TRUE;
  update (self);
}

/**
 * bitacora_residence_set_busy:
 * @self: the residence
 * @is_busy: whether something has to be done to its end, whatever was chosen
 *
 * Keeps the program for a while without a window.
 */
void
bitacora_residence_set_busy (BitacoraResidence *self, gboolean is_busy)
{
  g_return_if_fail (BITACORA_IS_RESIDENCE (self));

  self->is_busy = is_busy;
  update (self);
}

/**
 * bitacora_residence_end:
 * @self: the residence
 *
 * The program is to end, whatever was chosen.
 */
void
bitacora_residence_end (BitacoraResidence *self)
{
  g_return_if_fail (BITACORA_IS_RESIDENCE (self));

  self->is_begun = FALSE;
  self->is_told_to_stay = FALSE;
  self->is_busy = FALSE;
  g_cancellable_cancel (self->ending);
  update (self);
}

/**
 * bitacora_residence_stays:
 * @self: the residence
 *
 * Returns: whether the program goes on without a window
 */
gboolean
bitacora_residence_stays (BitacoraResidence *self)
{
  g_return_val_if_fail (BITACORA_IS_RESIDENCE (self), FALSE);

  return self->is_held;
}
