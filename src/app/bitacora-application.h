/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BITACORA_TYPE_APPLICATION (bitacora_application_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraApplication,
                      bitacora_application,
                      BITACORA,
                      APPLICATION,
                      AdwApplication)

BitacoraApplication *bitacora_application_new (void);

G_END_DECLS
