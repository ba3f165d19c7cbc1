/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bitacora-call-activity.h"

G_BEGIN_DECLS

#define BITACORA_CALL_LINK_ERROR (bitacora_call_link_error_quark ())

typedef enum
{
  /* Not one of tel:, callto: and bitacora://log. */
  BITACORA_CALL_LINK_ERROR_SCHEME,
  /* Nothing of it can be used. */
  BITACORA_CALL_LINK_ERROR_EMPTY,
  BITACORA_CALL_LINK_ERROR_TOO_LONG,
} BitacoraCallLinkError;

GQuark bitacora_call_link_error_quark (void);

/* What a link asks for: "tel:" and "callto:" name a number that is about to be called,
 * "bitacora://log?phone=…&name=…" what a call may say. It only ever proposes: whatever is not fit
 * is dropped, and that is said. Immutable. */
#define BITACORA_TYPE_CALL_LINK (bitacora_call_link_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallLink, bitacora_call_link, BITACORA, CALL_LINK, GObject)

/* Whether a word of the command line is such a link, fit or not. */
gboolean bitacora_call_link_is_link (const char *text);
BitacoraCallLink *bitacora_call_link_parse (const char *uri, const char *region, GError **error);

BitacoraCallActivity *bitacora_call_link_get_activity (BitacoraCallLink *self);
/* Whether the link says anything about a field; the priority always has a value. */
gboolean bitacora_call_link_has_field (BitacoraCallLink *self, BitacoraActivityField field);
gboolean bitacora_call_link_is_call (BitacoraCallLink *self);
const char *const *bitacora_call_link_get_complaints (BitacoraCallLink *self);

G_END_DECLS
