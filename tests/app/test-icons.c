/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#define SYMBOLIC "-symbolic"

/* Each icon that the sources name is one that the desktop's theme, or the program itself, has:
 * themes drop some over the years, and a window then shows a broken picture in their place. */
static void
check_icons_of (const char *path)
{
  g_autoptr (GtkIconTheme) theme
      = g_object_ref (gtk_icon_theme_get_for_display (gdk_display_get_default ()));
  g_autoptr (GRegex) regex = g_regex_new ("[\">]([a-z0-9][a-z0-9-]*" SYMBOLIC ")[\"<]", 0, 0, NULL);
  g_autoptr (GMatchInfo) found = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (g_regex_match (regex, text, 0, &found); g_match_info_matches (found);
       g_match_info_next (found, NULL))
    {
      g_autofree char *name = g_match_info_fetch (found, 1);

      g_test_message ("%s", name);
      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("%s: there is no icon %s", path, name);
    }
}

static void
check_folder (const char *path, guint *n_files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        check_folder (child, n_files);
      else if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".ui"))
        {
          check_icons_of (child);
          (*n_files)++;
        }
    }
}

static void
test_theme_has_icons (void)
{
  g_autofree char *sources = g_test_build_filename (G_TEST_DIST, "..", "src", NULL);
  guint n_files = 0;

  check_folder (sources, &n_files);
  g_assert_cmpuint (n_files, >, 100);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/icons/theme-has-them", test_theme_has_icons);
  return g_test_run ();
}
