"""Protected names in texts and in finished files, in every way in which people and programs write them."""

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.errors import Diagnostics, ProblemsFound
from site_builder.names.people import NameParser
from site_builder.options import BuildOptions
from site_builder.planning import plan_site
from site_builder.redaction.matching import ProtectedNameMatcher, folded_public
from site_builder.redaction.protected_names import protected_person
from site_builder.redaction.scan import ProtectedNameScanner
from site_builder.redaction_rules import ProtectedName, RedactionRules
from site_builder.render.render import RenderContext, render_pages
from site_builder.sources.document_cache import NoCache
from tests.conftest import SiteFolder, examples

PARSER = NameParser()


def person(name: str) -> ProtectedName:
    return protected_person(name, "is withheld", PARSER)


#: Ways to write a first and a last name; ``{G}`` is the first in capitals, ``{g}`` in small letters.
WAYS = [
    "{g1} {f1} said so.", "{f1}, {g1}", "{f1} {g1}", "{G} {F}", "{g1}  \n{f1} spoke", "{g1} J. {f1}", "{g1} van {f1}",
    "{g1} Maria Luisa {f1}", "Dr {g1} {f1} MBE", "{g1} ‘Bob’ {f1}", "{g1} “Bob” {f1}", "({g1} {f1})", "{g1} ({f1})",
    "{g1} {f1}’s plan", "{g1} {f1}'s plan", "{g1} {f1}s Plan", "{g1} {f1}es Haus", "the {g1} {f1}s", "{g}{f}@example.org",
    "mail {g}.{f}@example.org", "{f}.{g}@example.org", "@{g}{f}", "@{g}_{f}", "@{f}{g}", "https://example.org/{g}-{f}",
    "https://example.org/{g}-maria-{f}/", "https://example.org/{g}%20{f}", "{g}-{f}.pdf", "{g}_{f}_cv.doc", "*{g1}* **{f1}**",
    "{g1}\u00a0{f1}", "{g1}\u200b {f1}", "{h} {f1}", "{g1} {t}", "{g1}&nbsp;{f1}", "{e} {f1}", "> {g1} {f1} said",
    "[{g1} {f1}](https://example.org)", "# {g1} {f1}\n\nText", "{g1}, {f1} and others", "{g1} and {f1}", "{d}",
]  # fmt: skip


def written(way: str, given_name: str, family: str) -> str:
    half = len(family) // 2
    return way.format(
        g1=given_name,
        f1=family,
        g=given_name.lower(),
        f=family.lower(),
        G=given_name.upper(),
        F=family.upper(),
        h=f"{given_name[:2]}\u00ad{given_name[2:]}",
        t=f"{family[:half]}-\n{family[half:]}",
        e=f"&#{ord(given_name[0])};{given_name[1:]}",
        d=f"{given_name[:-1]}<b>{given_name[-1]}</b> {family}",
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_found_in_an_output_file(way: str) -> None:
    rules = RedactionRules((person("Zorvath Quimby"),))
    text = written(way, "Zorvath", "Quimby").replace("*", "")
    page = f"<html><p>Words before.</p><p>{text}</p><p>And after.</p></html>".encode()
    assert ProtectedNameScanner(rules).find("a.html", page) == ("Zorvath Quimby",)


def render_all(options: BuildOptions) -> None:
    planned = plan_site(options, NoCache(options.root), lambda *_step: None, Diagnostics())
    context = RenderContext.of(planned.sources, planned.linked.site.redaction, options, str)
    list(render_pages(planned.plan.pages, context))


NAMES = st.sampled_from(
    [("Zorvath", "Quimby"), ("Brünhild", "Wexmüller"), ("Åsa", "Øverbø"), ("Siân", "Prowse")]
)


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES, st.sampled_from(WAYS), st.sampled_from(["rule", "withheld", "never"]), st.booleans())
def test_no_way_to_write_a_name_reaches_the_output(
    name: tuple[str, str], way: str, why: str, is_in_closed: bool
) -> None:
    given_name, family = name
    body = f"Words before.\n\n{written(way, given_name, family)}\n\nWords behind."
    with tempfile.TemporaryDirectory() as folder:
        site = SiteFolder(Path(folder))
        site.write("site.toml", 'base_url = "https://example.org/"\n')
        rule = "event: {attribution: Chatham House Rule}\n" if why == "rule" else ""
        listed = f"{rule}speakers: ['{given_name} {family}']\n"
        if why != "rule":
            keys = "withheld: true" if why == "withheld" else f"never_print: ['{given_name} {family}']"
            known = f"{given_name} {family}" if why == "withheld" else "Somebody Else"
            site.write("content/people/x.md", f"---\nname: {known}\n{keys}\n---\n")
        site.writeup("closed", more=listed, body=body if is_in_closed else "Words.")
        site.writeup("open", body="Words." if is_in_closed else body)
        options = BuildOptions(
            site.root, site.root / "_site", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        )
        with pytest.raises(ProblemsFound):
            render_all(options)


