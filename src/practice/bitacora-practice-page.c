/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-practice-page.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "bitacora-practice-fault.h"
#include "crm/bitacora-json-text.h"

#define REFRESH_SECONDS "2"

/* More rows make a page that is slow to refresh; /practice/activities has them all. */
#define MAX_ROWS 200

static const char style[]
    = ":root{color-scheme:light dark}"
      "body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}"
      "h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}"
      "p{margin:.3rem 0}.dim{opacity:.7}"
      ".scroll{overflow-x:auto}"
      "table{border-collapse:collapse;width:100%}"
      "th,td{text-align:start;padding:.5rem .75rem;border-bottom:1px solid #8884;"
      "vertical-align:top}"
      "th{font-weight:600;opacity:.7}td.plain{white-space:nowrap}"
      "code,pre{font-family:ui-monospace,monospace;font-size:.9em}"
      "pre{background:#8882;border-radius:.5rem;padding:.75rem 1rem;overflow-x:auto}";

static void
add_element (GString *page, const char *tag, const char *attributes, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (page, "<%s%s>%s</%s>", tag, attributes, escaped, tag);
}

static void
add_cell (GString *page, JsonObject *object, const char *name)
{
  const char *text = bitacora_json_text_find_string (object, name);

  add_element (page, "td", "", text != NULL ? text : "");
}

static void
add_phone_cell (GString *page, JsonObject *fields)
{
  JsonNode *node = json_object_get_member (fields, "phone");
  g_autofree char *number = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    number
        = g_strdup_printf ("+%s %s",
                           bitacora_json_text_find_string (json_node_get_object (node), "code"),
                           bitacora_json_text_find_string (json_node_get_object (node), "value"));

  add_element (page, "td", " class=\"plain\"", number != NULL ? number : "");
}

static const char *
find_priority_word (JsonObject *fields)
{
  const char *priority = bitacora_json_text_find_string (fields, "priority");

  if (g_strcmp0 (priority, "high") == 0)
    return C_ ("priority", "High");
  if (g_strcmp0 (priority, "low") == 0)
    return C_ ("priority", "Low");
  return C_ ("priority", "Normal");
}

static void
add_row (GString *page, JsonObject *entry)
{
  JsonObject *body = json_object_get_object_member (entry, "body");
  JsonObject *fields = json_object_get_object_member (body, "fields");
  const char *module = bitacora_json_text_find_string (fields, "name_module");
  const char *id = bitacora_json_text_find_string (fields, "id_record");
  g_autofree char *record = g_strstrip (g_strdup_printf ("%s %s", module, id));

  g_string_append (page, "<tr>");
  add_cell (page, fields, "name");
  add_phone_cell (page, fields);
  add_element (page,
               "td",
               " class=\"plain\"",
               bitacora_json_text_find_string (fields, "completion_date"));
  add_element (page, "td", "", find_priority_word (fields));
  add_element (page, "td", "", record);
  g_string_append (page, "<td><code>");
  g_string_append (page, bitacora_json_text_find_string (entry, "wolkvox_id"));
  g_string_append (page, "</code></td></tr>\n");
}

static void
add_activities (GString *page, JsonArray *activities)
{
  guint n = json_array_get_length (activities);
  g_autofree char *count = NULL;

  if (n == 0)
    {
      add_element (page,
                   "p",
                   "",
                   _ ("No calls yet. The calls that you log into the practice CRM appear here."));
      return;
    }

  count
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u call logged", "%u calls logged", n), n);
  add_element (page, "h2", "", count);
  g_string_append (page, "<div class=\"scroll\"><table>\n<thead><tr>");
  add_element (page, "th", "", _ ("Name"));
  add_element (page, "th", "", _ ("Phone"));
  add_element (page, "th", "", _ ("Completed"));
  add_element (page, "th", "", _ ("Priority"));
  add_element (page, "th", "", _ ("Record"));
  add_element (page, "th", "", _ ("ID"));
  g_string_append (page, "</tr></thead>\n<tbody>\n");
  for (guint i = n; i > 0 && n - i < MAX_ROWS; i--)
    add_row (page, json_array_get_object_element (activities, i - 1));
  g_string_append (page, "</tbody></table></div>\n");
}

static void
add_pending_faults (GString *page, JsonArray *faults)
{
  guint n = json_array_get_length (faults);

  if (n == 0)
    {
      add_element (page, "p", "", _ ("None: it behaves well."));
      return;
    }

  g_string_append (page, "<ul>\n");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *item = json_array_get_object_element (faults, i);
      BitacoraPracticeFault fault = BITACORA_PRACTICE_FAULT_NONE;
      g_autofree char *text = NULL;

      bitacora_practice_fault_parse_name (json_object_get_string_member (item, "fault"),
                                          &fault,
                                          NULL);
      text = g_strdup_printf ("%s × %" G_GINT64_FORMAT ": %s",
                              bitacora_practice_fault_get_name (fault),
                              json_object_get_int_member (item, "times"),
                              bitacora_practice_fault_get_summary (fault));
      add_element (page, "li", "", text);
    }
  g_string_append (page, "</ul>\n");
}

static void
add_faults (GString *page, JsonArray *faults, const char *url)
{
  g_autofree char *command
      = g_strdup_printf ("curl -d '{\"fault\": \"cut-after\", \"times\": 1}' %s/practice/faults",
                         url);

  add_element (page, "h2", "", _ ("Faults to come"));
  add_pending_faults (page, faults);
  add_element (page,
               "p",
               "",
               _ ("To see what your calls do when the CRM misbehaves, tell it how:"));
  add_element (page, "pre", "", command);

  g_string_append (page, "<p class=\"dim\">");
  for (guint i = BITACORA_PRACTICE_FAULT_NONE + 1; i < BITACORA_PRACTICE_N_FAULTS; i++)
    {
      g_autofree char *summary = g_markup_escape_text (bitacora_practice_fault_get_summary (i), -1);

      g_string_append_printf (page,
                              "<code title=\"%s\">%s</code> ",
                              summary,
                              bitacora_practice_fault_get_name (i));
    }
  g_string_append (page, "</p>\n");
}

/**
 * bitacora_practice_page_write:
 * @activities: what bitacora_practice_ledger_write() made
 * @faults: what bitacora_practice_fault_queue_write() made
 * @url: where the practice CRM is
 *
 * Writes the page that shows what the practice CRM has accepted, newest first, and how it will
 * misbehave. It refreshes by itself, without a script, and needs nothing from elsewhere.
 *
 * Returns: (transfer full): HTML in UTF-8
 */
char *
bitacora_practice_page_write (JsonNode *activities, JsonNode *faults, const char *url)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n");

  g_return_val_if_fail (activities != NULL, NULL);
  g_return_val_if_fail (faults != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  /* Translators: the code of your language as HTML has it, such as "es" or "pt-BR". */
  g_string_append_printf (page, "<html lang=\"%s\"><head>", C_ ("language code", "en"));
  g_string_append (page,
                   "<meta charset=\"utf-8\">"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                   "<meta http-equiv=\"refresh\" content=\"" REFRESH_SECONDS "\">");
  add_element (page, "title", "", _ ("Practice CRM"));
  add_element (page, "style", "", style);
  g_string_append (page, "</head>\n<body>");
  add_element (page, "h1", "", _ ("Practice CRM"));
  add_element (page,
               "p",
               " class=\"dim\"",
               _ ("A CRM of your own on this computer: nothing leaves it."));
  add_activities (page, json_node_get_array (activities));
  add_faults (page, json_node_get_array (faults), url);
  g_string_append (page, "</body></html>\n");
  return g_string_free (page, FALSE);
}
