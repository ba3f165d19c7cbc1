/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-crm-reply.h"

G_BEGIN_DECLS

/* What tokenInformation.php says of a token; a number that it does not say is -1. */
typedef struct
{
  char *description;
  int limit;
  int used_today;
  int left_today;
  int hours_to_restart;
} BitacoraTokenInformation;

gboolean bitacora_token_information_read (BitacoraCrmReply *reply,
                                          BitacoraTokenInformation *information);
char *bitacora_token_information_describe_failure (BitacoraCrmReply *reply);
void bitacora_token_information_clear (BitacoraTokenInformation *information);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BitacoraTokenInformation, bitacora_token_information_clear)

G_END_DECLS
