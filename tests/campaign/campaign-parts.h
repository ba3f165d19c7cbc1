/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CAMPAIGN_SERVE "--serve"
#define CAMPAIGN_CORE "--core"
#define CAMPAIGN_LAST_CORE "--last-core"

#define CAMPAIGN_TOKEN "secret-XYZ-campaign"

/* What the controller writes to the server, a line each. */
#define CAMPAIGN_CALM "calm"
#define CAMPAIGN_CUT "cut"

/* What the cores write to the controller, a line each; the call's key follows ACCEPTED. */
#define CAMPAIGN_READY "ready"
#define CAMPAIGN_ACCEPTED "accepted "
#define CAMPAIGN_SETTLED "settled "

void campaign_serve (guint32 seed);
void campaign_run_core (const char *folder, const char *url, guint32 seed, guint number);
void campaign_run_last_core (const char *folder, const char *url);

G_END_DECLS
