/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The parts of a moment that stand in its written date and time. */
typedef enum
{
  BITACORA_DATE_PART_YEAR,
  BITACORA_DATE_PART_MONTH,
  BITACORA_DATE_PART_DAY,
  BITACORA_DATE_PART_HOUR,
  BITACORA_DATE_PART_MINUTE,
  BITACORA_DATE_PART_HALF_DAY,
} BitacoraDatePart;

BitacoraDatePart bitacora_date_part_at (const char *date, int position);
BitacoraDatePart bitacora_time_part_at (const char *time, int position);
GDateTime *bitacora_date_part_step (BitacoraDatePart part, GDateTime *moment, int steps);

G_END_DECLS
