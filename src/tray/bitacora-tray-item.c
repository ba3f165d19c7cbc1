/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-item.h"

#include "bitacora-tray-connection.h"
#include "bitacora-tray-interface.h"
#include "bitacora-tray-menu.h"
#include "bitacora-tray-watcher.h"

#define ITEM_PATH "/StatusNotifierItem"
#define MENU_PATH "/StatusNotifierItem/Menu"

/* What hosts know as the path of no menu. */
#define NO_MENU_PATH "/NO_DBUSMENU"

#define PIXMAPS_TYPE G_VARIANT_TYPE ("a(iiay)")

enum
{
  PROP_0,
  PROP_CONNECTION,
  PROP_ID,
  PROP_TITLE,
  PROP_STATUS,
  PROP_ICON_NAME,
  PROP_ATTENTION_ICON_NAME,
  PROP_OVERLAY_ICON_NAME,
  PROP_ICON_THEME_PATH,
  PROP_ICON_PIXMAPS,
  PROP_ATTENTION_ICON_PIXMAPS,
  PROP_OVERLAY_ICON_PIXMAPS,
  PROP_TOOLTIP_TITLE,
  PROP_TOOLTIP_TEXT,
  PROP_MENU_MODEL,
  PROP_ACTION_GROUP,
  PROP_IS_RIGHT_TO_LEFT,
  PROP_IS_HOSTED,
  N_PROPERTIES,
};

enum
{
  ACTIVATE,
  SECONDARY_ACTIVATE,
  ACTIVATION_TOKEN,
  N_SIGNALS,
};

struct _BitacoraTrayItem
{
  GObject parent_instance;

  GDBusConnection *connection;
  gboolean owns_connection;
  GCancellable *cancellable;
  BitacoraTrayWatcher *watcher;
  BitacoraTrayMenu *menu;
  guint registration;

  BitacoraTrayStatus status;
  /* Each at its property's number. */
  char *texts[N_PROPERTIES];
  GVariant *pixmaps[N_PROPERTIES];
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BitacoraTrayItem, bitacora_tray_item, G_TYPE_OBJECT)

static const char *
get_status_name (BitacoraTrayStatus status)
{
  switch (status)
    {
    case BITACORA_TRAY_STATUS_PASSIVE:
      return "Passive";
    case BITACORA_TRAY_STATUS_NEEDS_ATTENTION:
      return "NeedsAttention";
    case BITACORA_TRAY_STATUS_ACTIVE:
    default:
      return "Active";
    }
}

static void
emit (BitacoraTrayItem *self, const char *signal, GVariant *parameters)
{
  g_autoptr (GVariant) owned = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;

  if (self->registration != 0)
    g_dbus_connection_emit_signal (
        self->connection, NULL, ITEM_PATH, BITACORA_TRAY_ITEM_INTERFACE, signal, owned, NULL);
}

static void
tell_change (BitacoraTrayItem *self, guint id)
{
  static const char *const told_by[N_PROPERTIES] = {
    [PROP_TITLE] = "NewTitle",
    [PROP_ICON_NAME] = "NewIcon",
    [PROP_ICON_PIXMAPS] = "NewIcon",
    [PROP_ATTENTION_ICON_NAME] = "NewAttentionIcon",
    [PROP_ATTENTION_ICON_PIXMAPS] = "NewAttentionIcon",
    [PROP_OVERLAY_ICON_NAME] = "NewOverlayIcon",
    [PROP_OVERLAY_ICON_PIXMAPS] = "NewOverlayIcon",
    [PROP_TOOLTIP_TITLE] = "NewToolTip",
    [PROP_TOOLTIP_TEXT] = "NewToolTip",
  };

  if (told_by[id] != NULL)
    emit (self, told_by[id], NULL);
}

static const char *
get_text (BitacoraTrayItem *self, guint id)
{
  return self->texts[id] != NULL ? self->texts[id] : "";
}

