/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who opens tel: links on this desktop. */
typedef enum
{
  BITACORA_LINK_HANDLER_NOBODY,
  BITACORA_LINK_HANDLER_OTHER,
  BITACORA_LINK_HANDLER_BITACORA,
  /* The desktop does not know Bitácora: it was not installed. */
  BITACORA_LINK_HANDLER_NOT_INSTALLED,
  /* Nobody can tell from within a sandbox. */
  BITACORA_LINK_HANDLER_SANDBOXED,
} BitacoraLinkHandler;

void bitacora_link_handler_find_async (GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
BitacoraLinkHandler bitacora_link_handler_find_finish (GAsyncResult *result,
                                                       char **name,
                                                       GError **error);

void bitacora_link_handler_take_async (GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean bitacora_link_handler_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
