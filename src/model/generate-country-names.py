#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the names of the countries, as iso-codes has them, as a C table.

usage: generate-country-names.py PREFIX OUTPUT
"""

import gettext
import json
import pathlib
import sys

DOMAIN = "iso_3166-1"


def quote(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def main(prefix, output):
    share = pathlib.Path(prefix) / "share"
    with open(share / "iso-codes" / "json" / f"{DOMAIN}.json", encoding="utf-8") as file:
        countries = json.load(file)["3166-1"]
    languages = [["es"], ["pt_BR", "pt"]]
    catalogues = [gettext.translation(DOMAIN, share / "locale", each) for each in languages]

    lines = [
        "/* SPDX-License-Identifier: GPL-3.0-or-later */",
        "/* Generated from iso-codes by generate-country-names.py. */",
        '#include "model/bitacora-country-names-private.h"',
        "",
        "const BitacoraCountryNames bitacora_country_names[] = {",
    ]
    for country in sorted(countries, key=lambda each: each["alpha_2"]):
        english = country.get("common_name", country["name"])
        names = [english] + [each.gettext(english) for each in catalogues]
        fields = [country["alpha_2"]] + names
        lines.append("  { %s }," % ", ".join(quote(field) for field in fields))
    lines += [
        "};",
        "",
        "const gsize bitacora_n_country_names = G_N_ELEMENTS (bitacora_country_names);",
        "",
    ]
    pathlib.Path(output).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