static void
set_text (BitacoraTrayItem *self, guint id, const char *text)
{
  if (g_strcmp0 (text, self->texts[id]) == 0)
    return;
  g_free (self->texts[id]);
  self->texts[id] = g_strdup (text);
  if (id == PROP_ICON_THEME_PATH)
    {
      g_object_set (self->menu, "icon-theme-path", text, NULL);
      emit (self, "NewIconThemePath", g_variant_new ("(s)", get_text (self, id)));
    }
  tell_change (self, id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static GVariant *
get_pixmaps (BitacoraTrayItem *self, guint id)
{
  if (self->pixmaps[id] != NULL)
    return g_variant_ref (self->pixmaps[id]);
  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0));
}

static void
set_pixmaps (BitacoraTrayItem *self, guint id, GVariant *pixmaps)
{
  GVariant *before = self->pixmaps[id];

  g_return_if_fail (pixmaps == NULL || g_variant_is_of_type (pixmaps, PIXMAPS_TYPE));

  if (pixmaps == before || (pixmaps != NULL && before != NULL && g_variant_equal (pixmaps, before)))
    return;
  self->pixmaps[id] = pixmaps != NULL ? g_variant_ref_sink (pixmaps) : NULL;
  g_clear_pointer (&before, g_variant_unref);
  tell_change (self, id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
set_status (BitacoraTrayItem *self, BitacoraTrayStatus status)
{
  gboolean was_urgent = self->status == BITACORA_TRAY_STATUS_NEEDS_ATTENTION;
  gboolean is_urgent = status == BITACORA_TRAY_STATUS_NEEDS_ATTENTION;

  if (status == self->status)
    return;
  self->status = status;
  g_object_set (self->menu, "is-urgent", is_urgent, NULL);
  emit (self, "NewStatus", g_variant_new ("(s)", get_status_name (status)));
  /* Xfce's panel looks for the other icon only when it is told of an icon. */
  if (was_urgent != is_urgent)
    {
      emit (self, "NewAttentionIcon", NULL);
      emit (self, "NewIcon", NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static gboolean
has_menu (BitacoraTrayItem *self)
{
  g_autoptr (GMenuModel) model = NULL;

  g_object_get (self->menu, "model", &model, NULL);
  return model != NULL;
}

static void
set_menu_model (BitacoraTrayItem *self, GMenuModel *model)
{
  gboolean had_menu = has_menu (self);

  g_object_set (self->menu, "model", model, NULL);
  if (had_menu != has_menu (self))
    emit (self, "NewMenu", NULL);
}

/* A tooltip's text may be marked up; its title may not. */
static GVariant *
build_tooltip (BitacoraTrayItem *self)
{
  g_autofree char *text = g_markup_escape_text (get_text (self, PROP_TOOLTIP_TEXT), -1);

  return g_variant_new ("(s@a(iiay)ss)",
                        "",
                        g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0),
                        get_text (self, PROP_TOOLTIP_TITLE),
                        text);
}

static GVariant *
property_read_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *name,
                  GError **error,
                  gpointer user_data)
{
  static const struct
  {
    const char *name;
    guint id;
    gboolean is_pixmaps;
  } plain[] = {
    { "Id", PROP_ID, FALSE },
    { "Title", PROP_TITLE, FALSE },
    { "IconThemePath", PROP_ICON_THEME_PATH, FALSE },
    { "IconName", PROP_ICON_NAME, FALSE },
    { "IconPixmap", PROP_ICON_PIXMAPS, TRUE },
    { "OverlayIconName", PROP_OVERLAY_ICON_NAME, FALSE },
    { "OverlayIconPixmap", PROP_OVERLAY_ICON_PIXMAPS, TRUE },
    { "AttentionIconName", PROP_ATTENTION_ICON_NAME, FALSE },
    { "AttentionIconPixmap", PROP_ATTENTION_ICON_PIXMAPS, TRUE },
  };
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_str_equal (name, plain[i].name))
      return plain[i].is_pixmaps ? get_pixmaps (self, plain[i].id)
                                 : g_variant_new_string (get_text (self, plain[i].id));
  if (g_str_equal (name, "Category"))
    return g_variant_new_string ("ApplicationStatus");
  if (g_str_equal (name, "Status"))
    return g_variant_new_string (get_status_name (self->status));
  if (g_str_equal (name, "WindowId"))
    return g_variant_new_int32 (0);
  if (g_str_equal (name, "AttentionMovieName"))
    return g_variant_new_string ("");
  if (g_str_equal (name, "ToolTip"))
    return build_tooltip (self);
  if (g_str_equal (name, "ItemIsMenu"))
    return g_variant_new_boolean (FALSE);
  return g_variant_new_object_path (has_menu (self) ? MENU_PATH : NO_MENU_PATH);
}

/* The host shows the menu itself, so ContextMenu has nothing to do; nor has Scroll. */
static void
method_called_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  g_autoptr (BitacoraTrayItem) self = g_object_ref (BITACORA_TRAY_ITEM (user_data));
  g_autoptr (GVariant) kept = g_variant_ref (parameters);
  const char *token;
  int x, y;

  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (method, "ProvideXdgActivationToken"))
    {
      g_variant_get (kept, "(&s)", &token);
      if (*token != '\0')
        g_signal_emit (self, signals[ACTIVATION_TOKEN], 0, token);
    }
  else if (g_str_equal (method, "Activate") || g_str_equal (method, "SecondaryActivate"))
    {
      g_variant_get (kept, "(ii)", &x, &y);
      g_signal_emit (self, signals[*method == 'A' ? ACTIVATE : SECONDARY_ACTIVATE], 0, x, y);
    }
}

