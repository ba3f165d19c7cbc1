/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the command line may ask of the window's program, beside opening it: a link, and options
 * that name an action. Whichever process is the application's first does it. */

void bitacora_arguments_add_options (GApplication *application);
int bitacora_arguments_handle (GApplication *application,
                               GVariantDict *options,
                               gboolean *without_window);

G_END_DECLS
