"""Careers of people and the life of organisations, as their pages tell them."""

from pathlib import Path

from lxml import html

from tests.conftest import SiteFolder


def section(site: SiteFolder, page: str, heading: str) -> list[str]:
    for found in html.fromstring(site.page(page)).iter("section"):
        first = found.find("h2")
        if first is not None and (first.text or "").strip() == heading:
            return [" ".join(item.text_content().split()) for item in found.iter("li")]
    return []


def appearance(day: str, position: str, organisation: str, more: str = "") -> str:
    return f"event: {{date: {day}}}\nspeakers:\n  - name: Ada Example\n    position: {position}\n    organisation: {organisation}\n{more}"


def test_positions_are_computed_from_appearances(site: SiteFolder) -> None:
    days = [("2009-01-01", "Leader", "Lambeth"), ("2010-01-01", "Trustee", "The Fund"), ("2012-05-01", "leader", "Lambeth"),
            ("2014-01-01", "Mayor", "Lambeth"), ("2015-01-01", "Leader", "Lambeth")]  # fmt: skip
    for number, (day, position, organisation) in enumerate(days):
        site.writeup(f"w{number}", more=appearance(day, position, organisation))
    site.writeup("former", more=appearance("2019-01-01", "Leader", "Lambeth", "    capacity: former\n"))
    site.write(
        "content/people/ada-example.md",
        "---\nname: Ada Example\npositions:\n  - {position: Mayor, organisation: Lambeth, since: 2013-02}\n"
        "  - {position: Pupil, organisation: A School, since: 1970, until: 1980}\n---\n",
    )
    assert site.build().code == 0
    assert section(site, "speakers/ada-example/index.html", "Positions") == [
        "2015 Leader, Lambeth 1 event",
        "2014 Mayor, Lambeth 1 event · held since February 2013",
        "2009 to 2012 Leader, Lambeth 2 events",
        "2010 Trustee, The Fund 1 event",
        "1970 to 1980 Pupil, A School no event in this archive",
    ]


def test_a_renamed_organisation_keeps_its_name_and_its_successor_tells_all(site: SiteFolder) -> None:
    site.write(
        "content/organisations/new.md",
        "---\nname: New Forum\nrenamed_from: {organisation: Old Forum, date: 2016-04-01}\n---\n",
    )
    site.write(
        "content/organisations/union.md", "---\nname: The Union\nmerged_from: [New Forum, Other Lab]\n---\n"
    )
    site.writeup("a", more=appearance("2015-01-01", "Chair", "Old Forum"), body="> Then.\n> — Ada Example")
    site.writeup("b", more=appearance("2017-01-01", "Chair", "New Forum"), title="Second")
    site.writeup("c", more=appearance("2019-01-01", "Chair", "The Union"), title="Third")
    assert site.build().code == 0
    writeup = " ".join(html.fromstring(site.page("writeups/2020/a/index.html")).text_content().split())
    assert "Chair, Old Forum (now The Union)" in writeup
    assert section(site, "organisations/union/index.html", "Its voices over time") == [
        "2019 Ada Example, Chair 1 event",
        "2017 Ada Example, Chair 1 event · for New Forum",
        "2015 Ada Example, Chair 1 event · for Old Forum",
    ]
    assert "Then." in site.page("organisations/union/index.html")
    site.write(
        "content/organisations/union.md",
        "---\nname: The Union\nmerged_from: [New Forum, Other Lab]\nroll_up: false\n---\n",
    )
    assert site.build().code == 0
    assert len(section(site, "organisations/union/index.html", "Its voices over time")) == 1


def test_an_organisation_that_split_is_not_called_otherwise_now(site: SiteFolder) -> None:
    site.write(
        "content/organisations/part.md",
        "---\nname: Part\nsplit_from: {organisation: Whole, date: 2016-04-01}\n---\n",
    )
    site.writeup("a", more=appearance("2017-01-01", "Chair", "Whole"))
    assert site.build().code == 0
    assert "(now" not in site.page("writeups/2020/a/index.html")
    assert "Lost a part that became" in site.page("organisations/whole/index.html")


def test_lineage_in_a_circle_is_told(site: SiteFolder) -> None:
    site.write("content/organisations/a.md", "---\nname: A\nparent: A\n---\n")
    site.write("content/organisations/b.md", "---\nname: B\nmerged_from: [C, D]\n---\n")
    site.write("content/organisations/c.md", "---\nname: C\nsplit_from: B\n---\n")
    result = site.build()
    assert result.code == 1
    assert [line.split(": ")[1] for line in result.problems] == ["lineage", "lineage"]
    assert result.problems[0].startswith("content/organisations/a.md:3:9: ")


def test_the_demonstration_has_three_positions_over_time(demonstration: Path) -> None:
    folder = SiteFolder(demonstration.parent)
    folder.page = lambda path: (demonstration / path).read_text(encoding="utf-8")  # type: ignore[method-assign]
    found = section(folder, "speakers/imani-okafor/index.html", "Positions")
    assert [line.split(" ")[-2:] for line in found]
    assert {"Commissioner", "Director", "Researcher"} <= {
        word.strip(",") for line in found for word in line.split()
    }


def test_what_somebody_quoted_stands_on_their_page_too(site: SiteFolder) -> None:
    site.writeup(
        "a",
        more="speakers: [Nick Seddon]\nmentions: [{name: Charlie Mayfield, quoted_by: Nick Seddon}]\n",
        body="> We have to solve pensions.\n> — Charlie Mayfield, as quoted by Nick Seddon",
    )
    assert site.build().code == 0
    quoting, quoted = (site.page(f"speakers/{id}/index.html") for id in ("nick-seddon", "charlie-mayfield"))
    for page in (quoting, quoted):
        assert "We have to solve pensions." in page
    assert "<h2>Quoted from others</h2>" in quoting
    assert "<h2>Statements</h2>" not in quoting
    assert "<h2>Statements</h2>" in quoted


def test_events_that_a_predecessor_organised_are_told_as_its_own(site: SiteFolder) -> None:
    site.write("content/organisations/old-trust.md", "---\nname: Old Trust\n---\n")
    site.write(
        "content/organisations/new-trust.md",
        "---\nname: New Trust\nrenamed_from: {organisation: Old Trust, date: 2020-02-01}\n---\n",
    )
    site.writeup(
        "before",
        more="event: {name: Before, date: 2020-01-01, organisers: [Old Trust]}\n",
        title="First of all",
    )
    site.writeup(
        "after", more="event: {name: After, date: 2020-03-01, organisers: [New Trust]}\n", title="Next one"
    )
    result = site.build()
    assert result.code == 0, result.err
    page = site.page("organisations/new-trust/index.html")
    own, _, older = page.partition("<h3>As Old Trust</h3>")
    assert "Next one" in own
    assert "First of all" in older
    assert "<h3>As " not in site.page("organisations/old-trust/index.html")
