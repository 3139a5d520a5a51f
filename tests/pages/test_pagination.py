"""Long lists: whole, by year, in parts that never change."""

import datetime
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from site_builder.ids import Address
from site_builder.language import ENGLISH_PLURAL, Language
from site_builder.pages.components.pagination import PAGE_BYTES, ListPage, Paginator
from tests.conftest import ROOT, SiteFolder

sys.path.insert(0, str(ROOT / "benchmarks"))
from generate import write_ours  # type: ignore[import-not-found]

ENGLISH = Language("en", {}, ENGLISH_PLURAL)
BASE = Address("/topics/energy/")

#: Sizes of writeups, the oldest first, with the days between them.
LISTS = st.lists(st.tuples(st.integers(100, PAGE_BYTES + 9_000), st.integers(0, 200)), max_size=60)


def listed(sizes: list[tuple[int, int]]) -> list[Any]:
    """Return writeups as far as a list looks at them, newest first."""
    day, writeups = datetime.date(2010, 1, 1), []
    for size, days in sizes:
        day += datetime.timedelta(days=days)
        writeups.append(SimpleNamespace(size=size, event=SimpleNamespace(start=SimpleNamespace(day=day))))
    return writeups[::-1]


def pages_of(writeups: list[Any]) -> list[ListPage]:
    return list(Paginator(ENGLISH, lambda writeup: writeup.size).paginate(writeups, BASE))  # type: ignore[attr-defined]


@given(LISTS)
def test_no_entry_is_lost_and_no_page_is_too_large(sizes: list[tuple[int, int]]) -> None:
    writeups = listed(sizes)
    first, *others = pages_of(writeups)
    assert first.address == BASE
    assert list(first.writeups) == writeups[: len(first.writeups)]
    assert first.total == len(writeups)
    leaves = [page for page in others if not page.divisions]
    if not others:
        assert list(first.writeups) == writeups
        assert not first.divisions
    else:
        assert sorted(id(writeup) for page in leaves for writeup in page.writeups) == sorted(
            map(id, writeups)
        )
        assert [writeup for division in first.divisions for writeup in division.writeups] == writeups
    for page in [first, *others]:
        assert sum(writeup.size for writeup in page.writeups) <= PAGE_BYTES or len(page.writeups) == 1  # type: ignore[attr-defined]
    addresses = [page.address for page in (first, *others)]
    assert len(set(addresses)) == len(addresses)
    assert {division.address for page in (first, *others) for division in page.divisions} == set(
        addresses[1:]
    )
    for older, newer in pairwise(others):
        if older.part and newer.part:
            assert (older.newer, newer.older) == (newer.address, older.address)


@given(LISTS, st.integers(100, PAGE_BYTES), st.integers(0, 400))
def test_a_new_entry_changes_no_year_before_and_no_full_part(
    sizes: list[tuple[int, int]], size: int, days: int
) -> None:
    writeups = listed(sizes)
    more = listed([*sizes, (size, days)])
    after = {page.address: page for page in pages_of([more[0], *writeups])}
    year = more[0].event.start.day.year
    for page in pages_of(writeups)[1:]:
        if page.year < year or page.newer:
            assert after[page.address] == page


def test_a_finished_part_keeps_its_bytes(site: SiteFolder) -> None:
    said = (
        "> " + "We have to solve pensions and procurement before anything else. " * 30 + "\n> — Ada Example\n"
    )
    more = "topics: [Energy]\nspeakers: ['Ada Example, The Trust']\n"
    for number in range(70):
        day = datetime.date(2019, 12, 1) + datetime.timedelta(days=number * 3)
        site.writeup(f"w{number}", said, more=f"{more}event: {{date: {day}}}\n", title=f"W {number}")
    assert site.run("check").code == 0
    site.build()
    output = site.root / "_site"
    for page in ("topics/energy", "speakers/ada-example", "organisations/the-trust"):
        assert "W 0" in site.page(f"{page}/2019/index.html")
        assert "W 11" in site.page(f"{page}/2020/part-1/index.html")
    parts = sorted(output.rglob("part-*/index.html"), key=lambda file: (file.parts[:-2], file.parts[-2]))
    last = {file.parts[:-2]: file for file in parts}
    finished = {
        file: file.read_bytes()
        for file in (*parts, *output.glob("*/*/2019/index.html"))
        if file not in last.values() and "writeups" not in file.parts
    }
    assert len(finished) >= 6
    site.writeup("new", said, more=f"{more}event: {{date: 2020-12-30}}\n")
    site.writeup("newer", said, more=f"{more}event: {{date: 2021-01-02}}\n")
    site.build()
    assert {file: file.read_bytes() for file in finished} == finished


def test_an_archive_in_which_a_few_are_busy(tmp_path: Path) -> None:
    """One test, because the archive takes seconds to be built."""
    site = SiteFolder(tmp_path / "site")
    write_ours(int(os.environ.get("SITE_BUILDER_MANY", "900")), site.root, steep=True)
    assert site.build().code == 0
    check_that_sections_hold_what_the_data_says(site.root / "_site")
    check_that_what_is_divided_has_no_filter(site.root / "_site")
    check_that_pages_stay_light(site.root / "_site")


