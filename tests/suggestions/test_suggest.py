"""Names proposed from prose: with their evidence, and never written unless they are accepted."""

import datetime
from typing import Any

import pytest
import spacy

from tests.conftest import ROOT, SiteFolder

BLOG_POST = ROOT.parent / "shared" / "input" / "2010-10-27-blog-post.txt"
TEXT = """\
Spoke yesterday at a Harbour Institute policy seminar on tidal power.

Good evening. Ada Okafor of Wexcombe Trust was clear, quoting Bela Nagy of Harbour Bank in saying that we have to price in the tides. Cllr Gus Reed, Leader of Wexcombe, followed. Also strong was Dr Milo Lind of the Tidal Co-operative but also SWELL, the makers of turbines.

Emma Hart really should have come. The Energy Board's report was on every table.

My bit was to report on schools.
"""


def proposed(site: SiteFolder, *arguments: str) -> dict[str, list[Any]]:
    result = site.run("suggest", *arguments, "--json")
    assert result.code == 0, result.err
    found: dict[str, list[Any]] = {}
    for file in result.json["files"]:
        for proposal in file["proposals"]:
            assert 0 < proposal["confidence"] <= 1
            assert proposal["evidence"]
            found.setdefault(proposal["key"], []).append(proposal["value"])
    return found


def test_a_writeup_in_the_words_of_the_genre(site: SiteFolder) -> None:
    site.writeup("2020-01-02-a", TEXT, title="Tides, turbines and all that")
    found = proposed(site)
    assert found["event.date"] == ["2020-01-01"]
    assert found["event.organisers"] == ["Harbour Institute"]
    assert found["event.format"] == ["seminar"]
    assert found["speakers"] == [
        {"name": "Ada Okafor", "organisation": "Wexcombe Trust"},
        {"name": "Cllr Gus Reed", "position": "Leader", "organisation": "Wexcombe"},
        {"name": "Dr Milo Lind", "organisations": ["Tidal Co-operative", "SWELL"]},
        {"author": True},
    ]
    assert found["mentions"] == [
        {"name": "Bela Nagy", "organisation": "Harbour Bank", "quoted_by": "Ada Okafor"},
        {"name": "Emma Hart"},
    ]
    assert found["sources"] == [{"title": "Energy Board’s report"}]
    assert {"Tides", "Turbines", "Schools"} <= set(found["topics"])
    assert found["statements"] == [
        {"said": "Bela Nagy", "text": "we have to price in the tides", "quoted_by": "Ada Okafor"}
    ]


@pytest.mark.skipif(not BLOG_POST.exists(), reason="the page is not part of the repository")
def test_the_page_that_started_the_project(site: SiteFolder) -> None:
    result = site.run("import", "text", str(BLOG_POST), "--suggest")
    assert result.code == 0
    found = proposed(site)
    assert found["event.date"] == ["2010-10-26"]
    assert found["event.organisers"] == ["Westminster Briefing"]
    assert found["speakers"] == [
        {"name": "Nick Seddon", "organisation": "Reform"},
        {"name": "Cllr Steven Reed", "position": "Leader", "organisation": "Lambeth"},
        {"name": "Dr Guy Turnbull", "organisations": ["Social Work Co-operative", "CASA"]},
        {"author": True},
    ]
    assert {"name": "Charlie Mayfield", "organisation": "John Lewis", "quoted_by": "Nick Seddon"} in found[
        "mentions"
    ]
    assert {"name": "Ed Miliband"} in found["mentions"]
    assert {"organisation": "Labour Party"} in found["mentions"]
    assert found["sources"] == [{"title": "Public Services Trust’s report"}]
    assert {"Mutuals", "Pensions", "Procurement"} <= set(found["topics"])
    for shown in ("name: Nick Seddon", "quoted_by: Nick Seddon", "date: 2010-10-26", "line 8"):
        assert shown in result.out
    text = next((site.root / "content/writeups").rglob("*.md")).read_text()
    assert "No comments" not in text
    assert "speakers" not in text.partition("---\n\n")[0]


