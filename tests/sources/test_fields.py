"""Every key of every kind of content, given values that it was not made for."""

import pytest

from site_builder.kinds import Kind
from site_builder.sources.fields import SCHEMAS
from tests.conftest import SiteFolder

KEYS = [(kind, key.name) for kind, record in SCHEMAS.items() for key in record.keys]
NEEDED = {
    Kind.WRITEUPS: {"title": "A", "date": "2020-01-02"},
    Kind.PAGES: {"title": "A"},
    Kind.EVENTS: {"name": "A", "start": "2020-01-02"},
}


def write_all(site: SiteFolder, value: str) -> set[str]:
    """Write a file for every key, and return the place of each value's key."""
    places = set()
    for kind, key in KEYS:
        needed = dict(NEEDED.get(kind, {"name": f"Name of {kind} {key}"}))
        needed.pop(key, None)
        lines = [f"{key}: {value}", *(f"{name}: {text}" for name, text in needed.items())]
        path = f"content/{kind}/{key.replace('_', '-')}.md"
        site.write(path, "---\n{}\n---\n\nText.\n".format("\n".join(lines)))
        places.add(f"{path}:2:")
    return places


def test_no_key_takes_an_unknown_shape(site: SiteFolder) -> None:
    places = {place for place in write_all(site, "{a-key: [{b: c}]}") if not place.endswith("/extra.md:2:")}
    result = site.build()
    assert result.code == 1
    found = {line.split(" ")[0] for line in result.problems}
    assert places - {place for place in places if any(one.startswith(place) for one in found)} == set()


@pytest.mark.parametrize(
    "value",
    ["", "~", '""', "[]", "{}", "[~]", '[""]', "[[x]]", "[[[]]]", "[{}]", "[{a: b}]", "[{name: {a: b}}]",
     "[{date: [x]}]", "true", "1", "-1e999", ".nan", "2020-13-45", "0x10", "'*x'", "[a, [b], {c: d}, ~]",
     "{name: [x], date: {}}", "{start: [], organisers: {}}", "'/'", "'//x/..'", "[/a/../b, '/%zz', '/c d/']"],
)  # fmt: skip
def test_any_value_is_taken_or_told_at_its_line(site: SiteFolder, value: str) -> None:
    places = write_all(site, value)
    result = site.build()
    assert result.code in {0, 1}
    for line in result.problems:
        if "is taken for" in line or "may be " in line or "names-nobody" in line or "neither key" in line:
            continue
        assert any(line.startswith(place) for place in places), line
