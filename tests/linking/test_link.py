"""Names and links across files, through the built pages."""

import re

import pytest
from lxml import html

from tests.conftest import SiteFolder


def links(site: SiteFolder, page: str) -> dict[str, str]:
    root = html.fromstring(site.page(page))
    return {" ".join(link.text_content().split()): link.get("href") for link in root.iterfind(".//main//a")}


def text(site: SiteFolder, page: str) -> str:
    return " ".join(html.fromstring(site.page(page)).find(".//main").text_content().split())


WRITEUP = "writeups/2020/a/index.html"


def test_spellings_that_fold_alike_share_a_page(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Cllr José Ibáñez-Marlowe, Leader, The Trust']\n")
    site.writeup("b", more="speakers:\n  - name: Jose Ibanez Marlowe\n    organisation: The Trust\n")
    result = site.build()
    assert "spellings: warning" in result.err
    assert len(list((site.root / "_site/speakers").glob("*/index.html"))) == 1
    assert "Leader, The Trust" in text(site, "speakers/jose-ibanez-marlowe/index.html")
    assert "Cllr José Ibáñez-Marlowe" in text(site, WRITEUP)


def test_a_file_joins_other_names(site: SiteFolder) -> None:
    site.write(
        "content/people/ada.md",
        "---\nname: Ada Example\nother_names: [Ada Byron, Countess of L.]\n---\n\nPoet.\n",
    )
    site.write("content/organisations/trust.md", "---\nname: The Trust\nother_names: [TT]\n---\n")
    site.writeup("a", more="speakers: ['Ada Byron, TT']\n", body="[[Countess of L.]] of [[TT]] and [[ada]].")
    assert site.build().code == 0
    found = links(site, WRITEUP)
    assert found["Countess of L."] == "../../../speakers/ada/"
    assert found["TT"] == "../../../organisations/trust/"
    assert "Ada Example" in found, "an id is shown as the name"
    assert "Poet." in text(site, "speakers/ada/index.html")
    assert "as Ada Byron" in text(site, "speakers/ada/index.html")


def test_two_people_of_one_name(site: SiteFolder) -> None:
    for id in ("john-smith", "john-smith-2"):
        site.write(f"content/people/{id}.md", "---\nname: John Smith\n---\n")
    site.writeup(
        "a", more="speakers:\n  - person: john-smith-2\n    position: Chair\n", body="[[john-smith]]"
    )
    assert site.build().code == 0
    assert "Chair" in text(site, "speakers/john-smith-2/index.html")
    assert "Has not spoken" in text(site, "speakers/john-smith/index.html")
    site.writeup("b", body="[[John Smith]]")
    assert "ambiguous-name" in site.build().err


def test_quoted_by_does_not_guess_between_two_people_of_one_name(site: SiteFolder) -> None:
    for id in ("john-smith", "john-smith-2"):
        site.write(f"content/people/{id}.md", "---\nname: John Smith\n---\n")
    both = "speakers:\n  - person: john-smith\n  - person: john-smith-2\n"
    mention = "mentions:\n  - name: Cleo Quoted\n    quoted_by: {}\n"
    site.writeup("a", more=both + mention.format("John Smith"))
    assert site.build().problems == [
        'content/writeups/a.md:9:16: ambiguous-name: "John Smith" may be john-smith or john-smith-2; '
        "write quoted_by: john-smith or quoted_by: john-smith-2"
    ]
    site.writeup("a", more=both + mention.format("john-smith-2"))
    assert site.build().code == 0
    assert "quoted by John Smith" in text(site, WRITEUP)
    assert links(site, WRITEUP)["John Smith"] == "../../../speakers/john-smith-2/"
    site.writeup("a", more="speakers:\n  - person: john-smith\n" + mention.format("John Smith"))
    assert site.build().code == 0, "only one of the two spoke"


def test_a_list_under_a_rule_of_attribution_says_nothing_about_other_writeups(site: SiteFolder) -> None:
    site.writeup("open", more="mentions: [{name: Reform}]\n")
    assert site.build().code == 0
    before = links(site, "writeups/2020/open/index.html")["Reform"]
    hidden = "event: {attribution: chatham house rule}\n"
    for listed in ("speakers: ['Ada Hidden, Reform']\n", "speakers: [{name: Ada, organisation: Reform}]\n"):
        site.writeup("hidden", more=hidden + listed)
        result = site.build()
        assert result.code == 0
        assert result.problems == []
        assert links(site, "writeups/2020/open/index.html")["Reform"] == before
    site.writeup(
        "hidden", more=f"{hidden}speakers: [{{name: A, organisation: 'X, Y, Z'}}, 'B, Chair, X, Y, Z']\n"
    )
    assert site.build().code == 0, "within the list a name with commas is understood"


def test_names_link_to_every_kind(site: SiteFolder) -> None:
    more = "event:\n  series: Same Name\n  organisers: [Same Name]\ntopics: [Energy]\n"
    body = "[[Same Name]] [[series: Same Name|S]] [[Energy]] [[The other one]] [[writeup: b|B]] [[topic:energy|T]]"
    site.writeup("a", more=more, body=body)
    site.writeup("b", title="The other one")
    assert site.build().code == 0
    found = links(site, WRITEUP)
    assert found["S"] == "../../../series/same-name/"
    assert found["T"] == found["Energy"] == "../../../topics/energy/"
    assert found["The other one"] == found["B"] == "../../../writeups/2020/b/"


def test_files_link_to_files(site: SiteFolder) -> None:
    site.write("content/people/ada.md", "---\nname: Ada\n---\n\n[home](../pages/about.md#top-part)")
    site.write(
        "content/pages/about.md",
        "---\ntitle: About\n---\n\n## Top part\n\n[w](../writeups/2020/gr%C3%BCn.md)",
    )
    site.write(
        "content/writeups/2020/grün.md", "---\ntitle: G\ndate: 2020-01-02\n---\n\n[a](../../people/ada.md)"
    )
    assert site.run("check").code == 0
    site.build()
    assert links(site, "speakers/ada/index.html")["home"] == "../../about/#top-part"
    assert links(site, "about/index.html")["w"] == "../writeups/2020/grun/"
    assert links(site, "writeups/2020/grun/index.html")["a"] == "../../../speakers/ada/"


def test_a_link_to_what_is_not_published_is_told(site: SiteFolder) -> None:
    site.writeup("draft", more="status: draft\n", title="Hidden")
    site.writeup("a", body="[x](draft.md) [[Hidden]]")
    result = site.build()
    assert '"draft.md" is not published' in result.err
    assert "unresolved-link" in result.err
    assert site.build("--drafts").code == 0


def test_organisation_shorthand_with_commas_is_known_from_elsewhere(site: SiteFolder) -> None:
    name = "Department for Towns, Rivers and Coasts"
    site.writeup("a", more=f"speakers: ['Ada Example, {name}']\n")
    site.writeup("b", more=f"event:\n  organisers: ['{name}']\n")
    assert site.build().code == 0
    assert list((site.root / "_site/organisations").glob("*/")) == [
        site.root / "_site/organisations/department-for-towns-rivers-and-coasts"
    ]


@pytest.mark.parametrize(
    "more",
    [
        "speakers:\n",
        "speakers: Ada Example\n",
        "speakers: []\n",
        "speakers:\n  - ' Ada Example '\n",
        "speakers: {name: Ada Example}\n",
    ],
)
def test_speakers_in_every_shape(site: SiteFolder, more: str) -> None:
    site.writeup("a", more=more)
    assert site.build().code == 0
    assert (site.root / "_site/speakers/ada-example").exists() == ("Ada" in more)


def test_an_event_under_the_rule_names_nobody(site: SiteFolder) -> None:
    more = "event:\n  attribution: chatham house rule\nspeakers: ['Ada Hidden, Hidden Trust']\nmentions: [Bela Hidden]\n"
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    site.writeup("a", more=more)
    site.writeup("b", more="speakers: [Cyrus Seen]\n")
    assert site.build().code == 0
    for path in (site.root / "_site").rglob("*"):
        assert "hidden" not in path.name
        if path.is_file():
            assert b"Hidden" not in path.read_bytes(), path
    assert "Chatham House Rule" in text(site, WRITEUP)
    site.writeup("a", more=more, body="As [[Ada Hidden]] said.")
    assert '"Ada Hidden" is listed at an event under a rule of attribution' in site.build().err


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("- name:\n    position: Director", "missing-key"),
        ("- Ann Lee:", "wrong-type"),
        ("- Reform: Jo Day", "wrong-type"),
        ("- position: Leader", "missing-key"),
        ("- name: [a]", "wrong-type"),
        (f"- name: {'x' * 301}", "too-long"),
        ('- name: "Ad\\x08a"', "control-character"),
    ],
)
@pytest.mark.parametrize("key", ["speakers", "mentions"])
def test_an_entry_without_a_name_is_told(site: SiteFolder, key: str, entry: str, rule: str) -> None:
    site.writeup("a", more=f"{key}:\n  {entry}\n")
    result = site.build()
    assert result.code == 1
    assert f": {rule}: " in result.err


