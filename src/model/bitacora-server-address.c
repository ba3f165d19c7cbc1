/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-server-address.h"

#include <glib/gi18n-lib.h>

/* Without a host name of its own this is what the vendor's page writes for "your server". */
#define PLACEHOLDER_HOST "wolkvox_server.crmvox.com"

/* RFC 1035, section 2.3.4. */
#define MAX_HOST 253
#define MAX_LABEL 63

typedef struct
{
  gboolean has_scheme;
  gboolean plain;
  char *host;
  gboolean is_ipv6;
  guint port;
} Address;

static void
address_clear (Address *address)
{
  g_clear_pointer (&address->host, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, address_clear)

G_DEFINE_QUARK (bitacora_server_error_quark, bitacora_server_error)

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (BITACORA_SERVER_ERROR,
                                 BITACORA_SERVER_ERROR_NOT_A_HOST,
                                 format,
                                 args);
  va_end (args);
  return FALSE;
}

/* Strips the schemes in front, of which a pasted address may have two: the last one is meant. */
static const char *
read_schemes (const char *text, Address *address)
{
  for (;;)
    {
      if (g_ascii_strncasecmp (text, "https://", 8) == 0)
        {
          address->plain = FALSE;
          text += 8;
        }
      else if (g_ascii_strncasecmp (text, "http://", 7) == 0)
        {
          address->plain = TRUE;
          text += 7;
        }
      else
        return text;
      address->has_scheme = TRUE;
    }
}

static gboolean
read_port (const char *text, Address *address)
{
  guint64 port;

  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    return FALSE;
  address->port = port;
  return TRUE;
}

/* Splits `host`, `host:port`, `[v6]`, `[v6]:port` and a bare `v6`. */
static gboolean
split_host (const char *authority, Address *address)
{
  const char *colon = strchr (authority, ':');

  if (*authority == '[')
    {
      const char *end = strchr (authority, ']');

      if (end == NULL || (end[1] != '\0' && end[1] != ':'))
        return FALSE;
      address->host = g_strndup (authority + 1, end - authority - 1);
      address->is_ipv6 = TRUE;
      return end[1] == '\0' || read_port (end + 2, address);
    }
  if (colon != NULL && strchr (colon + 1, ':') != NULL)
    {
      address->host = g_strdup (authority);
      address->is_ipv6 = TRUE;
      return TRUE;
    }
  address->host = colon != NULL ? g_strndup (authority, colon - authority) : g_strdup (authority);
  return colon == NULL || read_port (colon + 1, address);
}

static gboolean
is_label (const char *label)
{
  const size_t length = strlen (label);

  return length > 0 && length <= MAX_LABEL && label[0] != '-' && label[length - 1] != '-'
         && strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* A host name as the Domain Name System knows it: two labels or more, since no CRM is reached by
 * one alone, and no number at its end, since that would be read as an address. */
static gboolean
is_domain_name (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  const guint n = g_strv_length (labels);

  if (strlen (host) > MAX_HOST || n < 2)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return !g_ascii_isdigit (labels[n - 1][0]);
}

static gboolean
is_loopback_host (const char *host)
{
  return g_str_equal (host, "localhost") || g_str_equal (host, "127.0.0.1")
         || g_str_equal (host, "::1");
}

static gboolean
is_ip_address (const char *host, GSocketFamily family)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_family (address) == family;
}

/* Brings the host into its one form: ASCII, small letters, no dot at its end. */
static gboolean
normalize_host (Address *address)
{
  if (address->is_ipv6)
    {
      g_autoptr (GInetAddress) ip = g_inet_address_new_from_string (address->host);

      if (ip == NULL || g_inet_address_get_family (ip) != G_SOCKET_FAMILY_IPV6)
        return FALSE;
      g_free (address->host);
      address->host = g_inet_address_to_string (ip);
      return TRUE;
    }
  else
    {
      g_autofree char *ascii = NULL;
      g_autofree char *small = NULL;
      size_t length;

      if (!g_hostname_is_non_ascii (address->host))
        ascii = g_strdup (address->host);
      else
        ascii = g_hostname_to_ascii (address->host);
      if (ascii == NULL)
        return FALSE;
      small = g_ascii_strdown (ascii, -1);
      length = strlen (small);
      if (length > 0 && small[length - 1] == '.')
        small[length - 1] = '\0';
      g_free (address->host);
      address->host = g_steal_pointer (&small);
      return is_loopback_host (address->host) || is_domain_name (address->host)
             || is_ip_address (address->host, G_SOCKET_FAMILY_IPV4);
    }
}

