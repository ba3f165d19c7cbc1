/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The window in which GNOME Keyring asks for a password, closed by its user as soon as it opens.
 * Speaks the keyring's own protocol with its prompter, on a connection of its own. */
typedef struct _MockPrompter MockPrompter;

MockPrompter *mock_prompter_new (void);
void mock_prompter_free (MockPrompter *self);
guint mock_prompter_get_n_prompts (MockPrompter *self);

G_END_DECLS
