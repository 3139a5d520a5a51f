"""The questions in SQL of docs/open-data.md, asked of the demonstration archive."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

QUESTIONS = re.findall(
    r"^(\S[^\n]*\?)\n\n```sql\n(.*?)```", (ROOT / "docs/open-data.md").read_text("utf-8"), re.M | re.S
)


def ask(demonstration: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(demonstration / "data/archive.sqlite")) as database:
        return database.execute(query).fetchall()


def test_there_are_ten_and_more() -> None:
    assert len(QUESTIONS) == 13


@pytest.mark.parametrize(("question", "query"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_each_question_has_an_answer(demonstration: Path, question: str, query: str) -> None:
    assert ask(demonstration, query), question


def test_the_answers_are_those_of_the_archive(demonstration: Path) -> None:
    answers = {question: ask(demonstration, query) for question, query in QUESTIONS}
    archive = json.loads((demonstration / "data/archive.json").read_text("utf-8"))
    held = [writeup for writeup in archive["writeups"] if not writeup["event"]["upcoming"]]

    topics = {topic["id"]: topic["name"] for topic in archive["topics"]}
    counted = Counter(
        (writeup["event"]["start"][:4], topics[topic]) for writeup in held for topic in writeup["topics"]
    )
    by_year = answers["How often did each topic come up in each year?"]
    assert {(year, topic): events for year, topic, events in by_year} == counted

    people = {person["id"]: person["name"] for person in archive["people"]}
    organisations: dict[str, set[str]] = {}
    together: Counter[str] = Counter()
    for writeup in held:
        for appearance in writeup["appearances"]:
            if appearance["person"]:
                wanted = {held["organisation"] for held in appearance["positions"]} - {None}
                organisations.setdefault(appearance["person"], set()).update(wanted)
    casts: dict[str, tuple[str, set[str]]] = {}
    for writeup in held:
        event = writeup["event"]
        _, cast = casts.setdefault(event["id"] or writeup["id"], (event["whole"] or writeup["id"], set()))
        cast.update({appearance["person"] for appearance in writeup["appearances"]} - {None})
    met_at: dict[str, set[str]] = {}
    for whole, cast in casts.values():
        if "imani-okafor" in cast:
            met_at.setdefault(whole, set()).update(cast - {"imani-okafor"})
    for cast in met_at.values():
        together.update(cast)
    several = answers["Who spoke for several organisations?"]
    assert len(several) == sum(len(some) > 1 for some in organisations.values())
    met = answers["Who spoke at the same events as somebody?"]
    assert sorted(events for _, events in met) == sorted(together.values())
    most = answers["Who spoke at most events, and between which days?"]
    spoke = Counter(
        person
        for _, person in {
            (writeup["event"]["whole"] or writeup["id"], appearance["person"])
            for writeup in held
            for appearance in writeup["appearances"]
            if appearance["person"]
        }
    )
    assert [events for _, events, *_ in most] == [number for _, number in spoke.most_common(10)]
    assert {name for name, *_ in most} <= set(people.values())

    coming = [writeup for writeup in archive["writeups"] if writeup["event"]["upcoming"]]
    assert len(answers["Which events are still to come, and who will speak there?"]) == len(coming)