static gboolean
read_address (const char *text, Address *address, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *authority = NULL;
  const char *rest;

  if (*trimmed == '\0')
    {
      g_set_error_literal (
          error,
          BITACORA_SERVER_ERROR,
          BITACORA_SERVER_ERROR_EMPTY,
          _ ("There is no server yet. Type your CRM’s address, for example crm0001.wolkvox.com."));
      return FALSE;
    }
  if (!g_utf8_validate (trimmed, -1, NULL))
    return refuse (error,
                   _ ("The server’s address cannot be read. Type it by hand, for example "
                      "crm0001.wolkvox.com."));

  rest = read_schemes (trimmed, address);
  authority = g_strndup (rest, strcspn (rest, "/?#\\"));
  if (strchr (authority, '@') != NULL)
    return refuse (error,
                   _ ("Leave the user name and the password out of the server’s address: what "
                      "follows the @ is enough. Your token is what lets you in."));
  if (!split_host (authority, address) || *address->host == '\0')
    return refuse (error,
                   _ ("“%s” is not a server’s address. An address looks like crm0001.wolkvox.com."),
                   authority);
  if (g_ascii_strcasecmp (address->host, PLACEHOLDER_HOST) == 0)
    return refuse (error,
                   _ ("“%s” only stands for your own server in the manual. Look up your CRM’s "
                      "address in the browser; it looks like crm0001.wolkvox.com."),
                   authority);
  if (!normalize_host (address))
    return refuse (error,
                   _ ("“%s” is not a server’s address. An address looks like crm0001.wolkvox.com."),
                   authority);
  return TRUE;
}

static char *
write_address (Address *address)
{
  const guint default_port = address->plain ? 80 : 443;
  GString *text = g_string_new (address->plain ? "http://" : "https://");

  g_string_append_printf (text, address->is_ipv6 ? "[%s]" : "%s", address->host);
  if (address->port != 0 && address->port != default_port)
    g_string_append_printf (text, ":%u", address->port);
  return g_string_free (text, FALSE);
}

/**
 * bitacora_server_address_parse:
 * @text: what somebody typed or pasted: a host, or any address of the CRM's web pages
 * @error: return location for a #BITACORA_SERVER_ERROR
 *
 * Finds the server in @text. A doubled `https://`, a path and capitals do not matter; without a
 * scheme it is `https://`, and `http://` for this computer itself, which alone may be reached
 * without encryption (`127.0.0.1`, `[::1]`, `localhost`).
 *
 * Returns: (transfer full): scheme, host and port (unless it is the scheme's own), or %NULL with
 *   @error set to %BITACORA_SERVER_ERROR_EMPTY, %BITACORA_SERVER_ERROR_NOT_A_HOST or
 *   %BITACORA_SERVER_ERROR_INSECURE
 */
char *
bitacora_server_address_parse (const char *text, GError **error)
{
  g_auto (Address) address = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  if (!read_address (text, &address, error))
    return NULL;
  if (!address.has_scheme)
    address.plain = is_loopback_host (address.host);
  if (address.plain && !is_loopback_host (address.host))
    {
      g_autofree char *better = NULL;

      address.plain = FALSE;
      if (address.port == 80)
        address.port = 0;
      better = write_address (&address);
      g_set_error (error,
                   BITACORA_SERVER_ERROR,
                   BITACORA_SERVER_ERROR_INSECURE,
                   _ ("With http:// others could read your token on its way. Use %s instead."),
                   better);
      return NULL;
    }
  return write_address (&address);
}

/**
 * bitacora_server_address_is_loopback:
 * @address: a server's address
 *
 * Returns: whether it is this computer itself: `127.0.0.1`, `[::1]` or `localhost`
 */
gboolean
bitacora_server_address_is_loopback (const char *address)
{
  g_auto (Address) parts = { 0 };

  g_return_val_if_fail (address != NULL, FALSE);

  return read_address (address, &parts, NULL) && is_loopback_host (parts.host);
}

/**
 * bitacora_server_address_get_replacement:
 * @address: a server's address
 *
 * Finds the new address of a server that the vendor has moved: `svNNNN.crmvox.com` stopped on
 * 2024-11-30 and is `crmNNNN.wolkvox.com` today.
 *
 * Returns: (transfer full) (nullable): the new address, or %NULL if it was not moved
 */
char *
bitacora_server_address_get_replacement (const char *address)
{
  g_auto (Address) parts = { 0 };
  g_autoptr (GRegex) moved = g_regex_new ("^sv(\\d+)\\.crmvox\\.com$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  if (!read_address (address, &parts, NULL) || !g_regex_match (moved, parts.host, 0, &match))
    return NULL;
  number = g_match_info_fetch (match, 1);
  return g_strdup_printf ("https://crm%s.wolkvox.com", number);
}
