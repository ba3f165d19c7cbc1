/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bitacora-call-import.h"

G_BEGIN_DECLS

/* What is said of a file that was checked, on the command line and in the window. */

char *bitacora_call_report_complaint (const BitacoraCallComplaint *complaint,
                                      const char *const *headers);
GStrv bitacora_call_report_losses (BitacoraCallImport *import, const BitacoraCallCheck *check);

G_END_DECLS
