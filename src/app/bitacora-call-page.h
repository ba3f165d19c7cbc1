/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bitacora-services.h"

G_BEGIN_DECLS

/* The form, and the way of what is written in it into the outbox and out.
 * Property "corrected-id" (gint64, read-only): the entry that the form corrects, or 0.
 * Signal "logged" (BitacoraOutboxEntry *entry): a new call is in the outbox, not tried yet. */
#define BITACORA_TYPE_CALL_PAGE (bitacora_call_page_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraCallPage, bitacora_call_page, BITACORA, CALL_PAGE, AdwBin)

void bitacora_call_page_set_up (BitacoraCallPage *self, BitacoraServices *services);
void bitacora_call_page_set_profile (BitacoraCallPage *self, BitacoraProfile *profile);
void bitacora_call_page_correct (BitacoraCallPage *self, BitacoraOutboxEntry *entry);
void bitacora_call_page_fill (BitacoraCallPage *self, BitacoraCallActivity *activity);
void bitacora_call_page_restore (BitacoraCallPage *self, BitacoraCallActivity *activity);
gint64 bitacora_call_page_get_corrected_id (BitacoraCallPage *self);
AdwToastOverlay *bitacora_call_page_get_toast_overlay (BitacoraCallPage *self);
void bitacora_call_page_focus (BitacoraCallPage *self);

G_END_DECLS
