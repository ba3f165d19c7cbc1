/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/bitacora-import-findings.h"

static const char *const headers[] = { "Celular", "Fecha\nde la llamada", NULL };

static void
complaint_free (BitacoraCallComplaint *complaint)
{
  g_free (complaint->message);
  g_free (complaint);
}

static void
complain (BitacoraCallCheck *check, guint line, int column, gboolean is_known, const char *message)
{
  BitacoraCallComplaint *complaint = g_new0 (BitacoraCallComplaint, 1);

  complaint->line = line;
  complaint->column = column;
  complaint->is_known = is_known;
  complaint->message = g_strdup (message);
  g_ptr_array_add (check->complaints, complaint);
}

/* A check that found more than it complains of, as one of a file with thousands of errors does. */
static BitacoraCallCheck *
create_check (guint n_invalid, guint n_known)
{
  BitacoraCallCheck *check = g_new0 (BitacoraCallCheck, 1);

  check->complaints = g_ptr_array_new_with_free_func ((GDestroyNotify)complaint_free);
  check->invalid = g_array_new (FALSE, TRUE, sizeof (guint));
  check->known = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (check->invalid, n_invalid);
  g_array_set_size (check->known, n_known);
  check->n_rows = n_invalid + n_known;

  return check;
}

static BitacoraCallCheck *
create_small_check (guint n_more_invalid, guint n_more_known)
{
  BitacoraCallCheck *check = create_check (2 + n_more_invalid, 1 + n_more_known);

  complain (check, 2, 0, FALSE, "Too short.");
  complain (check, 3, -1, TRUE, "There already.");
  complain (check, 5, 1, FALSE, "No such day.");

  return check;
}

static guint
count (BitacoraImportFindings *findings)
{
  return g_list_model_get_n_items (G_LIST_MODEL (findings));
}

static void
assert_sentence (BitacoraImportFindings *findings, guint position, const char *sentence)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (findings), position);

  g_assert_nonnull (item);
  g_assert_cmpstr (gtk_string_object_get_string (item), ==, sentence);
}

static void
test_sentences (void)
{
  g_autoptr (BitacoraImportFindings) findings = bitacora_import_findings_new ();
  g_autoptr (BitacoraCallCheck) check = create_small_check (0, 0);

  g_assert_cmpuint (count (findings), ==, 0);
  bitacora_import_findings_set_check (findings, check, headers);
  g_assert_cmpuint (count (findings), ==, 3);
  assert_sentence (findings, 0, "Line 2, “Celular”: Too short.");
  assert_sentence (findings, 1, "Line 3: There already.");
  assert_sentence (findings, 2, "Line 5, “Fecha de la llamada”: No such day.");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (findings), 3));

  bitacora_import_findings_set_check (findings, NULL, NULL);
  g_assert_cmpuint (count (findings), ==, 0);
}

/* Of what is imported again nothing is said. */
static void
test_known (void)
{
  g_autoptr (BitacoraImportFindings) findings = bitacora_import_findings_new ();
  g_autoptr (BitacoraCallCheck) check = create_small_check (0, 4);

  bitacora_import_findings_set_check (findings, check, headers);
  g_assert_cmpuint (count (findings), ==, 4);
  assert_sentence (findings, 3, "There are 4 more rows like these.");

  bitacora_import_findings_set_with_known (findings, FALSE);
  g_assert_cmpuint (count (findings), ==, 2);
  assert_sentence (findings, 1, "Line 5, “Fecha de la llamada”: No such day.");

  g_object_set (findings, "with-known", TRUE, NULL);
  g_assert_cmpuint (count (findings), ==, 4);
  assert_sentence (findings, 1, "Line 3: There already.");
}

static void
test_more (void)
{
  g_autoptr (BitacoraImportFindings) findings = bitacora_import_findings_new ();
  g_autoptr (BitacoraCallCheck) check = create_small_check (1, 0);

  bitacora_import_findings_set_with_known (findings, FALSE);
  bitacora_import_findings_set_check (findings, check, headers);
  g_assert_cmpuint (count (findings), ==, 3);
  assert_sentence (findings, 2, "There is 1 more row like these.");
}

static void
note_change (GListModel *model, guint position, guint n_removed, guint n_added, guint *n_items)
{
  g_assert_cmpuint (position + n_removed, <=, *n_items);
  *n_items += n_added;
  *n_items -= n_removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n_items);
}

/* Whoever follows the changes knows how many there are. */
static void
test_changes (void)
{
  g_autoptr (BitacoraImportFindings) findings = bitacora_import_findings_new ();
  g_autoptr (BitacoraCallCheck) small = create_small_check (0, 7);
  g_autoptr (BitacoraCallCheck) large = create_check (50000, 30);
  guint n_items = 0;

  for (guint i = 0; i < BITACORA_CALL_CHECK_MAX_COMPLAINTS; i++)
    complain (large, i + 2, 0, FALSE, "Too short.");
  g_signal_connect (findings, "items-changed", G_CALLBACK (note_change), &n_items);

  bitacora_import_findings_set_check (findings, small, headers);
  bitacora_import_findings_set_with_known (findings, FALSE);
  bitacora_import_findings_set_check (findings, large, headers);
  g_assert_cmpuint (n_items, ==, BITACORA_CALL_CHECK_MAX_COMPLAINTS + 1);
  assert_sentence (findings, n_items - 1, "There are 49000 more rows like these.");
  bitacora_import_findings_set_with_known (findings, TRUE);
  assert_sentence (findings, n_items - 1, "There are 49030 more rows like these.");
  bitacora_import_findings_set_check (findings, NULL, NULL);
  g_assert_cmpuint (n_items, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-findings/sentences", test_sentences);
  g_test_add_func ("/import-findings/known", test_known);
  g_test_add_func ("/import-findings/more", test_more);
  g_test_add_func ("/import-findings/changes", test_changes);

  return g_test_run ();
}
