/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bitacora-import-findings.h"

#include <glib/gi18n-lib.h>

#include "outbox/bitacora-call-report.h"

typedef struct
{
  char *sentence;
  gboolean is_known;
} Finding;

struct _BitacoraImportFindings
{
  GObject parent_instance;

  /* (element-type Finding): all of them. */
  GArray *findings;
  /* (element-type guint): the places of those that are shown. */
  GArray *shown;
  /* Rows in which something was found that is not said here. */
  guint n_more_invalid;
  guint n_more_known;
  gboolean with_known;
};

enum
{
  PROP_WITH_KNOWN = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BitacoraImportFindings,
                               bitacora_import_findings,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
finding_clear (Finding *finding)
{
  g_free (finding->sentence);
}

static guint
count_more (BitacoraImportFindings *self)
{
  return self->n_more_invalid + (self->with_known ? self->n_more_known : 0);
}

/* The sentence about those that are not listed is the last. */
static guint
count_items (BitacoraImportFindings *self)
{
  return self->shown->len + (count_more (self) > 0 ? 1 : 0);
}

static void
choose_shown (BitacoraImportFindings *self)
{
  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->findings->len; i++)
    {
      if (self->with_known || !g_array_index (self->findings, Finding, i).is_known)
        g_array_append_val (self->shown, i);
    }
}

static void
update (BitacoraImportFindings *self, guint n_before)
{
  choose_shown (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, count_items (self));
}

static GType
bitacora_import_findings_get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
bitacora_import_findings_get_n_items (GListModel *model)
{
  return count_items (BITACORA_IMPORT_FINDINGS (model));
}

static gpointer
bitacora_import_findings_get_item (GListModel *model, guint position)
{
  BitacoraImportFindings *self = BITACORA_IMPORT_FINDINGS (model);
  g_autofree char *more = NULL;
  guint place;

  if (position >= count_items (self))
    return NULL;
  if (position < self->shown->len)
    {
      place = g_array_index (self->shown, guint, position);
      return gtk_string_object_new (g_array_index (self->findings, Finding, place).sentence);
    }
  more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "There is %u more row like these.",
                                       "There are %u more rows like these.",
                                       count_more (self)),
                          count_more (self));

  return gtk_string_object_new (more);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = bitacora_import_findings_get_item_type;
  iface->get_n_items = bitacora_import_findings_get_n_items;
  iface->get_item = bitacora_import_findings_get_item;
}

static void
bitacora_import_findings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BitacoraImportFindings *self = BITACORA_IMPORT_FINDINGS (object);

  switch (id)
    {
    case PROP_WITH_KNOWN:
      g_value_set_boolean (value, self->with_known);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_import_findings_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  BitacoraImportFindings *self = BITACORA_IMPORT_FINDINGS (object);

  switch (id)
    {
    case PROP_WITH_KNOWN:
      bitacora_import_findings_set_with_known (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bitacora_import_findings_finalize (GObject *object)
{
  BitacoraImportFindings *self = BITACORA_IMPORT_FINDINGS (object);

  g_array_unref (self->findings);
  g_array_unref (self->shown);

  G_OBJECT_CLASS (bitacora_import_findings_parent_class)->finalize (object);
}

static void
bitacora_import_findings_class_init (BitacoraImportFindingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bitacora_import_findings_get_property;
  object_class->set_property = bitacora_import_findings_set_property;
  object_class->finalize = bitacora_import_findings_finalize;

  properties[PROP_WITH_KNOWN]
      = g_param_spec_boolean ("with-known",
                              NULL,
                              NULL,
                              TRUE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bitacora_import_findings_init (BitacoraImportFindings *self)
{
  self->findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  g_array_set_clear_func (self->findings, (GDestroyNotify)finding_clear);
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->with_known = TRUE;
}

/**
 * bitacora_import_findings_new:
 *
 * Returns: (transfer full): an empty list
 */
BitacoraImportFindings *
bitacora_import_findings_new (void)
{
  return g_object_new (BITACORA_TYPE_IMPORT_FINDINGS, NULL);
}

/**
 * bitacora_import_findings_set_check:
 * @self: the list
 * @check: (nullable): what came of looking at the rows; %NULL empties the list
 * @headers: (nullable): what stands above the file's columns
 *
 * Fills the list anew. Of @check nothing is kept.
 */
void
bitacora_import_findings_set_check (BitacoraImportFindings *self,
                                    const BitacoraCallCheck *check,
                                    const char *const *headers)
{
  guint n_before;

  g_return_if_fail (BITACORA_IS_IMPORT_FINDINGS (self));
  g_return_if_fail (check == NULL || headers != NULL);

  n_before = count_items (self);
  g_array_set_size (self->findings, 0);
  self->n_more_invalid = check != NULL ? check->invalid->len : 0;
  self->n_more_known = check != NULL ? check->known->len : 0;
  for (guint i = 0; check != NULL && i < check->complaints->len; i++)
    {
      const BitacoraCallComplaint *complaint = g_ptr_array_index (check->complaints, i);
      Finding finding
          = { bitacora_call_report_complaint (complaint, headers), complaint->is_known };

      g_array_append_val (self->findings, finding);
      if (complaint->is_known)
        self->n_more_known--;
      else
        self->n_more_invalid--;
    }
  update (self, n_before);
}

/**
 * bitacora_import_findings_get_with_known:
 * @self: the list
 *
 * Returns: whether the calls that are there already are in it
 */
gboolean
bitacora_import_findings_get_with_known (BitacoraImportFindings *self)
{
  g_return_val_if_fail (BITACORA_IS_IMPORT_FINDINGS (self), FALSE);

  return self->with_known;
}

/**
 * bitacora_import_findings_set_with_known:
 * @self: the list
 * @with_known: whether the calls that are there already are in it
 *
 * Who imports them again has nothing to hear of them.
 */
void
bitacora_import_findings_set_with_known (BitacoraImportFindings *self, gboolean with_known)
{
  guint n_before;

  g_return_if_fail (BITACORA_IS_IMPORT_FINDINGS (self));

  if (self->with_known == with_known)
    return;
  n_before = count_items (self);
  self->with_known = with_known;
  update (self, n_before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WITH_KNOWN]);
}
