/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "../bitacora-services.h"

G_BEGIN_DECLS

/* org.gnome.Shell.SearchProvider2 over the history: the shell's overview finds calls. What is
 * chosen there activates the application's actions "show-entry" and "show-search". */
#define BITACORA_TYPE_SEARCH_PROVIDER (bitacora_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraSearchProvider,
                      bitacora_search_provider,
                      BITACORA,
                      SEARCH_PROVIDER,
                      GObject)

/* services: NULL-safe until bitacora_search_provider_set_services(): D-Bus objects are exported
 * before the application starts. */
BitacoraSearchProvider *bitacora_search_provider_new (GApplication *application);
void bitacora_search_provider_set_services (BitacoraSearchProvider *self,
                                            BitacoraServices *services);
gboolean bitacora_search_provider_export (BitacoraSearchProvider *self,
                                          GDBusConnection *connection,
                                          const char *object_path,
                                          GError **error);
void bitacora_search_provider_unexport (BitacoraSearchProvider *self);

G_END_DECLS