@pytest.mark.parametrize(
    "text",
    [
        "Will the young people come? May we?", "In May, a field was sold.", "Young people will vote.",
        "Will came. Young people left.", "A grant is law.", "The Law Commission. Grant aid.", "May Smith and Ann Field",
        "Will\n\nYoung", "Will; Young", "<li>Will</li><li>Young</li>", "Peter Will, Ada Young",
    ],
)  # fmt: skip
def test_common_words_are_no_names(text: str) -> None:
    names = (person("Will Young"), person("May Field"), person("Grant Law"))
    public = folded_public(["Peter Will", "Ada Young", "May Smith", "Ann Field"])
    scanner = ProtectedNameScanner(RedactionRules(names, public=public))
    assert scanner.find("a.html", f"<p>{text}</p>".encode()) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("U.S. Agency", "the US Agency"), ("Wexmoor Ltd", "at Wexmoor"), ("The Wexmoor Trust", "a Wexmoor Trust paper"),
        ("Wexmoor Institute (WXI)", "of WXI"), ("Wexmoor Institute (WXI)", "Wexmoor Institute"), ("A & B Trust", "A and B Trust"),
        ("Wexmoor Trust", "WEXMOOR TRUST"), ("Wexmoor", "Wexmoor’s paper"),
    ],
)  # fmt: skip
def test_an_organisation_is_found_in_its_variants(name: str, text: str) -> None:
    matcher = ProtectedNameMatcher([ProtectedName(name, "", is_person=False)], frozenset(), {})
    assert [match.name.name for match in matcher.find(text)] == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lord Smithson of Placeham", "Lord Smithson said"), ("Lord Smithson of Placeham", "Smithson of Placeham"),
        ("Сергей Иванов", "Sergei Ivanov"), ("Jürgen Müller", "Juergen Mueller"), ("Juergen Mueller", "Jürgen Müller"),
        ("Jürgen Müller", "Jurgen Mullers"), ("Ada Neame-Rookby", "Ada Rookby"), ("王小明", "王 小明"), ("Madonna", "MADONNA’s"),
        ("Zoltán Kérész", "Zoltán\u200bKérész"),
    ],
)  # fmt: skip
def test_a_person_is_found_in_other_spellings(name: str, text: str) -> None:
    rules = RedactionRules((person(name),))
    assert ProtectedNameScanner(rules).find("a.txt", f"Then {text} spoke.".encode())


def test_word_files_and_spreadsheets_are_opened(tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:p><w:t>Zorvath </w:t></w:r><w:r><w:t>Quimby</w:t></w:p>")
    scanner = ProtectedNameScanner(RedactionRules((person("Zorvath Quimby"),)))
    assert scanner.find("a.docx", file.read_bytes())


def test_a_page_that_was_changed_by_hand_is_searched(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: [Zorvath Quimby]\n")
    site.writeup("b", more="speakers: [Ada Example]\n")
    assert site.build().code == 0
    page = site.root / "_site/speakers/zorvath-quimby/index.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!-- by hand -->", encoding="utf-8")
    site.writeup("a", more="event: {attribution: Chatham House Rule}\nspeakers: [Zorvath Quimby]\n")
    for more in ((), ("--verify",)):
        result = site.build(*more)
        assert result.code == 1
        assert "_site/speakers/zorvath-quimby/index.html:1:1: protected-name: " in result.err
        assert "changed by hand" in result.err


def test_files_that_cannot_be_searched_are_named_once(site: SiteFolder) -> None:
    site.write("static/a.mp3", b"x")
    site.write("static/b.pdf", b"%PDF-1.4 /Filter /FlateDecode")
    site.write("static/c.pdf", b"%PDF-1.4 plain")
    site.writeup("a")
    assert "not-searched" not in site.build().err
    site.writeup("closed", more="event: {attribution: Chatham House Rule}\nspeakers: [Zorvath Quimby]\n")
    (problem,) = site.build().problems
    assert "static/a.mp3, static/b.pdf; " in problem


def test_a_surname_in_its_closed_writeup_is_an_error_unless_it_is_somebody_elses(site: SiteFolder) -> None:
    more = "event: {attribution: Chatham House Rule}\nspeakers: [Zorvath Quimby]\n"
    site.writeup("closed", more=more, body="Quimby asked.\n\n> Yes.\n> — Quimby")
    result = site.build()
    assert [line.split(":")[1] for line in result.problems] == ["8", "11"]
    site.writeup("closed", more=f"{more}public_names: [Quimby]\n", body="Quimby asked.")
    assert site.build().code == 0
    site.writeup("closed", more=more)
    site.writeup("open", body="Then Ms Quimby left, and the quimby tree fell.")
    result = site.build()
    assert result.code == 0
    assert [": protected-name: warning: " in line for line in result.problems] == [True]


def test_an_entry_under_a_rule_has_to_be_certain(site: SiteFolder) -> None:
    more = "event: {attribution: Chatham House Rule}\nspeakers: ['Zorvath Quimby, Wobbling, Wubble']\n"
    site.writeup("closed", more=more)
    assert site.build().code == 1
    site.writeup("open", more="speakers: ['Zorvath Quimby, Wobbling, Wubble']\n")
    (site.root / "content/writeups/closed.md").unlink()
    assert site.build().code == 0


def test_a_short_name_under_a_rule_is_protected(site: SiteFolder) -> None:
    more = "event: {attribution: Chatham House Rule}\nvoices: {Zoli: Zorvath Quimby}\nspeakers: [Zorvath Quimby]\n"
    site.writeup("closed", more=more, body="Zoli said so.")
    assert site.build().code == 1
