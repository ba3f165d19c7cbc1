/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-portal-shortcuts.h"

#include <glib/gi18n-lib.h>

#define LIST_TYPE G_VARIANT_TYPE ("a(sa{sv})")

/* As freedesktop.org's shortcuts specification writes keys; the desktop's user has the last word.
 */
#define PREFERRED_TRIGGER "CTRL+ALT+l"

/**
 * bitacora_portal_shortcuts_build:
 *
 * Describes our one shortcut, with the keys that we would like, for BindShortcuts.
 *
 * Returns: (transfer floating): the list
 */
GVariant *
bitacora_portal_shortcuts_build (void)
{
  GVariantBuilder shortcuts;
  GVariantBuilder about;

  g_variant_builder_init (&about, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&about,
                         "{sv}",
                         "description",
                         /* Translators: what a shortcut does, in the desktop's keyboard settings */
                         g_variant_new_string (_ ("Log a call (quick entry)")));
  g_variant_builder_add (&about,
                         "{sv}",
                         "preferred_trigger",
                         g_variant_new_string (PREFERRED_TRIGGER));
  g_variant_builder_init (&shortcuts, LIST_TYPE);
  g_variant_builder_add (&shortcuts, "(sa{sv})", BITACORA_SHORTCUT_ID, &about);

  return g_variant_builder_end (&shortcuts);
}

/**
 * bitacora_portal_shortcuts_build_session:
 *
 * Describes the session that our shortcut belongs to, for CreateSession. Plasma 5 takes the
 * shortcut with the session alone, tells its keys at once, and keeps them under the session's name,
 * which is the same each time; what is bound later it forgets, and shows its settings instead.
 * Other desktops leave out what they do not know.
 *
 * Returns: (transfer floating): the options, of type a{sv}
 */
GVariant *
bitacora_portal_shortcuts_build_session (void)
{
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options,
                         "{sv}",
                         "session_handle_token",
                         g_variant_new_string (BITACORA_SHORTCUT_SESSION));
  g_variant_builder_add (&options, "{sv}", "shortcuts", bitacora_portal_shortcuts_build ());
  return g_variant_builder_end (&options);
}

/**
 * bitacora_portal_shortcuts_find_trigger:
 * @shortcuts: a list from the portal
 *
 * Returns: (transfer full) (nullable): the keys of our shortcut in the desktop's words, empty if it
 *   has none; %NULL if the list does not say
 */
char *
bitacora_portal_shortcuts_find_trigger (GVariant *shortcuts)
{
  GVariantIter iter;
  const char *id;
  GVariant *about;
  char *trigger = NULL;

  g_return_val_if_fail (g_variant_is_of_type (shortcuts, LIST_TYPE), NULL);

  g_variant_iter_init (&iter, shortcuts);
  while (trigger == NULL && g_variant_iter_next (&iter, "(&s@a{sv})", &id, &about))
    {
      if (g_str_equal (id, BITACORA_SHORTCUT_ID))
        g_variant_lookup (about, "trigger_description", "s", &trigger);
      g_variant_unref (about);
    }

  return trigger;
}

/**
 * bitacora_portal_shortcuts_read_trigger:
 * @results: what BindShortcuts or ListShortcuts answered, of type a{sv}
 *
 * Returns: (transfer full) (nullable): bitacora_portal_shortcuts_find_trigger() of the list in it;
 *   %NULL if there is none
 */
char *
bitacora_portal_shortcuts_read_trigger (GVariant *results)
{
  g_autoptr (GVariant) shortcuts = NULL;

  g_return_val_if_fail (results != NULL, NULL);

  shortcuts = g_variant_lookup_value (results, "shortcuts", LIST_TYPE);
  return shortcuts != NULL ? bitacora_portal_shortcuts_find_trigger (shortcuts) : NULL;
}
