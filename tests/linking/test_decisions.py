"""What meetings decided, how they voted, and where that is listed."""

import csv
import sqlite3
from contextlib import closing

import pytest
from lxml import html

from tests.conftest import SiteFolder

MORE = "speakers: ['Ada Okafor, Chair, The Trust', Bela Nagy]\ntopics: [Energy, Pay]\n"
BODY = """Before.

::: decision {#budget topic="Money"}
The committee approves the *budget*.

- one

::: vote
for: 12
against: [Ada Okafor, Bela Nagy]
result: carried
:::
:::

::: off the record
::: decision
They will sell the hall.
:::
:::

::: vote {decision=budget}
for: [Ada Okafor]
abstained: Bela Nagy
absent: 3
:::
"""


def table(site: SiteFolder, name: str) -> list[dict[str, str]]:
    with (site.root / f"_site/data/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_decision_has_its_votes_wherever_they_stand(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    (decision,) = table(site, "decisions")
    assert (decision["id"], decision["topic_ids"]) == ("2020/a#budget", "money")
    assert decision["text"] == "The committee approves the budget.\n\none"
    votes = [(row["vote"], row["option"], row["total"], row["person_id"]) for row in table(site, "votes")]
    assert votes == [
        ("1", "for", "12", ""),
        ("1", "against", "2", "ada-okafor"),
        ("1", "against", "2", "bela-nagy"),
        ("2", "for", "1", "ada-okafor"),
        ("2", "abstained", "1", "bela-nagy"),
        ("2", "absent", "3", ""),
    ]
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        query = "SELECT name FROM votes WHERE option = 'against' ORDER BY name"
        assert database.execute(query).fetchall() == [("Ada Okafor",), ("Bela Nagy",)]


def test_decisions_have_a_page_a_feed_and_stand_on_the_pages_of_those_who_voted(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    page = html.fromstring(site.page("decisions/index.html"))
    (decision,) = page.find_class("decision")
    words = " ".join(decision.text_content().split())
    assert words.startswith(
        "The committee approves the budget. one carried for: 12 against: 2 (Ada Okafor, Bela Nagy)"
    )
    person = html.fromstring(site.page("speakers/bela-nagy/index.html")).get_element_by_id("site_votes")
    assert [tag.text for tag in person.find_class("tag")] == ["against", "abstained"]
    assert "hall" not in site.page("decisions/index.html")


def test_the_address_of_a_decision_follows_from_its_words(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body="::: decision\nWe do.\n:::\n")
    assert site.build().code == 0
    (before,) = table(site, "decisions")
    site.writeup("a", more=MORE, body="More.\n\n::: decision\nWe do.\n:::\n")
    assert site.build().code == 0
    assert table(site, "decisions") == [before]


def test_a_decision_can_stand_in_a_transcript(site: SiteFolder) -> None:
    body = "ADA: Let us vote.\n\n::: decision\nWe do: it.\n:::\n\nBELA: Good.\n"
    site.writeup("a", more=f"form: transcript\n{MORE}", body=body)
    assert site.build().code == 0
    assert [row["text"] for row in table(site, "decisions")] == ["We do: it."]
    assert len(table(site, "turns")) == 2


def test_decisions_in_the_same_words_have_addresses_of_their_own(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body="::: decision\nWe do.\n:::\n" * 3)
    assert site.build().code == 0
    addresses = [row["address"] for row in table(site, "decisions")]
    assert addresses[1:] == [f"{addresses[0]}-2", f"{addresses[0]}-3"]


def test_a_decision_in_a_code_fence_is_none(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body="```\n::: decision\nWe do.\n:::\n```\n")
    assert site.build().code == 0
    assert table(site, "decisions") == []
    assert "::: decision" in site.page("writeups/2020/a/index.html")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "::: decision {#a}\nWe do.\n::: vote\nfor: 3\nagainst: 5\nresult: carried\n:::\n:::\n",
            "a.md:10:1: decision: warning: this vote was carried by 3 to 5; "
            "compare the figures and the result with the minutes",
        ),
        (
            "::: vote\nfor: 3\n:::\n",
            "a.md:8:1: decision: this vote does not say what was decided; "
            "put it inside its decision, or write ::: vote {decision=...} with the anchor of one",
        ),
        (
            "::: decision {#a}\nWe do.\n::: vote\nfor: [Ada Okafor]\nagainst: Ada Okafor\n:::\n:::\n",
            'a.md:12:10: decision: "Ada Okafor" votes twice; take the name out where it does not belong',
        ),
        (
            "::: decision\nWe do.\n::: vote\n:::\n:::\n",
            "a.md:10:1: decision: this vote has no lines; write how many voted, such as for: 12",
        ),
        (
            "::: decision {#a}\nOne.\n::: decision {#b}\nTwo.\n:::\n:::\n",
            "a.md:10:1: decision: this decision begins inside another one; end the first one with :::",
        ),
        (
            "::: decision {#a}\nWe do.\n::: vote\nfor: [Cleo Park]\n:::\n:::\n",
            'a.md:11:7: unknown-voice: the text ascribes words to "Cleo Park", who is not known; '
            "list who said it under speakers: or mentions:, or take the name away",
        ),
        (
            "::: decision {#a}\nWe do.\n",
            "a.md:8:1: passage: this passage has no end; write ::: on a line of its own where it ends",
        ),
        (
            "::: decision\n\n:::\n",
            "a.md:8:1: decision: this decision has no words; write what was decided behind ::: decision",
        ),
        (
            "- One.\n\n  ::: decision\n  We do.\n  :::\n",
            'a.md:10:3: passage: "::: decision" stands in a quotation or a list; '
            "write it at the beginning of a line, outside of quotations and lists",
        ),
    ],
)
def test_what_does_not_fit_is_told(site: SiteFolder, body: str, message: str) -> None:
    site.writeup("a", more=MORE, body=body)
    assert f"content/writeups/{message}" in site.build().problems


def test_nobody_is_named_in_the_votes_of_a_closed_event(site: SiteFolder) -> None:
    site.writeup("b", more="speakers: [Cleo Park]\n")
    more = MORE.replace("topics", "event: {attribution: Chatham House Rule}\ntopics")
    site.writeup("a", more=more, body="::: decision\nWe do.\n::: vote\nfor: [Cleo Park]\n:::\n:::\n")
    (problem,) = site.build().problems
    assert 'this event is under a rule of attribution, and "Cleo Park" votes in it' in problem