def sections(output: Path, address: str) -> dict[str, tuple[int, int]]:
    """Follow the sections of a page: what each says it has, and the entries on all pages that it leads to."""
    found = {}
    for section in _sections_at(output, address):
        summary = section.find(".//p[@class='meta']").text_content()
        said = int(re.match(r"[\d,]+", summary)[0].replace(",", ""))  # type: ignore[index]
        found[section.get("id").removeprefix("site_")] = (
            said,
            sum(_entries(output, address, section.get("id"))),
        )
    return found


def _sections_at(output: Path, address: str) -> Iterator[Any]:
    page = html.fromstring((output / address.strip("/") / "index.html").read_bytes())
    for section in page.iterfind(".//main//section[@id]"):
        if section.get("id").startswith("site_"):
            yield section


def _entries(output: Path, address: str, anchor: str) -> Iterator[int]:
    section = next(section for section in _sections_at(output, address) if section.get("id") == anchor)
    divisions = section.findall(".//ul[@class='divisions']/li/a")
    if not divisions:
        kinds = (".//ul[@class='timeline']/li", ".//li[@class='card']", ".//figure[@class='statement']")
        yield sum(len(section.findall(kind)) for kind in kinds)
    for link in divisions:
        target, _, fragment = link.get("href").partition("#")
        assert fragment == anchor
        where = (output / address.strip("/") / target).resolve().relative_to(output.resolve())
        yield from _entries(output, str(where), anchor)


BUSIEST = {
    "speakers": "SELECT person_id FROM appearances GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 4",
    "organisations": "SELECT organisation_id FROM writeup_organisers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3",
    "topics": "SELECT topic_id FROM writeup_topics GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2",
    "series": "SELECT series_id FROM writeups GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
}
#: What the sections of a page hold, for an id.
COUNTS = {
    "speakers": {
        "appearances": "SELECT count(*) FROM appearances WHERE person_id = ? AND NOT upcoming",
        "statements": "SELECT count(*) FROM statements WHERE person_id = ?",
        "quoted": "SELECT count(*) FROM statements WHERE quoted_by = ?",
        "mentions": """
            SELECT (SELECT count(*) FROM mentions WHERE person_id = ?1)
            + (SELECT count(*) FROM names_in_texts WHERE kind = 'person' AND id = ?1)
            """,
        "wrote": "SELECT count(DISTINCT writeup_id) FROM writeup_authors WHERE person_id = ?",
    },
    "organisations": {
        "voices": """
            SELECT count(*) FROM appearance_organisations JOIN appearances ON appearances.id = appearance_id
            WHERE organisation_id = ? AND NOT upcoming
            """,
        "statements": "SELECT count(*) FROM statement_organisations WHERE organisation_id = ?",
        "organised": """
            SELECT count(*) FROM writeup_organisers JOIN writeups ON writeups.id = writeup_id
            WHERE organisation_id = ? AND NOT upcoming
            """,
        "mentions": """
            SELECT (SELECT count(DISTINCT writeup_id || name) FROM mentions WHERE organisation_id = ?1)
            + (SELECT count(*) FROM names_in_texts WHERE kind = 'organisation' AND id = ?1)
            """,
    },
    "topics": {
        "writeups": "SELECT count(*) FROM writeup_topics WHERE topic_id = ?",
        "statements": "SELECT count(*) FROM statement_topics WHERE topic_id = ?",
    },
    "series": {"events": "SELECT count(*) FROM writeups WHERE series_id = ? AND NOT upcoming"},
}


def check_that_sections_hold_what_the_data_says(steep: Path) -> None:
    with closing(sqlite3.connect(steep / "data/archive.sqlite")) as database:
        counted = 0
        for kind, busiest in BUSIEST.items():
            for (id,) in database.execute(busiest).fetchall():
                found = sections(steep, f"/{kind}/{id}/")
                for anchor, query in COUNTS[kind].items():
                    (expected,) = database.execute(query, (id,)).fetchone()
                    if kind == "topics" and anchor == "statements":
                        # Those of a speaker stand a second time under an organisation with several speakers.
                        assert found[anchor][0] == expected
                        assert found[anchor][1] >= expected
                    else:
                        assert found.get(anchor, (0, 0)) == (expected, expected), (id, anchor)
                counted += 1
        assert counted == 10


def check_that_what_is_divided_has_no_filter(steep: Path) -> None:
    busy = re.findall(r'name="site_role"', (steep / "speakers/ada-kebababa/index.html").read_text("utf-8"))
    year = (steep / "speakers/ada-kebababa/2010/index.html").read_text("utf-8")
    assert not busy
    assert 'name="site_role"' in year
    assert not [
        file for file in steep.rglob("*.html") if re.search(r">Older<|>Newer<", file.read_text("utf-8"))
    ]


KINDS = ("speakers", "organisations", "topics", "series", "writeups")


def check_that_pages_stay_light(steep: Path) -> None:
    pages = [file for kind in KINDS for file in steep.glob(f"{kind}/*/**/index.html")]
    sizes = [file.stat().st_size for file in pages if file.parent.name != "briefing"]
    assert max(sizes) <= 100_000
