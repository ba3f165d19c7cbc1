/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What can have become of a call, and the words that are written for the user: each with an example
 * that follows what is typed. */
#define BITACORA_TYPE_CALLS_PAGE (bitacora_calls_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallsPage,
                      bitacora_calls_page,
                      BITACORA,
                      CALLS_PAGE,
                      AdwPreferencesPage)

G_END_DECLS