def test_days_and_times_sort_together(site: SiteFolder) -> None:
    for name, date in {"a": "2020-01-02T10:00", "b": "2020-01-02", "c": "2020-01-02T09:00+05:00"}.items():
        site.write(f"content/writeups/{name}.md", f"---\ntitle: {name}\ndate: {date}\n---\n")
    assert site.build().code == 0
    cards = re.findall(r'class="card-title"><a href="[^"]*">(\w)<', site.page("index.html"))
    assert cards == ["a", "c", "b"]


def test_a_broken_file_of_a_person_does_not_hide_other_problems(site: SiteFolder) -> None:
    site.write("content/people/ada.md", "---\nother_names: [Countess]\n---\n")
    site.write("content/people/bela.md", "---\nname: Bela: x\n---\n")
    site.writeup("a", more="speakers:\n  - person: bela\n", body="[[ada]] and [[Nobody]]")
    result = site.build()
    assert {line.split(" ")[1] for line in result.problems} == {"missing-key:", "syntax:", "unresolved-link:"}


@pytest.mark.parametrize("body", ["See &#xfdd2;999|x&#xfdd3;", "&#64976;1&#64977;", "a &#7; b"])
def test_marks_cannot_be_forged_by_entities(site: SiteFolder, body: str) -> None:
    site.writeup("a", body=body)
    result = site.build()
    assert result.code == 1
    assert "control-character" in result.err


