/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of a call; NULL for what is not. */
typedef struct
{
  const char *outcome;
  const char *contact;
  const char *phone;
  const char *duration;
  const char *time;
} BitacoraCallTemplateValues;

/* Fills the places of a template that the user can change: {outcome}, {contact}, {phone},
 * {duration}, {time}. NULL if none of the places that it has is known: it would say nothing. */
char *bitacora_call_template_fill (const char *template_text,
                                   const BitacoraCallTemplateValues *values);

/* What stands at a place of a text that was made by a template: the contact in "Call to Ana". NULL
 * if the text was not. */
char *bitacora_call_template_extract (const char *template_text,
                                      const char *text,
                                      const char *place);

/* "00:03:12", of seconds. */
char *bitacora_call_template_format_duration (gint64 seconds);

G_END_DECLS
