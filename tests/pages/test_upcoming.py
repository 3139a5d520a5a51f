"""Events that have not taken place yet, and times that are known in part."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import SiteFolder

SPEAKERS = "speakers: ['Ada Example, Director, The Trust', 'Bo Sample, Clerk, The Council']\n"
EVENT = "event:\n  date: {day}\n  organisers: [The Trust]\n  series: Talks\n"
EVE, FIRST_MINUTE = "2026-05-03T14:59Z", "2026-05-03T15:00Z"


@pytest.fixture
def announced(site: SiteFolder) -> SiteFolder:
    """Return a site in Tokyo with an event that took place, and one on 4 May 2026."""
    site.write("site.toml", 'title = "S"\ntimezone = "Asia/Tokyo"\nbase_url = "https://example.org/"\n')
    site.writeup("held", more=SPEAKERS + EVENT.format(day="2020-01-02"), title="Held")
    site.writeup("to-come", more=SPEAKERS + EVENT.format(day="2026-05-04"), title="To come")
    return site


def headings(site: SiteFolder, page: str) -> dict[str, list[str]]:
    """Return the headings of a page, each with the titles of writeups below it."""
    found: dict[str, list[str]] = {}
    current = ""
    for element in html.fromstring(site.page(f"{page}index.html")).find(".//main").iter("h2", "h3", "a"):
        words = " ".join(element.text_content().split())
        if element.tag == "h2":
            current = words
            found[current] = []
        elif words in {"Held", "To come"} and words not in found.get(current, ()):
            found.setdefault(current, []).append(words)
    return found


def data(site: SiteFolder, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        return database.execute(query).fetchall()


def test_an_event_to_come_stands_apart_until_its_first_day(announced: SiteFolder) -> None:
    site = announced
    result = site.build("--as-of", EVE)
    assert (result.code, result.problems) == (0, [])
    assert headings(site, "")["Upcoming events"] == ["To come"]
    assert headings(site, "")["Newest writeups"] == ["Held"]
    speaker = headings(site, "speakers/ada-example/")
    assert (speaker["Will speak"], speaker["Spoke at"]) == (["To come"], ["Held"])
    trust = headings(site, "organisations/the-trust/")
    assert trust["Will speak for it"] == trust["Upcoming events"] == ["To come"]
    assert trust["Who spoke for it"] == trust["Events it organised"] == ["Held"]
    series = headings(site, "series/talks/")
    assert (series["Upcoming events"], series["Events"]) == (["To come"], ["Held"])
    assert "1 event<" in site.page("series/index.html")
    assert "spoke at 1 event " in site.page("speakers/ada-example/index.html")
    assert data(site, "SELECT events, last_seen FROM people") == [(1, "2020-01-02")] * 2
    assert data(site, "SELECT upcoming, count(*) FROM appearances GROUP BY 1") == [(0, 2), (1, 2)]
    assert "To come" in site.page("events.ics")
    assert "1 event" in site.page("speakers/bo-sample/index.html")
    assert "Upcoming event" in site.page("writeups/2020/to-come/index.html")

    site.build("--as-of", FIRST_MINUTE)
    assert "Upcoming events" not in headings(site, "")
    assert headings(site, "speakers/ada-example/")["Spoke at"] == ["To come", "Held"]
    assert headings(site, "organisations/the-trust/")["Events it organised"] == ["To come", "Held"]
    assert data(site, "SELECT events, last_seen FROM people") == [(2, "2026-05-04")] * 2
    assert site.build("--as-of", FIRST_MINUTE, "--verify").code == 0


def test_whoever_has_not_spoken_yet_is_no_speaker(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Cy New, The Trust']\nevent: {date: 2026-05-04}\n")
    site.build("--as-of", "2026-05-01")
    assert "Cy New" not in site.page("speakers/index.html")
    page = site.page("speakers/cy-new/index.html")
    assert "Will speak" in page
    assert "Positions" not in page
    assert not (site.root / "_site/speakers/cy-new/briefing").exists()


TIMES = {
    "start: 2020-03-01T09:30\n  end: 2020-03-01": (
        "1 March 2020, 09:30",
        ["DTSTART:20200301T093000Z"],
        ("2020-03-01T09:30:00+00:00", "2020-03-01"),
    ),
    "start: 2020-03-01T09:30\n  end: 2020-03-03": (
        "1 March 2020, 09:30 to 3 March 2020",
        ["DTSTART:20200301T093000Z", "DTEND:20200304T000000Z"],
        ("2020-03-01T09:30:00+00:00", "2020-03-03"),
    ),
    "start: 2020-03-01T09:30-05:00\n  end: 2020-03-01T11:00-05:00": (
        "1 March 2020, 09:30 to 11:00 (UTC−05:00)",
        ["DTSTART:20200301T143000Z", "DTEND:20200301T160000Z"],
        ("2020-03-01T09:30:00-05:00", "2020-03-01T11:00:00-05:00"),
    ),
    "date: 2020-03-01\n  end: 2020-03-01T17:00": (
        "1 March 2020, until 17:00",
        ["DTSTART;VALUE=DATE:20200301", "DTEND;VALUE=DATE:20200302"],
        ("2020-03-01", "2020-03-01T17:00:00+00:00"),
    ),
}


@pytest.mark.parametrize("event", TIMES)
def test_times_are_kept_as_far_as_they_are_known(site: SiteFolder, event: str) -> None:
    shown, in_calendar, in_json_ld = TIMES[event]
    site.write("site.toml", 'title = "S"\ntimezone = "Europe/London"\nlanguage = "en-GB"\n')
    site.writeup("a", more=f"event:\n  {event}\n")
    site.build()
    page = site.page("writeups/2020/a/index.html")
    words = " ".join(html.fromstring(page).find(".//main").text_content().split())
    assert shown in words
    calendar = Path(site.root / "_site/events.ics").read_text("utf-8").splitlines()
    assert [line for line in calendar if line.startswith(("DTSTART", "DTEND"))] == in_calendar
    for time in in_json_ld:
        assert f'"{time}"' in page


def test_what_an_announcement_quotes_has_its_day_and_is_no_event(site: SiteFolder) -> None:
    said = "> Come and hear.\n> — Ada Example\n"
    site.writeup("held", said, more=SPEAKERS + "topics: [Energy]\n", title="Held")
    site.writeup(
        "to-come", said, more=SPEAKERS + "topics: [Energy]\nevent: {date: 2026-05-04}\n", title="To come"
    )
    site.build("--as-of", "2026-05-01")
    captions = html.fromstring(site.page("speakers/ada-example/index.html")).iter("figcaption")
    assert all("2 January 2020" in caption.text_content() for caption in captions)
    assert "2 statements, 2020<" in site.page("speakers/ada-example/index.html")
    assert data(site, "SELECT DISTINCT date FROM statements") == [("2020-01-02",)]
    for page in ("speakers/ada-example", "topics/energy"):
        briefing = html.fromstring(site.page(f"{page}/briefing/index.html")).find(".//main")
        lists = [section for section in briefing.iter("section") if section.findtext("h2") != "Statements"]
        assert "To come" not in " ".join(section.text_content() for section in lists)


def test_an_announcement_is_marked_among_writeups(announced: SiteFolder) -> None:
    site = announced
    site.write("site.toml", 'title = "S"\n')
    for name, day in (("held", "2020-01-02"), ("to-come", "2026-05-04")):
        site.writeup(name, more=f"topics: [Energy]\nevent: {{date: {day}}}\n", title=name)
    site.build("--as-of", "2026-05-01")
    for page in ("topics/energy", "writeups/2020"):
        cards = html.fromstring(site.page(f"{page}/index.html")).find_class("card")
        marked = ["Upcoming event" in card.text_content() for card in cards]
        titles = [card.findtext(".//a") for card in cards]
        assert dict(zip(titles, marked, strict=True)) == {"held": False, "to-come": True}


def test_a_home_page_with_nothing_but_announcements(site: SiteFolder) -> None:
    site.writeup("to-come", more="event: {date: 2026-05-04}\n", title="To come")
    site.build("--as-of", "2026-05-01")
    main = html.fromstring(site.page("index.html")).find(".//main")
    words = main.text_content()
    assert "Nothing has been published yet" not in words
    assert "Newest writeups" not in words
    assert "All writeups by year" in words


def test_a_topic_of_announcements_only_has_no_row_of_its_years(site: SiteFolder) -> None:
    for year in (2020, 2022, 2024):
        for topic in ("One", "Two", "Three"):
            more = f"topics: [{topic}]\nevent: {{date: {year}-01-02}}\n"
            site.writeup(f"{topic}-{year}".lower(), more=more, title=f"{topic} {year}")
    site.writeup("to-come", more="topics: [New]\nevent: {date: 2026-05-04}\n", title="To come")
    site.build("--as-of", "2026-05-01")
    rows = html.fromstring(site.page("topics/index.html")).findall(".//table//tbody/tr/th")
    assert [row.text_content().strip() for row in rows] == ["One", "Three", "Two"]


def test_a_briefing_has_mentions_in_announcements(site: SiteFolder) -> None:
    site.writeup("held", more="speakers: ['Ada Example, The Trust']\n", title="Held")
    more = "speakers: ['Bo Sample, The Council']\nmentions: ['Ada Example, The Trust']\n"
    site.writeup("to-come", more=more + "event: {date: 2026-05-04}\n", title="To come")
    site.build("--as-of", "2026-05-01")
    assert "To come" in site.page("speakers/ada-example/briefing/index.html")
    assert "To come" in site.page("organisations/the-trust/briefing/index.html")
