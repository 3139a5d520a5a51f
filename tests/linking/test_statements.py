"""Attributed quotations: whose they are, where they are listed, and that their addresses stay."""

import re

import pytest
from lxml import html

from tests.conftest import SiteFolder

SPEAKERS = "speakers: ['Cllr Ada Example, Leader, Lambeth Council', 'Bela Brown, The Trust']\ntopics: [Procurement]\n"
PAGE = "writeups/2020/a/index.html"


def captions(site: SiteFolder, page: str = PAGE) -> list[str]:
    found = html.fromstring(site.page(page)).iter("figcaption")
    return [" ".join(one.text_content().split()) for one in found]


def anchors(site: SiteFolder) -> list[str]:
    return re.findall(r'<figure class="statement" id="([^"]+)"', site.page(PAGE))


def test_a_statement_has_the_position_of_that_day_and_is_listed_on_three_kinds_of_page(
    site: SiteFolder,
) -> None:
    site.writeup("a", more=SPEAKERS, body="> We buy *badly*.\n>\n> Twice.\n> — Ada Example\n\nAfter.")
    assert site.build().code == 0
    assert captions(site) == ["— Cllr Ada Example, Leader, Lambeth Council"]
    for page in ("speakers/ada-example", "organisations/lambeth-council", "topics/procurement"):
        text = site.page(f"{page}/index.html")
        assert "We buy badly." in text
        assert f"../../writeups/2020/a/#{anchors(site)[0]}" in text


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("> -- Ada Example", "— Cllr Ada Example, Leader, Lambeth Council"),
        ("> – [[Ada Example]]", "— Cllr Ada Example, Leader, Lambeth Council"),
        (
            "> — Bela Brown, as quoted by Ada Example",
            "— Bela Brown, The Trust, as quoted by Cllr Ada Example",
        ),
        ("> — The Trust", "— The Trust"),
        ("> — ada-example", "— Cllr Ada Example, Leader, Lambeth Council"),
        ("> — Ada Example, Chair of something", "— Cllr Ada Example, Leader, Lambeth Council"),
        ("— Ada Example", "— Cllr Ada Example, Leader, Lambeth Council"),
    ],
)
def test_an_attribution_can_be_written_in_several_ways(site: SiteFolder, line: str, caption: str) -> None:
    site.writeup("a", more=SPEAKERS, body=f"> Words.\n{line}\n")
    assert site.build().code == 0
    assert captions(site) == [caption]


def test_quotations_one_after_another_are_statements_of_their_own(site: SiteFolder) -> None:
    body = (
        "> One.\n> — Ada Example\n\n> Two.\n> — Bela Brown\n\n> Nobody's.\n\n- > Three.\n  > — Ada Example\n"
    )
    site.writeup("a", more=SPEAKERS, body=body)
    assert site.build().code == 0
    assert len(captions(site)) == 2 + ("Three." in site.page(PAGE) and site.page(PAGE).count("<figure") - 2)
    assert "<blockquote>\n<p>Nobody’s.</p>\n</blockquote>" in site.page(PAGE)


def test_the_address_of_a_statement_stays_when_the_text_around_it_changes(site: SiteFolder) -> None:
    said = "> We buy badly.\n> — Ada Example\n"
    site.writeup("a", more=SPEAKERS, body=f"Before.\n\n{said}\n> Fixed.\n> — Bela Brown {{#mine}}\n")
    assert site.build().code == 0
    before = anchors(site)
    site.writeup(
        "a",
        more=SPEAKERS,
        body=f"> Another.\n> — Bela Brown\n\nMuch before.\n\n{said}\n\n> Fixed anew.\n> — Bela Brown {{#mine}}\n",
    )
    assert site.build().code == 0
    assert set(before) <= set(anchors(site))
    assert "mine" in before


def test_the_same_words_said_twice_have_two_addresses(site: SiteFolder) -> None:
    site.writeup("a", more=SPEAKERS, body="> No.\n> — Ada Example\n\nAnd:\n\n> No.\n> — Ada Example\n")
    assert site.build().code == 0
    assert len(set(anchors(site))) == 2


def test_an_attribution_to_nobody_is_told_at_its_place(site: SiteFolder) -> None:
    site.writeup("a", more=SPEAKERS, body="Text.\n\n> No.\n> — Ada Exampel\n")
    result = site.build()
    assert result.code == 1
    assert result.problems == [
        'content/writeups/a.md:11:5: unknown-voice: the quotation is attributed to "Ada Exampel", who is not known; '
        'did you mean "Cllr Ada Example"?'
    ]


def test_words_for_oneself_are_not_those_of_the_organisation(site: SiteFolder) -> None:
    more = "speakers:\n  - {name: Ada Example, organisation: The Trust, capacity: personal}\n"
    site.writeup("a", more=more, body="> Mine alone.\n> — Ada Example\n")
    assert site.build().code == 0
    assert "Mine alone" in site.page("speakers/ada-example/index.html")
    assert "Mine alone" not in site.page("organisations/the-trust/index.html")


def test_a_statement_of_other_words_is_new_on_every_page_that_lists_it(site: SiteFolder) -> None:
    site.writeup("a", more=SPEAKERS, body="> First words.\n> — Ada Example\n")
    assert site.build().code == 0
    site.writeup("a", more=SPEAKERS, body="> Other words.\n> — Ada Example\n")
    assert site.build("--verify").code == 0
    assert "Other words" in site.page("speakers/ada-example/index.html")


@pytest.mark.parametrize(
    "between", ["{: lang=fr }\n\n", "{: .wide }\n\n\n", "and so on\n> — Ada Example\n\n"]
)
def test_what_stands_behind_an_attribution_gives_it_to_nobody_else(site: SiteFolder, between: str) -> None:
    site.writeup(
        "a", more=SPEAKERS, body=f"> Il faut.\n> — Ada Example\n{between}> It must.\n> — Bela Brown\n"
    )
    result = site.build()
    assert captions(site) == ["— Cllr Ada Example, Leader, Lambeth Council", "— Bela Brown, The Trust"]
    assert "It must." not in site.page("speakers/ada-example/index.html")
    assert ('lang="fr"' in site.page(PAGE)) == ("lang=fr" in between)
    assert result.code == 0


def test_a_dialogue_in_a_quotation_is_no_mistake(site: SiteFolder) -> None:
    body = "> — Where to?\n> — Home.\n> — And then\n> on again.\n> — Ada Example\n"
    site.writeup("a", more=SPEAKERS, body=body)
    result = site.build()
    assert captions(site) == ["— Cllr Ada Example, Leader, Lambeth Council"]
    assert [line for line in result.problems if "Where" in line or "Home" in line] == []
