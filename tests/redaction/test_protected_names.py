"""Names that must be nowhere: rules of attribution, withheld people, names never to be printed."""

import datetime
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.errors import Diagnostics, ProblemsFound, Rule
from site_builder.options import BuildOptions
from site_builder.page import FromStream, Page
from site_builder.planning import plan_site
from site_builder.redaction.scan import ProtectedNameScanner
from site_builder.redaction_rules import RedactionRules
from site_builder.render.render import RenderContext, render_pages, write_stream
from site_builder.sources.document_cache import NoCache
from tests.conftest import SiteFolder, examples, tree

PEOPLE = [
    "Zorvath Quimby",
    "Łukasz Wrzożek",
    "Åsa O’Dwyer-Blix",
    "Ngũgĩ Ekwiyasi",
    "田中 美咲",
    "Dame Hexley Prowse",
]
ORGANISATIONS = ["Quorvex Alliance", "Blix & Sons", "Society of Wrzożeks", "Umbrafin", "Œuvre Publique"]
RULES = ["on the record", "Chatham House Rule", "not for attribution", "background only"]


@dataclass(frozen=True)
class Event:
    """A writeup: its rule, who is listed how, and whether it is published."""

    rule: str
    speakers: tuple[tuple[str, str], ...]
    mentions: tuple[tuple[str, str], ...]
    organiser: str
    status: str
    form: str = "quotation"


