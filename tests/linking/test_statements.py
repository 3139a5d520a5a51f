"""Attributed quotations: whose they are, where they are listed, and that their addresses stay."""

import re
import sqlite3
from contextlib import closing

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
        'content/writeups/a.md:11:5: unknown-voice: the text ascribes words to "Ada Exampel", who is not known; '
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


def stated(site: SiteFolder, page: str) -> list[str]:
    figures = html.fromstring(site.page(f"{page}/index.html")).find_class("statement")
    return [" ".join(figure[0].text_content().split()) for figure in figures]


def rows(site: SiteFolder, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        return database.execute(query).fetchall()


SAID = """He said that [it is *not* [[The Trust|terms]] alone]{said="Ada Example" topic="Pay" topic="Pensions" #terms}.

A whole paragraph, with "marks".
{: said=“Bela Brown” quoted_by="Ada Example" kind=question to="#terms" }

- An item
  {: said="author" kind=commitment state=kept since=2021-02-03 source="https://example.org/a_b_c" topic=Pay}

> We bought badly.
> — Ada Example {topic="Pay" kind=commitment}

> She bought badly.
> — Ada Example {kind=paraphrase topic=Pay}
"""
MORE = SPEAKERS.replace("]\ntopics", ", {author: true}]\ntopics").replace(
    "[Procurement]", "[Procurement, Energy]"
)


def test_spans_paragraphs_and_items_are_statements_in_the_words_of_the_author(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=SAID)
    assert site.build().code == 0
    query = "SELECT text, kind, verbatim, name, quoted_by, commitment, since, source FROM statements ORDER BY rowid"
    assert rows(site, query) == [
        ("it is not terms alone", "paraphrase", "no", "Cllr Ada Example", None, None, None, None),
        (
            "A whole paragraph, with “marks”.",
            "question",
            "no",
            "Bela Brown",
            "Cllr Ada Example",
            None,
            None,
            None,
        ),
        (
            "An item",
            "commitment",
            "no",
            "The author, who is not named",
            None,
            "kept",
            "2021-02-03",
            "https://example.org/a_b_c",
        ),
        ("We bought badly.", "commitment", "yes", "Cllr Ada Example", None, "open", None, None),
        ("She bought badly.", "paraphrase", "no", "Cllr Ada Example", None, None, None, None),
    ]
    topics = "SELECT topic_id, text FROM statement_topics JOIN statements ON id = statement_id ORDER BY statements.rowid"
    assert [topic for topic, _ in rows(site, topics)] == ["pay", "pensions", "pay", "pay", "pay"]
    assert rows(site, "SELECT answers FROM statements WHERE answers != ''") == [("/writeups/2020/a/#terms",)]


def test_a_statement_stands_on_the_pages_of_its_own_topics_only(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=SAID)
    assert site.build().code == 0
    assert "it is not terms alone" in stated(site, "topics/pensions")
    assert "it is not terms alone" in stated(site, "topics/pay")
    assert stated(site, "topics/energy") == []
    assert "A title" in site.page("topics/energy/index.html")
    promised = html.fromstring(site.page("topics/pay/index.html")).get_element_by_id("site_commitments")
    assert "An item" in promised.text_content()
    assert "We bought badly." in promised.text_content()


def test_a_paraphrase_is_never_in_a_quotation(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=SAID)
    assert site.build().code == 0
    for page in (site.root / "_site").rglob("*.html"):
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        for quotation in (*tree.iter("blockquote"), *tree.iter("q")):
            assert quotation.text_content().strip() == "We bought badly.", page
    person = html.fromstring(site.page("speakers/ada-example/index.html"))
    tags = [
        [tag.text_content() for tag in figure.find_class("tag")] for figure in person.find_class("statement")
    ]
    assert tags == [
        ["paraphrase"],
        ["paraphrase"],
        ["commitment", "open"],
        ["paraphrase", "question", "quoted by Cllr Ada Example"],
    ]


def test_every_commitment_is_on_one_page_with_its_state(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=SAID)
    assert site.build().code == 0
    page = html.fromstring(site.page("commitments/index.html"))
    assert [" ".join(tag.text_content().split()) for tag in page.find_class("kept")] == [
        "kept: 1",
        "kept since 3 February 2021",
    ]


def test_the_only_topic_of_a_writeup_is_that_of_its_statements(site: SiteFolder) -> None:
    site.writeup("a", more=SPEAKERS, body="> Words.\n> — Ada Example\n")
    site.writeup("b", more=SPEAKERS.replace("[Pro", "[Energy, Pro"), body="> Others.\n> — Ada Example\n")
    assert site.build().code == 0
    assert stated(site, "topics/procurement") == ["Words."]


def test_an_organisation_can_be_chosen_among_those_of_a_speaker(site: SiteFolder) -> None:
    speakers = "speakers: [{name: Ada Example, organisations: [The Trust, The Club]}]\n"
    site.writeup("a", more=speakers, body='[It works]{said="Ada Example" for="The Club"}.')
    assert site.build().code == 0
    assert stated(site, "organisations/the-club") == ["It works"]
    assert stated(site, "organisations/the-trust") == []


def test_braces_in_code_and_without_words_of_a_statement_stay(site: SiteFolder) -> None:
    site.writeup("a", more=SPEAKERS, body='`[a]{said="x"}` [b]{.c} and [d].')
    assert site.build().code == 0
    assert '<code>[a]{said="x"}</code> [b]{.c} and [d].' in site.page(PAGE)


def test_what_somebody_who_is_mentioned_says_is_for_the_organisation_that_is_named(site: SiteFolder) -> None:
    more = SPEAKERS + "mentions: [{name: Cleo Park, organisation: The Club, quoted_by: Ada Example}]\n"
    body = '[It works]{said="Cleo Park" for="The Club" quoted_by="Ada Example"} and [so]{said="Cleo Park"}.'
    site.writeup("a", more=more, body=body)
    assert site.build().code == 0
    assert stated(site, "organisations/the-club") == ["It works"]
    assert stated(site, "speakers/cleo-park") == ["It works", "so"]
