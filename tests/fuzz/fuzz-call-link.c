/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bitacora-call-link.h"

#include <stdint.h>
#include <string.h>

/* Whatever comes of a link is fit to be shown, and no number is a code for the network. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
check_phone (BitacoraPhoneNumber *phone)
{
  g_autofree char *e164 = bitacora_phone_number_format_e164 (phone);

  g_assert_cmpint (*e164, ==, '+');
  g_assert_cmpuint (strspn (e164 + 1, "0123456789"), ==, strlen (e164 + 1));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *uri = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BitacoraCallLink) link = bitacora_call_link_parse (uri, "CO", &error);
  BitacoraCallActivity *activity;

  if (link == NULL)
    {
      check_text (error->message);
      return 0;
    }
  for (const char *const *p = bitacora_call_link_get_complaints (link); *p != NULL; p++)
    check_text (*p);
  activity = bitacora_call_link_get_activity (link);
  for (guint field = 0; field < BITACORA_N_FIELDS; field++)
    {
      g_autoptr (GError) wrong = NULL;

      if (bitacora_call_link_has_field (link, field) && field != BITACORA_FIELD_PHONE)
        bitacora_call_activity_check_field (activity, field, &wrong);
      g_assert_no_error (wrong);
    }
  if (bitacora_call_activity_get_phone (activity) != NULL)
    check_phone (bitacora_call_activity_get_phone (activity));
  return 0;
}
