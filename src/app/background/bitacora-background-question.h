/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  BITACORA_BACKGROUND_ANSWER_NONE,
  BITACORA_BACKGROUND_ANSWER_KEEP,
  BITACORA_BACKGROUND_ANSWER_QUIT,
} BitacoraBackgroundAnswer;

/* What closing the window means, asked when it is closed first; the answer is remembered. */
void bitacora_background_question_ask_async (GtkWindow *parent,
                                             GSettings *settings,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
BitacoraBackgroundAnswer bitacora_background_question_ask_finish (GtkWindow *parent,
                                                                  GAsyncResult *result,
                                                                  GError **error);

G_END_DECLS
