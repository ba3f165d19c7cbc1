/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-tray-pixmaps.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* What panels ask for, in pixels, at one and two times their scale. */
static const int sizes[] = { 16, 22, 24, 32, 48 };

/* The pixel of a picture as ARGB in network byte order. */
static void
append_pixel (GByteArray *bytes, const guchar *pixel, gboolean has_alpha)
{
  guint8 argb[4] = { has_alpha ? pixel[3] : 0xff, pixel[0], pixel[1], pixel[2] };

  g_byte_array_append (bytes, argb, sizeof argb);
}

static GVariant *
convert (GdkPixbuf *pixbuf)
{
  const guchar *pixels = gdk_pixbuf_read_pixels (pixbuf);
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (pixbuf);
  gsize stride = (gsize)gdk_pixbuf_get_rowstride (pixbuf);
  gsize n_channels = (gsize)gdk_pixbuf_get_n_channels (pixbuf);
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (gsize y = 0; y < (gsize)height; y++)
    {
      for (gsize x = 0; x < (gsize)width; x++)
        append_pixel (bytes, pixels + y * stride + x * n_channels, has_alpha);
    }
  return g_variant_new ("(ii@ay)",
                        width,
                        height,
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                   bytes->data,
                                                   bytes->len,
                                                   sizeof (guint8)));
}

/**
 * bitacora_tray_pixmaps_create:
 * @resource: the resource of a picture
 *
 * Draws a picture in the sizes of a tray, for those that do not find an icon by its name.
 *
 * Returns: (transfer floating) (nullable): the pictures as a(iiay); %NULL where this computer
 * cannot draw it
 */
GVariant *
bitacora_tray_pixmaps_create (const char *resource)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iiay)"));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) pixbuf
          = gdk_pixbuf_new_from_resource_at_scale (resource, sizes[i], sizes[i], TRUE, &error);

      if (pixbuf == NULL)
        {
          g_debug ("The tray's icon could not be drawn: %s", error->message);
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add_value (&builder, convert (pixbuf));
    }
  return g_variant_builder_end (&builder);
}
