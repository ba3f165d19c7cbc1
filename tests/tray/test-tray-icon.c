/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tray/bitacora-tray-icon.h"

static void
assert_chosen (const char *desktops, const char *expected)
{
  g_autofree char *chosen = bitacora_tray_icon_choose ("org.example.Item", desktops);

  g_assert_cmpstr (chosen, ==, expected);
}

static void
test_panel_colours_symbolic (void)
{
  assert_chosen ("KDE", "org.example.Item-symbolic");
  assert_chosen ("ubuntu:GNOME", "org.example.Item-symbolic");
  assert_chosen ("", "org.example.Item-symbolic");
  assert_chosen (NULL, "org.example.Item-symbolic");
}

static void
test_panel_leaves_colours (void)
{
  assert_chosen ("LXQt", "org.example.Item");
  assert_chosen ("LXQt:labwc:wlroots", "org.example.Item");
  assert_chosen ("Lubuntu:LXQt", "org.example.Item");
}

static void
test_other_name (void)
{
  assert_chosen ("NotLXQt", "org.example.Item-symbolic");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tray-icon/panel-colours-symbolic", test_panel_colours_symbolic);
  g_test_add_func ("/tray-icon/panel-leaves-colours", test_panel_leaves_colours);
  g_test_add_func ("/tray-icon/other-name", test_other_name);

  return g_test_run ();
}
