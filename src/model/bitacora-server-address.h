/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BITACORA_SERVER_ERROR (bitacora_server_error_quark ())

typedef enum
{
  BITACORA_SERVER_ERROR_EMPTY,
  BITACORA_SERVER_ERROR_NOT_A_HOST,
  BITACORA_SERVER_ERROR_INSECURE,
} BitacoraServerError;

GQuark bitacora_server_error_quark (void);

char *bitacora_server_address_parse (const char *text, GError **error);
gboolean bitacora_server_address_is_loopback (const char *address);
char *bitacora_server_address_get_replacement (const char *address);

G_END_DECLS
