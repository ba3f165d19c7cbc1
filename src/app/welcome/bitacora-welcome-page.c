/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-welcome-page.h"

#include "bitacora-connect-page.h"

struct _BitacoraWelcomePage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *connect_button;
  BitacoraConnectPage *connect_page;
};

G_DEFINE_FINAL_TYPE (BitacoraWelcomePage, bitacora_welcome_page, ADW_TYPE_BIN)

static void
connect_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BitacoraWelcomePage *self = BITACORA_WELCOME_PAGE (widget);

  gtk_stack_set_visible_child_name (self->stack, "connect");
  gtk_widget_child_focus (GTK_WIDGET (self->connect_page), GTK_DIR_TAB_FORWARD);
}

static void
connecting_cancelled_cb (BitacoraWelcomePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "greeting");
  gtk_widget_grab_focus (self->connect_button);
}

static gboolean
bitacora_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (BITACORA_WELCOME_PAGE (widget)->connect_button);
}

/* Whoever comes back, after removing the last profile, is greeted again. */
static void
bitacora_welcome_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bitacora_welcome_page_parent_class)->unmap (widget);

  gtk_stack_set_visible_child_name (BITACORA_WELCOME_PAGE (widget)->stack, "greeting");
}

static void
bitacora_welcome_page_class_init (BitacoraWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = bitacora_welcome_page_grab_focus;
  widget_class->unmap = bitacora_welcome_page_unmap;

  g_type_ensure (BITACORA_TYPE_CONNECT_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bitacora/Bitacora/welcome/bitacora-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BitacoraWelcomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWelcomePage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, BitacoraWelcomePage, connect_page);
  gtk_widget_class_bind_template_callback (widget_class, connecting_cancelled_cb);
  gtk_widget_class_install_action (widget_class, "welcome.connect", NULL, connect_cb);
}

static void
bitacora_welcome_page_init (BitacoraWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bitacora_welcome_page_set_up:
 * @self: the page
 * @services: where the new profile and its token go
 *
 * Gives the page the services. To be called once.
 */
void
bitacora_welcome_page_set_up (BitacoraWelcomePage *self, BitacoraServices *services)
{
  g_return_if_fail (BITACORA_IS_WELCOME_PAGE (self));
  g_return_if_fail (BITACORA_IS_SERVICES (services));

  bitacora_connect_page_set_up (self->connect_page, services);
}
