"""Twenty different faults in a copy of the demonstration archive: all told in one run, each in its place."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, SiteFolder

W = "content/writeups"
#: File, what stands there, what is put in its place, what then stands at the place that must be told, the
#: rule.
FAULTS = [
    ("2009/2009-03-12-the-last-bus", "speakers:", "speeker:", "speeker:", "unknown-key"),
    (
        "2009/2009-06-18-who-minds-the-minders",
        "date: 2009-06-17",
        "date: 2025-02-30",
        "2025-02-30",
        "not-a-date",
    ),
    (
        "2009/2009-11-05-small-banks-large-promises",
        "topics:",
        "title: again\ntopics:",
        "title: again",
        "duplicate-key",
    ),
    (
        "2010/2010-02-11-counting-what-passengers-do",
        "[[Imani Okafor]] asked",
        "[[Imani Okafro]]",
        "[[Imani Okafro]]",
        "unresolved-link",
    ),
    (
        "2010/2010-06-24-a-year-of-certain-evenings",
        "title: A year",
        "title: Notes: a year",
        ": a year",
        "syntax",
    ),
    ("2011/2011-01-20-open-the-ledger", "---\n\nEvery", "\nEvery", "Every", "unclosed-front-matter"),
    ("2011/2011-05-12-the-school-that-stayed-open", "role: host", "role: hots", "hots", "not-a-choice"),
    ("2011/2011-09-29-heat-from-the-harbour", "place: Eskmouth", "place: &x Eskmouth", "&x", "alias"),
    ("2012/2012-02-16-what-a-landlord-is-for", "format: Breakfast talk", "format: !!set x", "!!set", "tag"),
    (
        "2012/2012-06-14-forms-that-fill-themselves",
        "format: Seminar",
        "url: javascript:alert(1)",
        "javascript:",
        "not-an-address",
    ),
    (
        "2012/2012-11-22-the-quiet-merger",
        "Mergers of",
        "[Mergers](javascript:x) of",
        "javascript:",
        "unsafe-link",
    ),
    (
        "2013/2013-03-07-the-order-of-leaving",
        "/breakfasts/2013-03.html",
        "/about/",
        "/about/",
        "address-collision",
    ),
    (
        "2013/2013-07-11-a-gentle-inspection",
        "  - Eleanor Whitlock",
        "  - ''\n  - Eleanor Whitlock",
        "''",
        "empty-value",
    ),
    (
        "2013/2013-10-24-where-the-streets-have-dates",
        "register-of-streets.csv",
        "register.csv",
        "register.csv",
        "broken-link",
    ),
    (
        "2014/2014-02-20-after-the-water",
        "end: 2014-02-19T13:30:00Z",
        "end: 2014-02-18",
        "2014-02-18",
        "end-before-start",
    ),
    (
        "2014/2014-06-12-the-arithmetic-of-a-loaf",
        "person: david-osei",
        "person: david-oseii",
        "david-oseii",
        "unknown-person",
    ),
    (
        "2014/2014-11-13-signal-and-silence",
        "Network, chair",
        "Network,",
        "Oliver Penrose, Station",
        "shorthand",
    ),
    (
        "2015/2015-03-19-devolution-by-appointment",
        "title: Devolution by appointment\n",
        "",
        "---",
        "missing-key",
    ),
    (
        "2015/2015-09-17-the-supper-inspectors",
        "Twelve inspectors",
        "Twelve\x0b inspectors",
        "\x0b",
        "control-character",
    ),
    ("2015/2015-11-26-a-register-of-empty-rooms", "By four", "By \udcfffour", "\udcff", "encoding"),
    (
        "2019/2019-10-17-an-argument-with-two-sides",
        'role = "chair"',
        'rolle = "chair"',
        "rolle",
        "unknown-key",
    ),
    (
        "2020/2020-11-19-what-the-wall-knew",
        "date: 2020-11-18",
        "start: 2020-11-18T25:00",
        "2020-11-18T25:00",
        "not-a-time",
    ),
]


@pytest.fixture
def archive(tmp_path: Path) -> SiteFolder:
    shutil.copytree(ROOT / "content", tmp_path / "site/content")
    shutil.copy(ROOT / "site.toml", tmp_path / "site/site.toml")
    return SiteFolder(tmp_path / "site")


def test_all_faults_are_told_in_one_run_each_in_its_place(archive: SiteFolder) -> None:
    expected = []
    for name, before, after, marker, rule in FAULTS:
        file = archive.root / f"content/writeups/{name}.md"
        text = file.read_text(encoding="utf-8")
        assert before in text, name
        text = text.replace(before, after, 1)
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        offset = text.index(marker)
        line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
        expected.append(f"content/writeups/{name}.md:{line}:{column}: {rule}: ")
    result = archive.run("check")
    assert result.code == 1
    told = [line for line in result.problems if ": warning: " not in line]
    missing = [start for start in expected if not any(line.startswith(start) for line in told)]
    assert missing == [], told
    # What the broken files declare no more is missed by the links to it; nothing else may be told.
    unexpected = [line for line in told if not line.startswith(tuple(expected))]
    assert [line for line in unexpected if "unresolved-link" not in line] == []
