/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that is nothing but an item in the tray. It prints what a person does with the item,
 * a line each, and does what the lines of its standard input say. Its argument is the name of its
 * icon; without one it is a yellow square.
 *
 *   attention | active | passive    the item's status
 *   title TEXT                      another title
 *   remove | put                    takes the item away, or makes it again
 *
 * It ends with its input.
 */
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "tray/bitacora-tray-item.h"

#define PIXMAP_SIDE 22

typedef struct
{
  GMainLoop *loop;
  const char *icon_name;
  BitacoraTrayItem *item;
  GMenu *menu;
  GSimpleActionGroup *actions;
  GDataInputStream *input;
} Sample;

static void
say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("%s\n", text);
}

static void
activated_cb (BitacoraTrayItem *item, int x, int y)
{
  say ("activate %d %d", x, y);
}

static void
secondary_activated_cb (BitacoraTrayItem *item, int x, int y)
{
  say ("secondary-activate %d %d", x, y);
}

static void
token_given_cb (BitacoraTrayItem *item, const char *token)
{
  say ("activation-token %s", token);
}

static void
is_hosted_changed_cb (BitacoraTrayItem *item)
{
  say (bitacora_tray_item_is_hosted (item) ? "hosted" : "not hosted");
}

static void
action_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  say ("action %s %s", g_action_get_name (G_ACTION (action)), text);
}

static void
state_requested_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_autofree char *text = g_variant_print (state, FALSE);

  say ("state %s %s", g_action_get_name (G_ACTION (action)), text);
  g_simple_action_set_state (action, state);
}

static void
fill_actions (Sample *sample)
{
  static const GActionEntry entries[] = {
    { .name = "quick-entry", .activate = action_activated_cb },
    { .name = "never", .activate = action_activated_cb },
    { .name = "log-again", .activate = action_activated_cb, .parameter_type = "x" },
    { .name = "pause", .state = "false", .change_state = state_requested_cb },
    { .name = "order",
      .parameter_type = "s",
      .state = "'newest'",
      .change_state = state_requested_cb },
  };
  GAction *never;

  sample->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (sample->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   NULL);
  never = g_action_map_lookup_action (G_ACTION_MAP (sample->actions), "never");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (never), FALSE);
}

static void
fill_menu (Sample *sample)
{
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenu) states = g_menu_new ();
  g_autoptr (GMenu) orders = g_menu_new ();

  g_menu_append (recent, "Log again: +57 300 111 2222", "app.log-again(int64 7)");
  g_menu_append (recent, "Log again: +57 300 333 4444", "app.log-again(int64 8)");
  g_menu_append (orders, "_Newest", "app.order::newest");
  g_menu_append (orders, "_Oldest", "app.order::oldest");
  g_menu_append (states, "_Pause", "app.pause");
  g_menu_append_submenu (states, "_Order", G_MENU_MODEL (orders));
  g_menu_append (states, "N_ever", "app.never");

  sample->menu = g_menu_new ();
  g_menu_append (sample->menu, "_Quick entry", "app.quick-entry");
  g_menu_append_section (sample->menu, NULL, G_MENU_MODEL (recent));
  g_menu_append_section (sample->menu, NULL, G_MENU_MODEL (states));
}

/* A yellow square: what a host shows that does not find the icon's name. */
static GVariant *
build_pixmaps (void)
{
  guint8 pixels[PIXMAP_SIDE * PIXMAP_SIDE * 4];
  GVariant *bytes;
  GVariant *pixmap;

  for (gsize i = 0; i < sizeof pixels; i += 4)
    memcpy (pixels + i, (const guint8[]){ 0xff, 0xff, 0xff, 0x00 }, 4);
  bytes = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, pixels, sizeof pixels, 1);
  pixmap = g_variant_new ("(ii@ay)", PIXMAP_SIDE, PIXMAP_SIDE, bytes);
  return g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), &pixmap, 1);
}

static void
put_item (Sample *sample)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } callbacks[] = {
    { "activate", G_CALLBACK (activated_cb) },
    { "secondary-activate", G_CALLBACK (secondary_activated_cb) },
    { "activation-token", G_CALLBACK (token_given_cb) },
    { "notify::is-hosted", G_CALLBACK (is_hosted_changed_cb) },
  };

  if (sample->item != NULL)
    return;
  sample->item = bitacora_tray_item_new (NULL, "org.bitacora.Sample", "Sample of a tray item");
  for (guint i = 0; i < G_N_ELEMENTS (callbacks); i++)
    g_signal_connect (sample->item, callbacks[i].signal, callbacks[i].callback, NULL);
  g_object_set (sample->item,
                "icon-name",
                sample->icon_name,
                "attention-icon-name",
                "dialog-warning-symbolic",
                "icon-pixmaps",
                build_pixmaps (),
                "tooltip-title",
                "Sample",
                "tooltip-text",
                "2 calls wait & <see>",
                "menu-model",
                sample->menu,
                "action-group",
                sample->actions,
                NULL);
}

static void
obey (Sample *sample, const char *line)
{
  if (g_str_equal (line, "remove"))
    g_clear_object (&sample->item);
  else if (g_str_equal (line, "put"))
    put_item (sample);
  else if (g_str_has_prefix (line, "title ") && sample->item != NULL)
    g_object_set (sample->item, "title", line + strlen ("title "), NULL);
  else if (sample->item != NULL)
    g_object_set (sample->item,
                  "status",
                  g_str_equal (line, "attention") ? BITACORA_TRAY_STATUS_NEEDS_ATTENTION
                  : g_str_equal (line, "passive") ? BITACORA_TRAY_STATUS_PASSIVE
                                                  : BITACORA_TRAY_STATUS_ACTIVE,
                  NULL);
  say ("done %s", line);
}

static void
line_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Sample *sample = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (sample->input, result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (sample->loop);
      return;
    }
  obey (sample, line);
  g_data_input_stream_read_line_async (sample->input,
                                       G_PRIORITY_DEFAULT,
                                       NULL,
                                       line_read_cb,
                                       sample);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (standard_input);
  Sample sample = { .loop = loop, .input = input };

  sample.icon_name = argc > 1 ? argv[1] : NULL;
  fill_actions (&sample);
  fill_menu (&sample);
  put_item (&sample);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_read_cb, &sample);
  g_main_loop_run (loop);

  g_clear_object (&sample.item);
  g_clear_object (&sample.menu);
  g_clear_object (&sample.actions);
  return 0;
}