PAIRS = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["", *ORGANISATIONS]))
EVENTS = st.builds(
    Event,
    st.sampled_from(RULES),
    st.lists(PAIRS, max_size=3, unique_by=lambda pair: pair[0]).map(tuple),
    st.lists(PAIRS, max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
    st.sampled_from(["Harbour Institute", "The Trust"]),
    st.sampled_from(["published", "published", "published", "draft"]),
    st.sampled_from(["quotation", "transcript", "span", "decision", "shared event", "comment"]),
)
FILES = st.sets(st.sampled_from(PEOPLE))
WITHHELD = st.sets(st.sampled_from(PEOPLE), max_size=1)
BODIES = {
    "quotation": "We spoke at length.\n\n> A thing was said.\n> — {}\n",
    "transcript": "{}: We spoke at length. [A thing]{{.statement topic=Things}} was said.\n\nSpeaker 1: Yes.\n",
    "span": 'At length [a thing was said]{{said="{}" topic=Things}}.\n',
    "decision": '::: decision\nA thing is done.\n::: vote\nfor: ["{}"]\n:::\n:::\n',
    "shared event": "We spoke at length.\n",
    "comment": "We spoke at length.\n",
}


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_site(
    root: Path, events: list[Event], files: set[str], withheld: set[str], *, with_lists: bool
) -> None:
    write(root, "site.toml", 'base_url = "https://example.org/"\ncomments = true\n')
    for number, event in enumerate(events):
        lines = ["---", f"title: Event {number}", f"status: {event.status}", "topics: [Grids]"]
        facts = [f"organisers: [{event.organiser}]", f"attribution: {event.rule}"]
        is_open = event.rule == RULES[0]
        if event.form == "shared event":
            if is_open or with_lists:
                facts += ["attended:", *(f'  - name: "{name}"' for name, _ in event.speakers)]
            front = "\n".join(["---", f"name: Meeting {number}", "start: 2020-01-01", *facts, "---", ""])
            write(root, f"content/events/meeting-{number}.md", front)
            lines.append(f"event: meeting-{number}")
        else:
            lines += ["event:", *(f"  {fact}" for fact in facts)]
        if is_open or with_lists:
            for key, pairs in (("speakers", event.speakers), ("mentions", event.mentions)):
                lines.append(f"{key}:" if pairs else f"{key}: []")
                for name, organisation in pairs:
                    lines.append(f'  - name: "{name}"')
                    lines += [f'    organisation: "{organisation}"'] if organisation else []
        body = "Words."
        named = [name for name, _ in event.speakers if name not in withheld]
        if event.form == "transcript" and is_open and event.speakers:
            lines.append("form: transcript")
            named = [name for name, _ in event.speakers]  # a name that is withheld is not printed
        if is_open and named:
            body = BODIES[event.form].format(named[0])
        if event.form == "comment":
            words = f"{named[0]} was there." if is_open and named else "Somebody was there."
            write(root, f"content/comments/2020/e{number}.yml", f"- author: Reader\n  text: {words}\n")
        write(
            root,
            f"content/writeups/2020-01-{number + 1:02}-e{number}.md",
            "\n".join([*lines, "---", "", body, ""]),
        )
    for name in sorted(files | withheld):
        extra = "withheld: true\n" if name in withheld else f'other_names: ["{name} the Elder"]\n'
        write(root, f"content/people/p{PEOPLE.index(name)}.md", f'---\nname: "{name}"\n{extra}---\n')


def output_of(root: Path) -> dict[str, bytes]:
    options = BuildOptions(root, root / "_site", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    planned = plan_site(options, NoCache(root), lambda *_step: None, Diagnostics())
    context = RenderContext.of(planned.sources, planned.linked.site.redaction, options, str)
    return {file.path: file.data or streamed(file.page) for file in render_pages(planned.plan.pages, context)}


def streamed(page: Page) -> bytes:
    """A data file that is written piece by piece."""
    if not isinstance(page.content, FromStream):
        return b""
    with tempfile.TemporaryDirectory() as folder:
        write_stream(page, Path(folder, "data"), ProtectedNameScanner(RedactionRules()))
        return Path(folder, "data").read_bytes()


def public_names(events: list[Event], withheld: set[str]) -> set[str]:
    names = {event.organiser for event in events}
    for event in events:
        if event.rule == RULES[0] and event.status == "published":
            for name, organisation in (*event.speakers, *event.mentions):
                names |= {organisation} | ({name} if name not in withheld else set())
    return names


def forms(name: str) -> Iterator[bytes]:
    """How a name could stand in a file: as it is, escaped, as an address, without its accents."""
    from urllib.parse import quote

    from site_builder.names.slugs import slug

    for form in (name, name.replace("&", "&amp;"), name.replace("’", "'"), quote(name), slug(name)):
        if len(form) > 4 or not form.isascii():
            yield form.encode()


def hidden_names(events: list[Event], files: set[str], withheld: set[str]) -> set[str]:
    listed = {
        part for event in events for pair in (*event.speakers, *event.mentions) for part in pair if part
    }
    return (
        (listed | files | withheld)
        - public_names(events, withheld)
        - {
            name
            for name in files
            if all(name not in {n for n, _ in (*e.speakers, *e.mentions)} for e in events)
        }
    )


def check_that_nothing_is_disclosed(
    root: Path, events: list[Event], files: set[str], withheld: set[str]
) -> dict[str, bytes]:
    write_site(root, events, files, withheld, with_lists=True)
    output = output_of(root)
    for name in hidden_names(events, files, withheld):
        for path, data in output.items():
            for form in forms(name):
                assert form.lower() not in data.lower(), (name, path)
                assert form.lower() not in path.lower().encode(), (name, path)
    return output


@settings(max_examples=examples(14), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EVENTS, min_size=1, max_size=5), FILES, WITHHELD)
def test_no_protected_name_is_in_any_byte_of_the_output(
    events: list[Event], files: set[str], withheld: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_that_nothing_is_disclosed(Path(folder), events, files, withheld)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EVENTS, min_size=1, max_size=5), WITHHELD)
