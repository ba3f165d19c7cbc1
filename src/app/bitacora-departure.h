/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-services.h"

G_BEGIN_DECLS

void bitacora_departure_begin (GApplication *application, BitacoraServices *services);

G_END_DECLS
