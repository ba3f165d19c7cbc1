/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/bitacora-profile.h"

G_BEGIN_DECLS

char *bitacora_crm_command_write_insert (BitacoraProfile *profile, const char *body);

G_END_DECLS
