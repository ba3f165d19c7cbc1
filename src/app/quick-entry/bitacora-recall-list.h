/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/bitacora-clock.h"
#include "outbox/bitacora-outbox-recall.h"

G_BEGIN_DECLS

/* Whoever was called before and matches what is being typed. The focus stays with the one who
 * types: keys are handed on to bitacora_recall_list_step().
 * Signals: "answered": the list is that of the text asked for last;
 *          "chosen" (BitacoraRecall *recall): by a click. */
#define BITACORA_TYPE_RECALL_LIST (bitacora_recall_list_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraRecallList, bitacora_recall_list, BITACORA, RECALL_LIST, AdwBin)

GtkWidget *bitacora_recall_list_new (BitacoraOutbox *outbox, BitacoraClock *clock);

void bitacora_recall_list_set_template (BitacoraRecallList *self, const char *name_template);
void bitacora_recall_list_ask (BitacoraRecallList *self, const char *text);
void bitacora_recall_list_clear (BitacoraRecallList *self);
gboolean bitacora_recall_list_is_asking (BitacoraRecallList *self);
guint bitacora_recall_list_get_n_found (BitacoraRecallList *self);
BitacoraRecall *bitacora_recall_list_get_recall (BitacoraRecallList *self, guint position);
gboolean bitacora_recall_list_step (BitacoraRecallList *self, int steps);
void bitacora_recall_list_select (BitacoraRecallList *self, int position);
BitacoraRecall *bitacora_recall_list_get_selected (BitacoraRecallList *self, GtkWidget **row);
char *bitacora_recall_list_describe_selected (BitacoraRecallList *self);

G_END_DECLS
