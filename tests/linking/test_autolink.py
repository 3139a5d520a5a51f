"""Names in texts that become links."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.linking.autolink import NameMatcher, with_links
from tests.conftest import SiteFolder

PAGE = "writeups/2020/a/index.html"
SPEAKERS = "speakers: ['Ada Example, Lambeth Council']\n"


def linked(site: SiteFolder, page: str = PAGE) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]*">([^<]*)</a>', site.page(page))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Ada Example met Ada Example.", ["Ada Example"]),
        (
            "Ada Example’s day at Lambeth Council, and Lambeth Councillors.",
            ["Ada Example", "Lambeth Council"],
        ),
        ("Only Lambeth Councillors, and AdaExample.", []),
        ("Three Ada Examples spoke, and a Lambeth Council2 did.", []),
        (
            "# Ada Example\n\n`Ada Example` and [Ada Example](https://example.org/), then Ada Example.",
            ["Ada Example"],
        ),
        ("[[Ada Example]] and then Ada Example.", []),
        ("> Words.\n> — Ada Example\n\nAda Example.", ["Ada Example"]),
        ("*Ada Example*, and **Lambeth Council**.", ["Ada Example", "Lambeth Council"]),
        ("| a |\n|---|\n| Ada Example |", ["Ada Example"]),
    ],
)
def test_the_first_mention_of_what_the_writeup_lists_is_a_link(
    site: SiteFolder, body: str, names: list[str]
) -> None:
    site.writeup("a", more=SPEAKERS, body=body)
    assert site.build().code == 0
    assert linked(site) == names


def test_a_name_with_a_file_is_a_link_everywhere_and_lists_where(site: SiteFolder) -> None:
    site.write("content/people/zoe.md", "---\nname: Zoë O'Neill\n---\n\nBorn in Reform Street.")
    site.write("content/organisations/reform.md", "---\nname: Reform\nlink: never\n---\n")
    site.write("content/organisations/reform-party.md", "---\nname: Reform Party\n---\n")
    site.writeup("a", body="Reform is slow, said Zoë O'Neill of the Reform Party.")
    site.writeup("b", body="Zoe O’Neill again.", title="Second")
    assert site.build().code == 0
    assert linked(site) == ["Zoë O’Neill", "Reform Party"]
    assert linked(site, "writeups/2020/b/index.html") == ["Zoe O’Neill"]
    page = site.page("speakers/zoe/index.html")
    assert page.index("Mentioned in") < page.index("Second")
    assert "A title" in site.page("organisations/reform-party/index.html")


def test_names_can_be_left_alone(site: SiteFolder) -> None:
    site.writeup("a", more=f"{SPEAKERS}link_names: false\n", body="Ada Example.")
    assert site.build().code == 0
    assert linked(site) == []
    site.writeup("a", more=SPEAKERS, body="Ada Example.")
    site.write("site.toml", "link_names = false\n")
    assert site.build().code == 0
    assert linked(site) == []


def test_a_name_that_may_be_two_is_no_link_but_where_one_is_listed(site: SiteFolder) -> None:
    for number in (1, 2):
        site.write(f"content/people/john-smith-{number}.md", "---\nname: John Smith\n---\n")
    site.writeup("a", body="John Smith spoke.")
    site.writeup("b", body="John Smith spoke.", more="speakers: [{person: john-smith-2}]\n")
    assert site.build().code == 0
    assert linked(site) == []
    assert '<a class="name" href="../../../speakers/john-smith-2/">' in site.page(
        "writeups/2020/b/index.html"
    )


@pytest.mark.parametrize(
    "body", ["Ada Example was there.", "Nobody was there.", "Lambeth Council and Ada Example."]
)
def test_a_text_that_names_others_is_built_as_from_nothing(site: SiteFolder, body: str) -> None:
    site.write("content/people/zoe.md", "---\nname: Zoe\n---\n")
    site.writeup("a", more=SPEAKERS, body="Ada Example and Zoe.")
    site.writeup("b", body="Nothing.")
    assert site.build().code == 0
    site.writeup("a", more=SPEAKERS, body=body)
    assert site.build("--verify").code == 0
    site.writeup("b", body="Now Zoe.")
    assert site.build("--verify").code == 0


NAMES = st.lists(
    st.sampled_from(["Ada", "Ada Lee", "Lee", "A & B", "O’Neill", "田中", "Lee-Ada"]), min_size=1, unique=True
)
PIECES = [
    "Ada",
    " Lee",
    "<em>",
    "</em>",
    "<a href='x'>",
    "</a>",
    " A &amp; B",
    "O’Neill",
    "田中さん",
    "x",
    ".",
    "<h2>",
    "</h2>",
    " ",
]


@given(NAMES, st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_links_change_nothing_but_what_they_link(names: list[str], html: str) -> None:
    found = NameMatcher(names).find(html)
    made = with_links(html, {name: number for number, name in enumerate(found)}, 0)
    without = re.sub(r'<a class="name" href="[^"]*">(.*?)</a>', r"\1", made)
    assert without == html
    assert made.count('class="name"') == len(found)