def test_a_site_is_the_same_without_the_lists_that_are_for_the_author(
    events: list[Event], withheld: set[str]
) -> None:
    """Not only names: no count, no order, no id depends on who took part under a rule."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        write_site(Path(one), events, set(), withheld, with_lists=True)
        write_site(Path(other), events, set(), withheld, with_lists=False)
        assert output_of(Path(one)) == output_of(Path(other))


MUTANTS = ["site_builder.linking.participants", "site_builder.registry.collect"]


def test_a_renderer_that_prints_the_lists_regardless_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    event = Event(RULES[1], (("Zorvath Quimby", "Quorvex Alliance"),), (), "The Trust", "published")
    for module in MUTANTS:
        monkeypatch.setattr(f"{module}.is_on_the_record", lambda _fields: True)
    with tempfile.TemporaryDirectory() as folder, pytest.raises(ProblemsFound) as found:
        check_that_nothing_is_disclosed(Path(folder), [event], set(), set())
    assert {problem.rule for problem in found.value.problems} == {Rule.PROTECTED_NAME}


CLOSED = "event: {attribution: Chatham House Rule}\nspeakers: ['Dr Zorvath Quimby, Quorvex Alliance']\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("static/notes.txt", "seen: zorvath-quimby"),
        ("static/zorvath_quimby.txt", "nothing"),
        ("static/a.html", "<p>Zorvath <b>Quim</b>by</p>"),
        ("static/a.html", "<p>Zorv&aacute;th\n Quimby</p>"),
        ("static/a.json", '{"a": "Zorvath\\u00a0Quimby"}'),
        ("templates/pages/404.html", "Zorvath Quimby"),
        ("content/pages/about.md", "---\ntitle: About\n---\n\nThanks to the Quorvex Alliance.\n"),
        ("content/writeups/2020-02-02-zorvath-quimby.md", "---\ntitle: A\n---\n\nText.\n"),
        ("content/topics/t.md", "---\nname: ZORVATH QUIMBY\n---\n"),
    ],
)
def test_a_name_that_comes_in_by_another_door_keeps_the_last_good_site(
    site: SiteFolder, path: str, text: str
) -> None:
    site.writeup("closed", more=CLOSED)
    assert site.build().code == 0
    before = tree(site.root / "_site")
    site.write(path, text)
    for command in ("build", "check"):
        result = site.run(command)
        assert result.code == 1, result.out
        assert ": protected-name: " in result.err
        assert result.err.startswith(path) or path.startswith(("static/", "templates/")), result.err
    assert tree(site.root / "_site") == before


def test_an_event_that_becomes_closed_later_disappears_from_everything(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    listed = "speakers: ['Dr Zorvath Quimby, Quorvex Alliance']\n"
    site.writeup("one", more=listed)
    site.writeup("two", more="speakers: ['Ada Example']\n")
    assert site.build().code == 0
    assert (site.root / "_site/speakers/zorvath-quimby/index.html").exists()
    site.writeup("one", more=f"event: {{attribution: background only}}\n{listed}")
    assert site.build("--verify").code == 0
    for path, data in tree(site.root / "_site").items():
        if not path.startswith(".site-builder"):
            assert b"uimby" not in data
            assert b"uorvex" not in data, path


def test_a_new_text_that_names_somebody_is_told_at_its_line(site: SiteFolder) -> None:
    site.writeup("closed", more=CLOSED)
    site.writeup("open", body="First.")
    assert site.build().code == 0
    site.writeup("open", body="First, and then Zorvath\nQuimby spoke.")
    result = site.build()
    assert result.code == 1
    assert result.problems[0].startswith("content/writeups/open.md:6:17: protected-name: ")
    assert "First." in site.page("writeups/2020/open/index.html")


def test_who_is_public_elsewhere_is_named_there_and_not_here(site: SiteFolder) -> None:
    site.writeup("closed", more=CLOSED)
    site.writeup("open", more="speakers: [Zorvath Quimby]\n")
    assert site.build().code == 0
    page = site.page("writeups/2020/closed/index.html")
    assert "Quimby" not in page
    assert "closed" not in site.page("speakers/zorvath-quimby/index.html")
    site.writeup("closed", more=CLOSED, body="He said: Quimby and Zorvath Quimby.")
    result = site.build()
    assert result.code == 1
    assert [line.split(":")[1:3] for line in result.problems] == [["8", "10"], ["8", "21"]]


def test_a_longer_public_name_is_no_alarm_if_its_file_says_so(site: SiteFolder) -> None:
    site.writeup("closed", more="event: {attribution: background only}\nspeakers: ['Ann Lee, Reform']\n")
    site.writeup(
        "open", more="speakers: ['Mary Ann Lee, Reform Party']\ntopics: [Land reform]\n", body="To reform."
    )
    result = site.build()
    assert result.code == 1
    assert all('not_to_be_confused_with: ["' in line for line in result.problems), result.err
    site.write("content/people/mary.md", "---\nname: Mary Ann Lee\nnot_to_be_confused_with: [Ann Lee]\n---\n")
    site.write(
        "content/organisations/party.md", "---\nname: Reform Party\nnot_to_be_confused_with: [Reform]\n---\n"
    )
    result = site.build()
    assert result.code == 0, result.err
    assert "Not to be confused" not in site.page("speakers/mary/index.html")


def test_a_withheld_name_is_replaced_wherever_it_would_stand(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    site.write("content/people/z.md", "---\nname: Zorvath Quimby\nwithheld: true\n---\n\nA life.\n")
    more = (
        "speakers: ['Dr Zorvath Quimby, Head, Quorvex Alliance', Ada Example]\n"
        "mentions: [{name: Bela, quoted_by: Zorvath Quimby}]\n"
    )
    site.writeup("a", more=more, body="> We buy badly.\n> — Zorvath Quimby\n\n> And well.\n> — Ada Example")
    assert site.build().code == 0
    page = site.page("writeups/2020/a/index.html")
    assert page.count("Name withheld") == 2
    assert "Head, Quorvex Alliance" in page
    assert "1 speaker from A to Z" in site.page("speakers/index.html")
    for path, data in tree(site.root / "_site").items():
        assert b"uimby" not in data or path.startswith(".site-builder"), path
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as data:
        assert data.execute("SELECT person_id, name FROM appearances ORDER BY id").fetchall() == [
            (None, "Name withheld"),
            ("ada-example", "Ada Example"),
        ]
    site.writeup("a", more=more, body="So said Zorvath Quimby. [[Zorvath Quimby]] again.")
    result = site.build()
    assert result.code == 1
    assert "content/writeups/a.md:8:9: protected-name: " in result.err
    assert "content/writeups/a.md:8:25: protected-name: the name of " in result.err


def test_a_name_never_to_be_printed_is_understood_and_printed_nowhere(site: SiteFolder) -> None:
    site.write("content/people/ada-new.md", "---\nname: Ada New\nnever_print: [Ada Old]\n---\n")
    site.writeup("a", more="speakers: ['Dr Ada Old, The Trust']\n")
    assert site.build().code == 0
    assert "Ada New" in site.page("writeups/2020/a/index.html")
    assert not any(
        b"Ada Old" in data or "ada-old" in path for path, data in tree(site.root / "_site").items()
    )
    site.write(
        "content/people/ada-new.md",
        "---\nname: Ada New\nnever_print: [Ada Old]\nformer_urls: [/speakers/ada-old/]\n---\n",
    )
    assert site.build().code == 1, "not even as a redirect"


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("Steven Reed", "In Steven Reed’s view."), ("Steven Reed", "Reed, Steven"), ("Steven Reed", "Stev*en* Re**ed**"),
        ("Steven Reed", "Steven<br>Reed"), ("Steven Reed", "Ste&shy;ven Reed"), ("Anna Zielinski", "Anna Zieliński"),
        ("Lukasz Orr", "Łukasz Orr"), ("Ada ONeill", "Ada O'Neill"), ("Ada Strauss", "Ada Strauß"), ("Anna Lee", "d'Anna Lee"),
        ("J. K. Rowling", "J.K. Rowling"), ("Steven Reed", "mail steven.reed@example.org"), ("Steven Reed", "Ｓteven Reed"),
        ("Steven Reed", "Steven Reed2"), ("NESTA", "Nesta"), ("Madonna", "MADONNA"), ("王小明", "昨天王 小明说。"),
        ("محمد علي", "قال محمـد علي هنا"), ('Robert "Bob" Miller', 'Robert "Bob" Miller'),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(site: SiteFolder, listed: str, text: str) -> None:
    long = "Some words that go before. " * 20
    site.writeup(
        "closed", more=f"event: {{attribution: Chatham House Rule}}\nspeakers: [{{name: '{listed}'}}]\n"
    )
    site.writeup("open", body=f"{long}\n\n{text}")
    assert site.build().code == 1
    site.write("content/writeups/open.md", "---\ntitle: B\ndate: 2020-01-02\n---\n")
    site.write("static/a.html", f"<p>{text.replace('*', '')}</p>")
    assert site.build().code == 1


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("Reform", "To reform is slow."), ("The Trust", "There is the trust between them."), ("Public Health", "A public health matter."),
        ("علي", "العلي والعلية"), ("Chatham House", "Words."), ("Ann Lee", "Channa Leeds"), ("Ann Lee", "In Ann Arbor. Lee came."), ("Ann Lee", "Ann, who is from the town, met Lee."),
    ],
)  # fmt: skip
def test_common_words_are_no_alarm(site: SiteFolder, listed: str, text: str) -> None:
    more = f"event: {{attribution: Chatham House Rule}}\nspeakers: ['Zorvath Quimby, {listed}']\n"
    site.writeup("closed", more=more if listed != "Ann Lee" else more.replace("Zorvath Quimby, ", ""))
    site.writeup("open", body=text, more="speakers: ['Mary Somebody, The Steven Reed Foundation']\n")
    result = site.build()
    assert result.code == 0, result.err


def test_a_position_at_an_organisation_that_is_kept_out(site: SiteFolder) -> None:
    person = "---\nname: Ann Public\npositions: [{position: Clerk, organisation: Quorvex Alliance}]\n---\n"
    site.write("content/people/ann.md", person)
    site.writeup("closed", more=CLOSED)
    site.writeup("open", more="speakers: [Ann Public]\n")
    site.build()
    assert not any(b"uorvex" in data for path, data in tree(site.root).items() if path.startswith("_site"))


@pytest.mark.parametrize(
    "more",
    [
        "topics: [Steven Reed]\n",
        "speakers: [{person: z, name: Stevie Rhee}]\n",
        "event: {series: Steven Reed}\n",
    ],
)
def test_nothing_but_being_somebody_else_makes_a_withheld_name_public(site: SiteFolder, more: str) -> None:
    site.write("content/people/z.md", "---\nname: Steven Reed\nwithheld: true\n---\n")
    site.writeup("a", more=more, body="Stevie Rhee spoke." if "Rhee" in more else "Words.")
    assert site.build().code == 1


@pytest.mark.parametrize(
    "text", ["| a |\n|---|\n| ::: off the record |", ":: off the record\nx", "：：： off the record"]
)
def test_what_looks_like_a_passage_is_told(site: SiteFolder, text: str) -> None:
    site.writeup("a", body=text)
    assert ": passage: " in site.build().err
    site.writeup("a", more="summary: 'x ::: off the record y :::'\n")
    assert ": passage: " in site.build().err


@pytest.mark.parametrize(
    "front",
    [
        "{title: A, date: 2020-01-02, event: {attribution: background only}, speakers: [Ada Cee], topics: [X]}",
        '"title": A\n"date": 2020-01-02\n"event": {attribution: background only}\n"speakers":\n  - Ada Cee',
    ],
)
def test_the_lists_are_for_the_author_however_they_are_written(site: SiteFolder, front: str) -> None:
    site.write("content/writeups/a.md", f"---\n{front}\n---\n\nWords.\n")
    assert site.build().code == 0


def test_passages_off_the_record_are_in_nothing(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    secret = "::: off the record\nSecretword[^1] and [[Nobody]].\n\n[^1]: Secretnote\n:::"
    site.writeup("a", body=f"{secret}\n\nOpen words.\n\n>::: Off-the-Record\n> Secretword\n>:::\n\nEnd.")
    assert site.build().code == 0
    assert not any(b"Secret" in data for path, data in tree(site.root / "_site").items())
    assert '"summary":"Open words. End."' in site.page("data/archive.json")


@pytest.mark.parametrize(
    "text",
    ["::: off the record\nx", "x\n:::", "::: off the record\n::: off the record\n:::", "::: aside\nx\n:::"],
)
def test_a_passage_without_an_end_publishes_nothing(site: SiteFolder, text: str) -> None:
    site.writeup("a", body=text)
    result = site.build()
    assert result.code == 1
    assert ": passage: " in result.err


def test_whoever_only_waits_for_an_embargo_has_no_page_yet(site: SiteFolder) -> None:
    site.write("content/people/ada.md", "---\nname: Ada Example\n---\n")
    site.writeup("a", more="embargo: 2026-06-01\nspeakers: ['Ada Example, The Trust']\n")
    site.writeup("b")
    assert site.build("--as-of", "2026-01-01").code == 0
    assert not any(b"Ada Example" in data for path, data in tree(site.root / "_site").items())
    assert site.build("--as-of", "2026-07-01").code == 0
    assert "Ada Example" in site.page("speakers/ada/index.html")