PEOPLE = [
    ("**Ada Okafor** - Product Lead, USWDS", "Ada Okafor", "Product Lead", "USWDS"),
    (
        "- Zsófia Quillfeather, Director, The Harbour Trust, spoke.",
        "Zsófia Quillfeather",
        "Director",
        "Harbour Trust",
    ),
    (
        "Emil Brandt, UX Research Lead at Harbour Labs, will share how it went.",
        "Emil Brandt",
        "UX Research Lead",
        "Harbour Labs",
    ),
    ("Fay Otto (Care Trust) asked about rents.", "Fay Otto", "", "Care Trust"),
    (
        "Hana Weiss is a policy analyst at the Institute of Rivers.",
        "Hana Weiss",
        "Policy analyst",
        "Institute of Rivers",
    ),
    (
        "The panel was chaired by Dr Quentin Marsh of the University of Leeds.",
        "Dr Quentin Marsh",
        "",
        "University of Leeds",
    ),
    (
        "Professor Lena van der Berg, Chair of Homes Ltd, said that rents rise.",
        "Professor Lena van der Berg",
        "Chair",
        "Homes Ltd",
    ),
    ("USWDS product lead Dan Hale, said yes.", "Dan Hale", "Product lead", "USWDS"),
    ("Milo Lind, the minister for housing, told us so.", "Milo Lind", "Minister for housing", ""),
    ("Nora Ghent from Shelter spoke first.", "Nora Ghent", "", "Shelter"),
]


@pytest.mark.parametrize(("text", "name", "position", "organisation"), PEOPLE)
def test_people_with_their_positions(
    site: SiteFolder, text: str, name: str, position: str, organisation: str
) -> None:
    site.writeup("2020-01-02-a", text)
    entry = {"name": name, "position": position, "organisation": organisation}
    speakers = [
        {key: value for key, value in speaker.items() if key != "role"}
        for speaker in proposed(site).get("speakers", [])
    ]
    assert {key: value for key, value in entry.items() if value} in speakers


@pytest.mark.parametrize(
    "text",
    [
        "The Digital Service met in San Francisco.",
        "We read the Housing White Paper. Social Care was the topic.",
        "Artificial Intelligence and Machine Learning came up.",
        "At the Thomas P. Harlow Federal Building it was cold.",
        "Executive Core Qualifications matter. The Coalition Agreement does, too.",
        "Join Our Community. Read More. Register Now.",
        "He read English at Oxford University and at the London School of Economics.",
    ],
)
def test_what_is_no_person(site: SiteFolder, text: str) -> None:
    site.writeup("2020-01-02-a", text)
    found = proposed(site)
    assert "speakers" not in found
    assert not [one for one in found.get("mentions", []) if "name" in one]


def test_what_the_archive_knows(site: SiteFolder) -> None:
    site.writeup(
        "2019-01-01-then", more="speakers: ['Mrs Xiu Delgado, Chair, Quay & Co']\ntopics: [Slipways]\n"
    )
    site.writeup("2020-01-02-a", "Xiu Delgado came, and so did Quay & Co. The slipways are old.")
    site.write("content/people/z.md", "---\nname: Zenobia Quill\nwithheld: true\n---\n")
    site.writeup("2018-01-01-before", more="speakers: [Zenobia Quill]\n")
    site.writeup("2020-01-03-b", "Zenobia Quill, Director of Homes, spoke.", more="status: draft\n")
    found = proposed(site, "content/writeups/2020-01-02-a.md")
    assert {"name": "Xiu Delgado"} in found.get("speakers", []) + found.get("mentions", [])
    assert {"organisation": "Quay & Co"} in found["mentions"]
    assert found["topics"][0] == "Slipways"
    assert "Zenobia" not in str(proposed(site, "content/writeups/2020-01-03-b.md"))