def test_marks_cannot_be_forged_by_text(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    body = "`x-reference:0` x-reference:7 [a](/writeups/) [[Ada Ex]] <a href='x-reference:0'>b</a>\n\n*[0]: zero\n*[Ada]: A"
    site.writeup("a", body=body, more="speakers: [Ada Ex]\n")
    assert site.build().code == 0
    page = site.page(WRITEUP)
    assert "<code>x-reference:0</code> x-reference:7" in page
    assert ">Ada Ex</a>" in page
    assert "\ufdd2" not in page
    assert "\ufdd4" not in page


def test_queries_and_fragments_stay(site: SiteFolder) -> None:
    site.writeup("a", body="[x](/writeups/?y=1#site_main) [z](b.md?q=2#p) [f](a%23b.pdf)")
    site.writeup("b", body="# P")
    site.write("content/writeups/a#b.pdf", "x")
    assert site.build().code == 0
    found = links(site, WRITEUP)
    assert found["x"] == "../../../writeups/?y=1#site_main"
    assert found["z"] == "../../../writeups/2020/b/?q=2#p"
    assert found["f"] == "../../../writeups/a-b.pdf"


def test_an_organisation_is_one_whatever_the_order_of_the_writeups(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", "---\ntitle: a\ndate: 2010-01-01\nmentions: [Reform]\n---\n")
    site.write(
        "content/writeups/b.md", "---\ntitle: b\ndate: 2011-01-01\nspeakers: ['Nick Seddon, Reform']\n---\n"
    )
    assert site.build().code == 0
    assert not (site.root / "_site/speakers/reform").exists()
    assert "Mentioned in" in text(site, "organisations/reform/index.html")


def test_words_of_a_link_that_are_a_name_stay(site: SiteFolder) -> None:
    site.writeup("a", more="topics: [Housing]\n", body="Much about [[housing]] policy.")
    assert site.build().code == 0
    assert "Much about housing policy." in text(site, WRITEUP)


def test_a_short_text_with_a_note_has_a_summary_without_it(site: SiteFolder) -> None:
    site.writeup("a", body="Short.[^1]\n\n[^1]: A note.")
    site.build()
    assert '<meta name="description" content="Short.">' in site.page(WRITEUP)


def test_ids_of_names_do_not_change_when_a_writeup_is_added(site: SiteFolder) -> None:
    site.writeup("a", more="event:\n  organisers: [A&B]\n")
    site.writeup("b", more="speakers: ['Ada Bee, A.B. Trust']\n")
    site.build()
    before = {path.name for path in (site.root / "_site/organisations").iterdir()}
    more = "event:\n  organisers: [A and B, A B Trust]\n"
    site.write("content/writeups/later.md", f"---\ntitle: L\ndate: 2021-01-01\n{more}---\n")
    site.build()
    after = {path.name for path in (site.root / "_site/organisations").iterdir()}
    assert before < after
    assert "A&amp;B" in site.page("organisations/a-and-b/index.html")
    assert "A.B. Trust" in site.page("organisations/a-b-trust/index.html")


def test_times_are_local_unless_they_say_otherwise(site: SiteFolder) -> None:
    site.write("site.toml", 'timezone = "Europe/London"\n')
    site.writeup("a", more="event:\n  start: 2020-07-01 09:30\n  end: 2020-07-01T11:00\n")
    site.writeup("b", more="event:\n  start: 2019-03-13 15:00:00 -0500\n  end: 2019-03-14\n")
    assert site.build().code == 0
    assert 'datetime="2020-07-01T09:30+01:00"' in site.page(WRITEUP)
    assert "1 July 2020, 09:30 to 11:00" in text(site, WRITEUP)
    page = site.page("writeups/2020/b/index.html")
    assert 'datetime="2019-03-13T15:00-05:00"' in page
