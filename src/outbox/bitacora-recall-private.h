/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-outbox-recall.h"

G_BEGIN_DECLS

BitacoraRecall *bitacora_recall_new (BitacoraOutboxEntry *last, guint n_calls);

G_END_DECLS