def test_what_was_accepted_is_known_to_the_next_text(site: SiteFolder) -> None:
    site.writeup("2020-01-02-a", "Qadira Wexx of the Harbour Trust spoke. Qadira said so.")
    site.writeup("2020-01-03-b", "In the corner sat Qadira Wexx.")
    assert "Qadira" not in str(proposed(site, "content/writeups/2020-01-03-b.md"))
    result = site.run("suggest", "content/writeups/2020-01-02-a.md", "--write", "0.4")
    assert "Changed 1 file" in result.out
    assert "Qadira Wexx" in str(proposed(site, "content/writeups/2020-01-03-b.md"))


def test_nothing_is_written_unless_it_is_asked_for(site: SiteFolder) -> None:
    file = site.writeup("2020-01-02-a", TEXT, more="# a comment\ntopics: [Tides]\n", title="Tides, turbines")
    before = file.read_bytes()
    result = site.run("suggest")
    assert "nothing was written" in result.err
    assert "# line " in result.out
    assert file.read_bytes() == before
    assert site.run("suggest", "--write").code == 0
    text = file.read_text()
    assert "# a comment" in text
    assert "date: 2020-01-01" in text
    assert "name: Ada Okafor" in text
    assert text.count("Tides") == 2  # in the title, and as the topic that was there
    assert '{said="Bela Nagy"' not in text  # not so sure
    assert site.build().code == 0
    assert not [one for one in proposed(site).get("speakers", []) if one.get("name") == "Ada Okafor"]
    assert site.run("suggest", "--write", "0.6").code == 0
    assert '[we have to price in the tides]{said="Bela Nagy" quoted_by="Ada Okafor"}' in file.read_text()
    assert site.build().code == 0
    assert site.run("check", "--undo").code == 0


def test_one_by_one_on_a_terminal(site: SiteFolder) -> None:
    file = site.writeup("2020-01-02-a", "Ada Okafor of Wexcombe Trust spoke. So did Fay Otto of Homes Ltd.")
    answers = "import io, sys\nsys.stdin = io.StringIO('y\\nn\\n' + 'n\\n' * 20)"
    result = site.run("suggest", "--accept", first=answers)
    assert result.code == 0
    assert "Ada Okafor" in file.read_text().partition("---\n\n")[0]
    assert "Fay Otto" not in file.read_text().partition("---\n\n")[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.md",), "is no writeup of this site"),
        (("--accept", "--json"), "--accept asks on the terminal"),
    ],
)
def test_wrong_usage(site: SiteFolder, arguments: tuple[str, ...], message: str) -> None:
    site.writeup("2020-01-02-a")
    result = site.run("suggest", *arguments)
    assert result.code == 2
    assert message in (result.out if "--json" in arguments else result.err)


def test_a_model_is_one_more_source_of_names(site: SiteFolder) -> None:
    pipeline = spacy.blank("en")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Qadira Wexx"}])
    pipeline.to_disk(site.root / "model")
    site.writeup("2020-01-02-a", "In the corner sat Qadira Wexx, with Harbour Gull.")
    assert "Qadira" not in str(proposed(site))
    site.write("site.toml", f'[suggest]\nmodel = "{site.root / "model"}"\n')
    found = str(proposed(site))
    assert "Qadira Wexx" in found
    assert "Harbour Gull" not in found


def test_a_model_that_is_not_installed(site: SiteFolder) -> None:
    site.writeup("2020-01-02-a")
    site.write("site.toml", '[suggest]\nmodel = "en_core_web_nothing"\n')
    result = site.run("suggest")
    assert result.code == 2
    assert "pip install en_core_web_nothing" in result.err


def test_dates_in_words(site: SiteFolder) -> None:
    for words, days in (("Went last night to", 1), ("Attended today", 0), ("I spoke on Monday at", 3)):
        site.writeup("2020-01-02-a", f"{words} a Harbour Trust event.")
        expected = datetime.date(2020, 1, 2) - datetime.timedelta(days)
        assert proposed(site)["event.date"] == [expected.isoformat()]
