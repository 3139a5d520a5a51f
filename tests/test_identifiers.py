"""Identifiers of registers: their forms, and where they stand in what is published."""

import csv
import json
import sqlite3
from contextlib import closing
from urllib.parse import unquote

import pytest
from lxml import html

from site_builder.identifiers import SCHEMES, Identifier, value_of
from tests.conftest import SiteFolder

#: Written -> kept; the last three characters of some of them are check characters.
RIGHT = {
    ("wikidata", "q42"): "Q42",
    ("wikidata", "https://www.wikidata.org/wiki/Q42"): "Q42",
    ("orcid", "0000-0002-1825-0097"): "0000-0002-1825-0097",
    ("orcid", "https://orcid.org/0000-0001-5109-3700/"): "0000-0001-5109-3700",
    ("orcid", "0000000218250097"): "0000-0002-1825-0097",
    ("orcid", "0000-0002-1694-233x"): "0000-0002-1694-233X",
    ("isni", "0000 0001 2103 2683"): "0000000121032683",
    ("isni", "https://isni.org/isni/000000012146438X"): "000000012146438X",
    ("ror", "https://ror.org/013meh722"): "013meh722",
    ("ror", "05A28RW58"): "05a28rw58",
    ("lei", "2138 00WS GIIZ CXF1 P572"): "213800WSGIIZCXF1P572",
    ("companies_house", "SC095000"): "SC095000",
    ("companies_house", "R0000001"): "R0000001",
    ("doi", "doi:10.5555/12345678"): "10.5555/12345678",
    ("doi", "https://doi.org/10.5281/zenodo.1234567"): "10.5281/zenodo.1234567",
    ("doi", "http://dx.doi.org/10.1000/182"): "10.1000/182",
    (
        "doi",
        "10.1002/(SICI)1097(1996)99:1<1::AID-A>3.0.CO;2-#",
    ): "10.1002/(SICI)1097(1996)99:1<1::AID-A>3.0.CO;2-#",
    ("lcnaf", "n 79021164"): "n79021164",
    ("gnd", "https://d-nb.info/gnd/118540238"): "118540238",
}
WRONG_FORMS = [
    ("wikidata", "P42"), ("wikidata", "Ada Example"), ("wikidata", "Q042"), ("orcid", "0000-0002-1825-009"),
    ("orcid", "https://example.org/0000-0002-1825-0097"), ("isni", "0000"), ("ror", "0iloul122"),
    ("doi", "zenodo 1234567"), ("doi", "10.5555/a b"), ("doi", '10.5555/"><script>'), ("viaf", "x"), ("lei", "1"),
    ("companies_house", "1234567"), ("companies_house", "½1234567"), ("isni", "٠٠٠٠٠٠٠١٢١٠٣٢٦٨٣"),
]  # fmt: skip
WRONG_CHECKS = [
    ("orcid", "0000-0002-1825-0079"), ("orcid", "0000-0002-1825-0098"), ("isni", "0000000121032638"),
    ("ror", "013meh723"), ("ror", "013mhe722"), ("lei", "213800WSGIIZCXF1P573"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), RIGHT.items())
def test_an_identifier_is_kept_in_its_usual_spelling(written: tuple[str, str], kept: str) -> None:
    scheme = SCHEMES[written[0]]
    assert value_of(scheme, written[1]) == kept
    assert scheme.has_valid_check(kept)


@pytest.mark.parametrize(("name", "written"), WRONG_FORMS)
def test_what_cannot_be_an_identifier_is_none(name: str, written: str) -> None:
    assert value_of(SCHEMES[name], written) is None


@pytest.mark.parametrize(("name", "written"), WRONG_CHECKS)
def test_a_mistyped_identifier_is_noticed(name: str, written: str) -> None:
    value = value_of(SCHEMES[name], written)
    assert value is not None
    assert not SCHEMES[name].has_valid_check(value)


@pytest.mark.parametrize("name", SCHEMES)
def test_the_example_of_a_register_is_right_and_its_address_is_understood(name: str) -> None:
    scheme = SCHEMES[name]
    assert value_of(scheme, scheme.example) == scheme.example
    assert scheme.has_valid_check(scheme.example)
    assert value_of(scheme, Identifier(name, scheme.example).url) == scheme.example


def test_identifiers_stand_in_all_that_is_published(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "S"\nbase_url = "https://example.org/"\n')
    more = "speakers: ['Ada Example, Director, The Trust']\nids: {doi: 10.5555/12345678}\nevent: {ids: {wikidata: Q1}}\n"
    site.writeup("a", "> Words.\n> — Ada Example\n", more=more)
    site.write("content/people/ada.md", "---\nname: Ada Example\nids: {orcid: 0000-0002-1825-0097}\n---\n")
    site.write("content/organisations/trust.md", "---\nname: The Trust\nids: {ror: 013meh722}\n---\n")
    assert site.build().problems == []
    orcid, ror = "https://orcid.org/0000-0002-1825-0097", "https://ror.org/013meh722"
    doi, wikidata = "https://doi.org/10.5555/12345678", "https://www.wikidata.org/wiki/Q1"

    for page, addresses in (
        ("speakers/ada", [orcid]), ("organisations/trust", [ror]), ("writeups/2020/a", [wikidata, doi])
    ):  # fmt: skip
        tree = html.fromstring(site.page(f"{page}/index.html"))
        links = [link.get("href") for link in tree.iter("a")]
        graph = json.dumps(json.loads(tree.findtext(".//script[@type='application/ld+json']") or ""))
        for address in addresses:
            assert address in links
            assert f'"sameAs": ["{address}"]' in graph

    archive = json.loads(site.page("data/archive.json"))
    kept = {"scheme": "orcid", "value": "0000-0002-1825-0097", "url": orcid}
    assert [person["ids"] for person in archive["people"]] == [[kept]]
    assert archive["writeups"][0]["event"]["ids"][0]["value"] == "Q1"
    popolo = json.loads(site.page("data/popolo.json"))
    assert popolo["persons"][0]["identifiers"] == [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}]
    assert popolo["organizations"][0]["identifiers"] == [{"scheme": "ror", "identifier": "013meh722"}]
    assert popolo["events"][0]["identifiers"] == [{"scheme": "wikidata", "identifier": "Q1"}]
    rows = list(csv.DictReader(site.page("data/identifiers.csv").removeprefix("\ufeff").splitlines()))
    assert [(row["kind"], row["id"], row["url"]) for row in rows] == [
        ("writeup", "2020/a", doi), ("event", "2020/a", wikidata), ("person", "ada", orcid),
        ("organisation", "trust", ror),
    ]  # fmt: skip
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        assert len(database.execute("SELECT * FROM identifiers").fetchall()) == 4

    page = unquote(site.page("writeups/2020/a/index.html"))
    for citation in ("doi = {10.5555/12345678}", "DO  - 10.5555/12345678", '"DOI":"10.5555/12345678"'):
        assert citation in page
