/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

void bitacora_crm_types_prepare (void);

G_END_DECLS
