/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-field-row.h"
#include "model/bitacora-phone-number.h"

G_BEGIN_DECLS

/* A phone number: its country and its digits, grouped as they are typed. Property: "region". */
#define BITACORA_TYPE_PHONE_ROW (bitacora_phone_row_get_type ())
G_DECLARE_FINAL_TYPE (BitacoraPhoneRow, bitacora_phone_row, BITACORA, PHONE_ROW, BitacoraFieldRow)

GtkWidget *bitacora_phone_row_new (void);

const char *bitacora_phone_row_get_region (BitacoraPhoneRow *self);
void bitacora_phone_row_set_region (BitacoraPhoneRow *self, const char *region);
BitacoraPhoneNumber *bitacora_phone_row_get_phone (BitacoraPhoneRow *self);
void bitacora_phone_row_set_phone (BitacoraPhoneRow *self, BitacoraPhoneNumber *phone);

G_END_DECLS
