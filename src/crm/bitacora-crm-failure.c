/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-crm-failure-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (bitacora_crm_failure_quark, bitacora_crm_failure)

#define ANY_CODE (-1)

typedef struct
{
  GQuark (*domain) (void);
  int code;
  const char *sentence;
} Explanation;

/* The first row that fits explains; the last of each domain takes whatever is left of it. */
static const Explanation unsent_explanations[] = {
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_CONNECT_TIMEOUT,
    N_ ("The CRM’s server did not accept the connection in time.") },
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_BAD_SERVER,
    N_ ("The profile’s server is not a host name, such as crm0001.wolkvox.com.") },
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_INSECURE,
    N_ ("The profile’s server does not use HTTPS, so others could read the token; only the "
        "practice CRM on this computer may do without it.") },
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_PROXY,
    N_ ("The proxy did not let the connection through to the CRM.") },
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_CERTIFICATE_WRONG_HOST,
    N_ ("The server’s security certificate belongs to another server.") },
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_CERTIFICATE_EXPIRED,
    N_ ("The server’s security certificate is not valid today; this computer’s date may be "
        "wrong.") },
  { bitacora_crm_failure_quark,
    ANY_CODE,
    N_ ("The server’s security certificate does not come from anyone whom this computer trusts.") },
  { g_tls_error_quark,
    G_TLS_ERROR_BAD_CERTIFICATE,
    N_ ("The server’s security certificate could not be verified.") },
  { g_tls_error_quark,
    ANY_CODE,
    N_ ("A secure connection to the CRM’s server could not be made.") },
  { g_resolver_error_quark,
    G_RESOLVER_ERROR_NOT_FOUND,
    N_ ("The CRM’s server could not be found by its name.") },
  { g_resolver_error_quark,
    ANY_CODE,
    N_ ("The names of servers cannot be looked up at the moment.") },
  { g_io_error_quark,
    G_IO_ERROR_CONNECTION_REFUSED,
    N_ ("The CRM’s server refused the connection.") },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, N_ ("There is no network.") },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, N_ ("The network does not reach the CRM.") },
  { g_io_error_quark,
    G_IO_ERROR_HOST_NOT_FOUND,
    N_ ("The CRM’s server could not be found by its name.") },
  { g_io_error_quark,
    G_IO_ERROR_TIMED_OUT,
    N_ ("The CRM’s server did not accept the connection in time.") },
  { g_io_error_quark, G_IO_ERROR_CANCELLED, N_ ("Sending was stopped before anything went out.") },
  { g_io_error_quark,
    G_IO_ERROR_PROXY_FAILED,
    N_ ("The proxy did not let the connection through to the CRM.") },
  { g_io_error_quark,
    G_IO_ERROR_PROXY_AUTH_FAILED,
    N_ ("The proxy did not let the connection through to the CRM.") },
  { g_io_error_quark,
    G_IO_ERROR_PROXY_NEED_AUTH,
    N_ ("The proxy did not let the connection through to the CRM.") },
  { g_io_error_quark,
    G_IO_ERROR_PROXY_NOT_ALLOWED,
    N_ ("The proxy did not let the connection through to the CRM.") },
};

static const Explanation sent_explanations[] = {
  { bitacora_crm_failure_quark,
    BITACORA_CRM_FAILURE_ANSWER_TOO_LONG,
    N_ ("The CRM’s answer was far too long to make sense.") },
  { bitacora_crm_failure_quark, ANY_CODE, N_ ("The CRM did not answer in time.") },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, N_ ("The CRM did not answer in time.") },
  { g_io_error_quark,
    G_IO_ERROR_CANCELLED,
    N_ ("Sending was stopped while waiting for the CRM’s answer.") },
};

static const char *
find_sentence (const Explanation *rows, gsize n_rows, const GError *error)
{
  for (gsize i = 0; error != NULL && i < n_rows; i++)
    {
      if (error->domain == rows[i].domain ()
          && (rows[i].code == ANY_CODE || rows[i].code == error->code))
        return g_dgettext (GETTEXT_PACKAGE, rows[i].sentence);
    }

  return NULL;
}

/**
 * bitacora_crm_failure_explain:
 * @error: (nullable): why there is no answer
 * @sent: whether any byte of the request may have left
 *
 * Says in one sentence what went wrong. Never quotes the error's own text, which others wrote.
 *
 * Returns: (transfer none): a translated sentence
 */
const char *
bitacora_crm_failure_explain (const GError *error, gboolean sent)
{
  const char *sentence;

  if (sent)
    {
      sentence = find_sentence (sent_explanations, G_N_ELEMENTS (sent_explanations), error);
      return sentence != NULL ? sentence : _ ("The connection broke before the CRM had answered.");
    }

  sentence = find_sentence (unsent_explanations, G_N_ELEMENTS (unsent_explanations), error);
  return sentence != NULL ? sentence : _ ("The CRM could not be reached.");
}
