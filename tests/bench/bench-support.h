/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outbox/bitacora-courier.h"

G_BEGIN_DECLS

/* What the benches share. Each prints ratios of what was measured in the same run; none fails for
 * being slow, all fail for not running. */

double bench_get_seconds (void);
double bench_find_median (GArray *values);
double bench_find_late (GArray *values);
void bench_report (const char *what, double goal, gboolean is_floor, double measured);

/* A practice CRM in a process of its own, whose daily limit is lifted. */
typedef struct _BenchServer BenchServer;

gboolean bench_server_run_if_asked (int argc, char **argv);
BenchServer *bench_server_new (guint delay);
void bench_server_free (BenchServer *self);
const char *bench_server_get_url (BenchServer *self);

/* An outbox with calls in it, in a folder on the disk of the build tree. */
typedef struct
{
  char *folder;
  char *path;
  BitacoraOutbox *outbox;
  BitacoraProfileList *profiles;
  BitacoraCourier *courier;
  guint n_settled;
  guint n_wanted;
  double began;
} BenchWorld;

BenchWorld *bench_world_new (void);
void bench_world_free (BenchWorld *self);
double bench_world_append (BenchWorld *self, guint n_calls, guint n_in_flight);
void bench_world_employ (BenchWorld *self, const char *server);
double bench_world_drain (BenchWorld *self, guint n_warm, guint n_calls);
char *bench_world_write_body (BenchWorld *self, const char *name);

G_END_DECLS
