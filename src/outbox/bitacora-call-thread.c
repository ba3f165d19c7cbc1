/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-call-thread.h"

/**
 * bitacora_call_thread_run:
 * @task: (transfer full): what is being done, for @callback as its user data
 * @func: a part of it that takes long; it is lent the data of @task, has no source object, and is
 *   given the cancellable of @task, to which nobody else looks
 * @callback: called when the part is done
 *
 * Runs a part of a task in a thread. The thread keeps no object alive, so that none can end in it.
 */
void
bitacora_call_thread_run (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) part = NULL;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);
  g_return_if_fail (callback != NULL);

  part = g_task_new (NULL, g_task_get_cancellable (task), callback, task);
  g_task_set_source_tag (part, GSIZE_TO_POINTER (bitacora_call_thread_run));
  g_task_set_check_cancellable (part, FALSE);
  g_task_set_task_data (part, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (part, func);
}