static void
is_hosted_changed_cb (BitacoraTrayItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_HOSTED]);
}

/* Puts the item on the bus, and then in front of the watcher. */
static void export(BitacoraTrayItem *self)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, property_read_cb, NULL, { 0 } };
  g_autoptr (GError) error = NULL;

  if (bitacora_tray_menu_export (self->menu, self->connection, MENU_PATH, &error))
    self->registration = bitacora_tray_interface_register (self->connection,
                                                           ITEM_PATH,
                                                           BITACORA_TRAY_ITEM_INTERFACE,
                                                           &vtable,
                                                           self,
                                                           &error);
  if (self->registration == 0)
    {
      g_message ("No icon for the tray on this connection: %s", error->message);
      return;
    }
  self->watcher = bitacora_tray_watcher_new (self->connection, ITEM_PATH);
  g_signal_connect_swapped (self->watcher,
                            "notify::is-hosted",
                            G_CALLBACK (is_hosted_changed_cb),
                            self);
}

static void
connection_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BitacoraTrayItem *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = bitacora_tray_connection_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      g_message ("No icon in the tray: %s", error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  self->owns_connection = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
  export(self);
}

static void
bitacora_tray_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_ID:
    case PROP_TITLE:
    case PROP_ICON_NAME:
    case PROP_ATTENTION_ICON_NAME:
    case PROP_OVERLAY_ICON_NAME:
    case PROP_ICON_THEME_PATH:
    case PROP_TOOLTIP_TITLE:
    case PROP_TOOLTIP_TEXT:
      g_value_set_string (value, self->texts[id]);
      break;
    case PROP_ICON_PIXMAPS:
    case PROP_ATTENTION_ICON_PIXMAPS:
    case PROP_OVERLAY_ICON_PIXMAPS:
      g_value_set_variant (value, self->pixmaps[id]);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_MENU_MODEL:
      g_object_get_property (G_OBJECT (self->menu), "model", value);
      break;
    case PROP_ACTION_GROUP:
      g_object_get_property (G_OBJECT (self->menu), "actions", value);
      break;
    case PROP_IS_RIGHT_TO_LEFT:
      g_object_get_property (G_OBJECT (self->menu), "is-right-to-left", value);
      break;
    case PROP_IS_HOSTED:
      g_value_set_boolean (value, bitacora_tray_item_is_hosted (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_tray_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (object);

  switch (id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_ID:
    case PROP_TITLE:
    case PROP_ICON_NAME:
    case PROP_ATTENTION_ICON_NAME:
    case PROP_OVERLAY_ICON_NAME:
    case PROP_ICON_THEME_PATH:
    case PROP_TOOLTIP_TITLE:
    case PROP_TOOLTIP_TEXT:
      set_text (self, id, g_value_get_string (value));
      break;
    case PROP_ICON_PIXMAPS:
    case PROP_ATTENTION_ICON_PIXMAPS:
    case PROP_OVERLAY_ICON_PIXMAPS:
      set_pixmaps (self, id, g_value_get_variant (value));
      break;
    case PROP_STATUS:
      set_status (self, g_value_get_enum (value));
      break;
    case PROP_MENU_MODEL:
      set_menu_model (self, g_value_get_object (value));
      break;
    case PROP_ACTION_GROUP:
      g_object_set_property (G_OBJECT (self->menu), "actions", value);
      break;
    case PROP_IS_RIGHT_TO_LEFT:
      g_object_set_property (G_OBJECT (self->menu), "is-right-to-left", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_tray_item_constructed (GObject *object)
{
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (object);

  G_OBJECT_CLASS (bitacora_tray_item_parent_class)->constructed (object);

  if (self->connection != NULL)
    export(self);
  else
    bitacora_tray_connection_open_async (self->cancellable, connection_opened_cb, self);
}

static void
bitacora_tray_item_dispose (GObject *object)
{
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watcher != NULL)
    g_signal_handlers_disconnect_by_data (self->watcher, self);
  g_clear_object (&self->watcher);
  if (self->registration != 0)
    {
      /* A tray that goes on to keep the item does not show it any more. */
      emit (self, "NewStatus", g_variant_new ("(s)", "Passive"));
      g_dbus_connection_unregister_object (self->connection, self->registration);
      self->registration = 0;
    }
  if (self->menu != NULL)
    bitacora_tray_menu_unexport (self->menu);
  if (self->owns_connection)
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  self->owns_connection = FALSE;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (bitacora_tray_item_parent_class)->dispose (object);
}

static void
bitacora_tray_item_finalize (GObject *object)
{
  BitacoraTrayItem *self = BITACORA_TRAY_ITEM (object);

  for (guint i = 0; i < N_PROPERTIES; i++)
    {
      g_clear_pointer (&self->texts[i], g_free);
      g_clear_pointer (&self->pixmaps[i], g_variant_unref);
    }
  g_clear_object (&self->menu);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bitacora_tray_item_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags construct_only = writable | G_PARAM_CONSTRUCT_ONLY;
  static const struct
  {
    guint id;
    const char *name;
    GParamFlags more;
  } texts[] = {
    { PROP_ID, "id", G_PARAM_CONSTRUCT_ONLY },
    { PROP_TITLE, "title", G_PARAM_CONSTRUCT },
    { PROP_ICON_NAME, "icon-name", 0 },
    { PROP_ATTENTION_ICON_NAME, "attention-icon-name", 0 },
    { PROP_OVERLAY_ICON_NAME, "overlay-icon-name", 0 },
    { PROP_ICON_THEME_PATH, "icon-theme-path", 0 },
    { PROP_TOOLTIP_TITLE, "tooltip-title", 0 },
    { PROP_TOOLTIP_TEXT, "tooltip-text", 0 },
  };
  static const struct
  {
    guint id;
    const char *name;
  } pixmaps[] = {
    { PROP_ICON_PIXMAPS, "icon-pixmaps" },
    { PROP_ATTENTION_ICON_PIXMAPS, "attention-icon-pixmaps" },
    { PROP_OVERLAY_ICON_PIXMAPS, "overlay-icon-pixmaps" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id]
        = g_param_spec_string (texts[i].name, NULL, NULL, NULL, writable | texts[i].more);
  for (guint i = 0; i < G_N_ELEMENTS (pixmaps); i++)
    properties[pixmaps[i].id]
        = g_param_spec_variant (pixmaps[i].name, NULL, NULL, PIXMAPS_TYPE, NULL, writable);
  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection", NULL, NULL, G_TYPE_DBUS_CONNECTION, construct_only);
  properties[PROP_STATUS] = g_param_spec_enum ("status",
                                               NULL,
                                               NULL,
                                               BITACORA_TYPE_TRAY_STATUS,
                                               BITACORA_TRAY_STATUS_ACTIVE,
                                               writable);
  properties[PROP_MENU_MODEL]
      = g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL, writable);
  properties[PROP_ACTION_GROUP]
      = g_param_spec_object ("action-group", NULL, NULL, G_TYPE_ACTION_GROUP, writable);
  properties[PROP_IS_RIGHT_TO_LEFT]
      = g_param_spec_boolean ("is-right-to-left", NULL, NULL, FALSE, writable);
  properties[PROP_IS_HOSTED] = g_param_spec_boolean ("is-hosted",
                                                     NULL,
                                                     NULL,
                                                     FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static guint
install_signal (GObjectClass *object_class, const char *name, guint n_arguments, GType type)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (object_class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_arguments,
                       type,
                       type);
}

static void
bitacora_tray_item_class_init (BitacoraTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_tray_item_get_property;
  object_class->set_property = bitacora_tray_item_set_property;
  object_class->constructed = bitacora_tray_item_constructed;
  object_class->dispose = bitacora_tray_item_dispose;
  object_class->finalize = bitacora_tray_item_finalize;

  install_properties (object_class);
  signals[ACTIVATE] = install_signal (object_class, "activate", 2, G_TYPE_INT);
  signals[SECONDARY_ACTIVATE] = install_signal (object_class, "secondary-activate", 2, G_TYPE_INT);
  signals[ACTIVATION_TOKEN] = install_signal (object_class, "activation-token", 1, G_TYPE_STRING);
}

static void
bitacora_tray_item_init (BitacoraTrayItem *self)
{
  self->status = BITACORA_TRAY_STATUS_ACTIVE;
  self->cancellable = g_cancellable_new ();
  self->menu = bitacora_tray_menu_new ();
}

GType
bitacora_tray_status_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { BITACORA_TRAY_STATUS_PASSIVE, "BITACORA_TRAY_STATUS_PASSIVE", "passive" },
    { BITACORA_TRAY_STATUS_ACTIVE, "BITACORA_TRAY_STATUS_ACTIVE", "active" },
    { BITACORA_TRAY_STATUS_NEEDS_ATTENTION,
      "BITACORA_TRAY_STATUS_NEEDS_ATTENTION",
      "needs-attention" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("BitacoraTrayStatus", values));
  return type;
}

/**
 * bitacora_tray_item_new:
 * @connection: (nullable): a session bus, or %NULL to have one that ends with the item, so that
 *   the tray forgets it at once
 * @id: a name for the program, the same at each start
 * @title: what it is called, for people
 *
 * Puts an item into the desktop's tray, now or whenever there is one. On one connection there can
 * be only one.
 *
 * Returns: (transfer full): the item
 */
BitacoraTrayItem *
bitacora_tray_item_new (GDBusConnection *connection, const char *id, const char *title)
{
  g_return_val_if_fail (connection == NULL || G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (id != NULL && title != NULL, NULL);

  return g_object_new (
      BITACORA_TYPE_TRAY_ITEM, "connection", connection, "id", id, "title", title, NULL);
}

/**
 * bitacora_tray_item_is_hosted:
 * @self: an item
 *
 * Tells whether a tray shows it now.
 *
 * Returns: whether one does
 */
gboolean
bitacora_tray_item_is_hosted (BitacoraTrayItem *self)
{
  g_return_val_if_fail (BITACORA_IS_TRAY_ITEM (self), FALSE);

  return self->watcher != NULL && bitacora_tray_watcher_is_hosted (self->watcher);
}
