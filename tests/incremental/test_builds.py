"""Whatever is changed between two builds, the second has the same bytes as one that begins with nothing."""

import datetime
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from site_builder.build import build
from site_builder.errors import ProblemsFound, Rule
from site_builder.incremental.memory import BuildMemory
from site_builder.options import BuildOptions
from site_builder.theme_files import theme_root
from site_builder.verify import Difference, verify
from tests.conftest import COMMAND, SiteFolder, examples, picture, tree
from tests.output.test_commit import FAULT

NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"])
PEOPLE = st.sampled_from(
    [
        "Ada Example",
        "Cllr Ada Example",
        "Béla Sample, The Trust",
        "Bela Sample, Chair, Other Body",
        "Cy Test",
        "Ada Byron",
    ]
)
TITLES = st.sampled_from(["One", "Two", "Three & more", "Vier"])
TOPICS = st.lists(st.sampled_from(["Energy", "energy", "Housing"]), max_size=2, unique_by=str.casefold)
DATES = st.sampled_from(["2019-05-06", "2020-01-02", "2020-11-12", "2021-03-04"])
BODIES = st.sampled_from(
    [
        "Text.",
        "Test.",
        "More *text*.",
        "[[Ada Example]] spoke.",
        "See [it](alpha.md).",
        "A [[Nobody Known]].",
        "![p](p.png)",
        "Ada Example met Cy Test of The Trust.",
        "> Words.\n> — Ada Example",
        "Open.\n\n::: off the record\nCy Test\n:::",
        'He says that [it is so]{said="Ada Example" topic=Pay kind=commitment}.',
        "Ada: Yes. [Surely.]{.statement topic=Pay}\n\n## Part\n\nCy Test 0:05\nNo.",
        "::: decision {#a topic=Pay}\nWe do.\n::: vote\nfor: [Ada Example]\nagainst: 2\n:::\n:::",
    ]
)
WORDS = st.sampled_from(
    ["More.", "## Heading\n\ntext", "word " * 300, "[[Ada Example]] and [[Ada Example|her]].", "Note[^1].\n\n[^1]: That.",
     "Ada Example: More.", '[So it is]{said="Cy Test"}.', "Words of hers.\n{: said=\"Ada Example\" topic=Housing }",
     "[[alpha]]", "# A {#x}", "Ada Example of The Trust.", "> Said.\n> — Cy Test", "Béla Sample, Ada Byron."]
)  # fmt: skip
MOMENTS = st.sampled_from(
    [datetime.datetime(year, 6, 1, tzinfo=datetime.UTC) for year in (2019, 2020, 2022, 2031)]
)
EXTRA = st.sampled_from(
    ["", "status: draft\n", "embargo: 2021-01-01\n", "former_urls: [/old/]\n", "summary: Short.\n",
     "event: {place: Leeds, series: Grid, organisers: [The Trust]}\n", "event: {attribution: chatham house rule}\n",
     "mentions: [Cy Test]\n", "colour: red\n", "link_names: false\n", "event: {attribution: background only}\n",
     "mentions: [{name: Ada Byron, organisation: The Trust}]\n",
     "form: transcript\n", "event: conference\n", "event: opening\nform: transcript\n", "translation_of: alpha\nlanguage: de\n",
     "event: {part_of: conference, attended: [Ada Byron], start: 2020-01-02}\n",
     "event: {materials: [{title: Slides, file: p.png}, {title: Notes, url: 'https://example.org'}]}\n"]
)  # fmt: skip
SETTINGS = st.sampled_from(
    ["", 'title = "T"\n', 'base_url = "https://example.org/"\n', 'base_url = "https://example.org/x/"\nfooter = "F"\n',
     'timezone = "Europe/London"\n', "raw_html = true\n", 'base_url = "https://example.org/"\nfeeds = "site"\n', "open_data = false\n", "link_names = false\n", 'author = "A"\nlanguage = "de"\n', "comments = true\n", "comments = true\nlink_names = false\n"]
)  # fmt: skip


def quiet(*_step: object) -> None:
    pass


class Edits(RuleBasedStateMachine):
    """Edits of an author, a designer, a system and an accident, with a build after each."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="incremental-"))
        self.site = SiteFolder(self.folder / "site")
        self.output = "_site"
        #: What a process that builds again and again keeps; other processes build in between.
        self.memory = BuildMemory()
        self.options = {"with_drafts": False, "file_urls": False}
        self.now = datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC)
        self.site.writeup("alpha", more="speakers: [Ada Example]\ntopics: [Energy]\n")
        self.site.writeup("beta", more="speakers: ['Cy Test, The Trust']\n", body="[[Ada Example]]")

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name: str) -> Path:
        return self.site.root / f"content/writeups/{name}.md"

    @rule(
        name=NAMES,
        title=TITLES,
        date=DATES,
        people=st.lists(PEOPLE, max_size=3),
        topics=TOPICS,
        body=BODIES,
        more=EXTRA,
    )
    def write(
        self, name: str, title: str, date: str, people: list[str], topics: list[str], body: str, more: str
    ) -> None:
        front = f"title: {title}\ndate: {date}\nspeakers: {people!r}\ntopics: {topics!r}\n{more}"
        self.site.write(f"content/writeups/{name}.md", f"---\n{front}---\n\n{body}\n")

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.file(name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if self.file(name).exists():
            self.file(name).rename(self.file(other))

    @rule(name=NAMES, older=st.booleans())
    def edit_a_letter_and_set_the_clock_back(self, name: str, older: bool) -> None:
        file = self.file(name)
        if file.exists():
            before = file.stat()
            file.write_bytes(file.read_bytes().replace(b"e", b"o", 1).replace(b"tit", b"tit"))
            seconds = 10**9 if older else 0
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns - seconds))

    @rule(name=NAMES, words=WORDS)
    def write_on(self, name: str, words: str) -> None:
        file = self.file(name)
        if file.exists():
            file.write_text(f"{file.read_text('utf-8')}\n\n{words}\n", "utf-8")

    @rule(name=NAMES, words=WORDS)
    def strike_out(self, name: str, words: str) -> None:
        file = self.file(name)
        if file.exists():
            file.write_text(file.read_text("utf-8").replace(words, "", 1), "utf-8")

    @rule(name=NAMES, title=TITLES)
    def give_another_title(self, name: str, title: str) -> None:
        file = self.file(name)
        if file.exists():
            text = re.sub("^title: .*$", lambda _: f"title: {title}", file.read_text("utf-8"), flags=re.M)
            file.write_text(text, "utf-8")

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if self.file(name).exists():
            os.utime(self.file(name))

    @rule(other=st.sampled_from(["Cy Test", "Ada Byron", "Ada B."]), text=BODIES)
    def give_a_person_a_file(self, other: str, text: str) -> None:
        self.site.write(
            "content/people/ada.md", f"---\nname: Ada Example\nother_names: [{other}]\n---\n{text}\n"
        )

    @rule(keys=st.sampled_from(["withheld: true", "never_print: [Cy Test]", "link: never", "positions: [{position: Chair, organisation: Other Body}]",
                                "not_to_be_confused_with: [cy-test]", "honorifics: [Dr]", "ids: {wikidata: Q42}",
                                "photo: {file: p.png, alt: A picture}", "pronouns: she/her"]))  # fmt: skip
    def tell_more_of_a_person(self, keys: str) -> None:
        self.site.write("content/people/ada.md", f"---\nname: Ada Example\n{keys}\n---\n")

    @rule(
        keys=st.sampled_from(
            [
                "renamed_from: The Trust",
                "merged_from: [The Trust, Third Body]",
                "roll_up: false",
                "parent: The Trust",
            ]
        )
    )
    def tell_of_an_organisation(self, keys: str) -> None:
        self.site.write("content/organisations/other-body.md", f"---\nname: Other Body\n{keys}\n---\n")

    @rule(
        id=st.sampled_from(["conference", "opening"]),
        keys=st.sampled_from(
            [
                "attended: [Cy Test]",
                "organisers: [The Trust]",
                "end: 2021-12-31",
                "attribution: Chatham House Rule",
                "part_of: conference",
                "image: {file: p.png, alt: A picture}",
                "regrets: [Ada Example]\nroom: Hall",
            ]
        ),
        text=BODIES,
    )
    def tell_of_an_event(self, id: str, keys: str, text: str) -> None:
        self.site.write(
            f"content/events/{id}.md", f"---\nname: The {id}\nstart: 2019-05-06\n{keys}\n---\n{text}\n"
        )

    @rule(id=st.sampled_from(["conference", "opening"]))
    def forget_an_event(self, id: str) -> None:
        (self.site.root / f"content/events/{id}.md").unlink(missing_ok=True)

    @rule()
    def take_the_file_away(self) -> None:
        (self.site.root / "content/people/ada.md").unlink(missing_ok=True)

    @rule(text=st.sampled_from(["<!-- own -->", '{% include "extra.html" ignore missing %}', '{% include "no.html" %}']),
          template=st.sampled_from(["pages/writeup.html", "pages/home.html", "base.html"]))  # fmt: skip
    def shadow_a_template(self, text: str, template: str) -> None:
        original = (theme_root() / "templates" / template).read_text("utf-8")
        head, mark, rest = original.partition("{% endblock")
        self.site.write(f"templates/{template}", f"{head}{text}{mark}{rest}")

    @rule(template=st.sampled_from(["pages/writeup.html", "pages/home.html", "base.html", "extra.html"]))
    def take_a_template_away(self, template: str) -> None:
        (self.site.root / "templates" / template).unlink(missing_ok=True)

    @rule(text=st.sampled_from(["one", "two", "{{ broken"]))
    def let_an_include_appear(self, text: str) -> None:
        self.site.write("templates/extra.html", text)

    @rule(name=NAMES, words=st.sampled_from(["Yes.", "No, *never*.", "Ada Example came."]))
    def comment(self, name: str, words: str) -> None:
        self.site.write(f"content/comments/2021/{name}.yml", f"- author: Reader\n  text: {words}\n")

    @rule(name=NAMES)
    def strike_comments_out(self, name: str) -> None:
        (self.site.root / f"content/comments/2021/{name}.yml").unlink(missing_ok=True)

    @rule(text=SETTINGS)
    def configure(self, text: str) -> None:
        self.site.write("site.toml", text)

    @rule(path=st.sampled_from(["static/a.txt", "static/old/index.html", "content/writeups/p.png", "content/people/p.png", "static/site.css",
                               "locale/de.po"]),
          data=st.sampled_from([b"a", b"b", b"cc"]))  # fmt: skip
    def add_a_file(self, path: str, data: bytes) -> None:
        if path.endswith(".png"):
            data = picture(data[0])
        elif path.endswith(".po"):
            data = b'msgid "Speakers"\nmsgstr "' + data + b'"\n'
        self.site.write(path, data)

    @rule(
        path=st.sampled_from(
            [
                "static/a.txt",
                "static/old/index.html",
                "content/writeups/p.png",
                "content/people/p.png",
                "static/site.css",
                "locale/de.po",
            ]
        )
    )
    def take_a_file_away(self, path: str) -> None:
        (self.site.root / path).unlink(missing_ok=True)

    @rule(now=MOMENTS)
    def let_time_pass(self, now: datetime.datetime) -> None:
        self.now = now

    @rule(drafts=st.booleans(), file_urls=st.booleans())
    def ask_for_something_else(self, drafts: bool, file_urls: bool) -> None:
        self.options = {"with_drafts": drafts, "file_urls": file_urls}

    @rule(output=st.sampled_from(["_site", "elsewhere/deep"]))
    def build_into_another_directory(self, output: str) -> None:
        self.output = output

    @rule(which=st.integers(0, 200), how=st.sampled_from(["alter", "same size", "delete", "touch"]))
    def meddle_with_the_output(self, which: int, how: str) -> None:
        files = [file for file in tree(self.site.root / self.output) if not file.startswith(".site-builder")]
        if not files:
            return
        file = self.site.root / self.output / files[which % len(files)]
        match how:
            case "alter":
                file.write_bytes(file.read_bytes() + b"x")
            case "same size":
                before = file.stat()
                file.write_bytes(b"x" * before.st_size)
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
            case "delete":
                file.unlink()
            case _:
                os.utime(file)

    @rule(how=st.sampled_from(["cut", "bytes", "delete", "foreign", "zeros"]), where=st.floats(0, 1))
    def damage_what_is_remembered(self, how: str, where: float) -> None:
        for file in (self.site.root / ".site-builder").glob("*.state"):
            data = file.read_bytes()
            at = int(where * len(data))
            match how:
                case "cut":
                    file.write_bytes(data[:at])
                case "bytes":
                    file.write_bytes(data[:at] + b"?????" + data[at + 5 :])
                case "zeros":
                    file.write_bytes(data[:at] + bytes(min(4096, len(data) - at)) + data[at + 4096 :])
                case "foreign":
                    file.write_bytes(b"\x89PNG not a database" * 300)
                case _:
                    file.unlink()

    @rule(operation=st.integers(1, 150))
    def kill_a_build(self, operation: int) -> None:
        output = str(self.site.root / self.output)
        fault = FAULT.replace("LIMIT", str(operation))
        self.site.build("--out", output, "--as-of", self.now.isoformat(), before=fault)

    @invariant()
    def a_build_has_the_bytes_of_a_clean_one(self) -> None:
        output, clean = self.site.root / self.output, self.folder / "clean"
        options = BuildOptions(self.site.root, output, self.now, **self.options)
        shutil.rmtree(clean, ignore_errors=True)
        try:
            expected = build(replace(options, output=clean, ignore_cache=True, save_state=False), quiet)
        except ProblemsFound as found:
            before = tree(output)
            with pytest.raises(ProblemsFound) as again:
                build(options, quiet, self.memory)
            assert again.value.problems == found.problems  # noqa: PT017 - both are compared
            assert tree(output) == before
            return
        foretold = build(replace(options, dry_run=True), quiet)
        built = build(options, quiet, self.memory)
        # A build from nothing knows of no address that was published before.
        warnings = tuple(one for one in built.site.warnings if one.rule is not Rule.ADDRESS_GONE)
        assert replace(built.site, warnings=warnings) == expected.site
        assert (foretold.changes.written, foretold.changes.removed) == (
            built.changes.written,
            built.changes.removed,
        )
        stayed = {*built.changes.left_alone}
        found_tree = {path: data for path, data in tree(output).items() if path not in stayed}
        clean_tree = tree(clean)
        if stayed:
            found_tree.pop(".site-builder/manifest.json")
            clean_tree.pop(".site-builder/manifest.json")
        assert found_tree == clean_tree


TestEdits = Edits.TestCase
#: A few histories with every run of the tests; `make soak` asks for many.
TestEdits.settings = settings(
    max_examples=examples(4),
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_verify_names_what_differs(site: SiteFolder) -> None:
    site.writeup("a", more="topics: [Energy]\n")
    output = site.root / "_site"
    options = BuildOptions(site.root, output, datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC))
    built = build(options, quiet)
    assert verify(options, built, quiet) == ()
    site.write("_site/index.html", "x")
    (output / "404.html").unlink()
    assert verify(options, built, quiet) == (
        Difference("404.html", "is missing"),
        Difference("index.html", "has other bytes"),
    )
    assert not list((site.root / ".site-builder").glob("verify-*"))


def test_the_command_verifies(site: SiteFolder) -> None:
    site.writeup("a", more="topics: [Energy]\n")
    assert "Verified" in site.build("--verify").out
    site.write("_site/topics/energy/index.html", "mine")
    site.writeup("a")
    result = site.build("--verify")
    assert result.code == 0, "what was left alone is no difference"
    assert "left alone" in result.err
    assert site.build("--verify", "--dry-run").code == 2


def test_a_build_with_nothing_to_do_does_not_load_what_it_does_not_use(site: SiteFolder) -> None:
    site.writeup("a")
    site.build()
    site.build()
    program = (
        "import sys\nfrom site_builder.cli import main\n"
        "try:\n    main()\nfinally:\n    print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-C", str(site.root), "build", "--no-full-text"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "(0 pages written; " in done.stdout
    for library in ("markdown", "jinja2", "nh3", "yaml", "frontmatter", "lxml", "tornado", "tree_sitter"):
        assert f"'{library}'" not in done.stdout, library


def many(site: SiteFolder, number: int = 130) -> SiteFolder:
    for count in range(number):
        more = f"speakers: ['Ada Example{count % 40}, The Trust {count % 7}']\ntopics: [Topic {count % 5}]\n"
        site.writeup(f"w{count}", more=more, body="Some *text* and [[Ada Example1]]. " * 20)
    return site


def test_any_number_of_processes_makes_the_same_bytes(site: SiteFolder) -> None:
    many(site)
    trees = []
    for jobs in ("1", "2", "3"):
        assert site.build("--clean", "--jobs", jobs, "--base-url", "https://example.org/").code == 0
        trees.append(tree(site.root / "_site"))
    assert trees[0] == trees[1] == trees[2]
    assert site.build("--clean", "--jobs", "0").code == 2


def test_any_number_of_processes_finds_the_same_problems(site: SiteFolder) -> None:
    many(site)
    for count in range(0, 130, 9):
        site.writeup(f"w{count}", more="colour: red\n", body="[[Nobody]]")
    one, two = site.build("--jobs", "1"), site.build("--jobs", "2")
    assert one.err == two.err
    assert len(one.problems) > 15
    many(site).write("templates/pages/writeup.html", "{{ broken }}")
    one, two = site.build("--jobs", "1"), site.build("--jobs", "2")
    assert one.code == 1
    assert one.err == two.err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_kill_leaves_no_process_and_no_lock_behind(site: SiteFolder) -> None:
    many(site, 600)
    output = site.root / "_site"
    process = subprocess.Popen([*COMMAND, "-C", str(site.root), "build", "--no-full-text", "--jobs", "2"])
    while len(family(process.pid)) < 2 and process.poll() is None:
        pass
    workers = family(process.pid)
    assert process.poll() is None, "the build was killed while its workers ran"
    process.kill()
    process.wait()
    while any(is_alive(worker) for worker in workers):
        pass
    assert site.build("--verify").code == 0
    assert not (output / ".site-builder/stage").exists()


def family(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


HEADINGS = "\n\n## One\n\n### Two\n\n## Three"


@pytest.mark.parametrize(
    ("before", "after", "is_quick"),
    [
        ("One.", "One.\n\nTwo.", False),
        ("First sentence. " * 20 + "End.", "First sentence. " * 20 + "End.\n\nTwo.", True),
        ("S. " * 200 + HEADINGS, "S. " * 200 + HEADINGS + "\n\n" + "word " * 300, True),
        (
            "S. " * 200 + "word " * 300 + HEADINGS,
            "S. " * 200 + "word " * 300 + HEADINGS + "\n\n## Four",
            True,
        ),
        ("S. " * 200 + "[[ada]] x", "S. " * 200 + "[[ada]] y", True),
        ("S. " * 200 + "[[ada]] x", "S. " * 200 + "[[Ada Example]] x", False),
        ("S. " * 200 + "[[Ada Example]]", "S. " * 200 + "[[Ada Example|Ada]]", True),
        ("S. " * 200 + "[a](w1.md)", "S. " * 200 + "[a](w2.md)", False),
        ("S. " * 200 + "[a](w1.md)", "S. " * 200 + "[[Nobody]]", False),
        ("S. " * 200 + "a[^1]\n\n[^1]: note", "S. " * 200 + "a[^1]\n\n[^1]: other", True),
        ("S. " * 200 + "a[^1]\n\n[^1]: note", "S. " * 200 + "a[^1] [^2]\n\n[^1]: note", False),
        ("S. " * 200, "", False),
        ("", "S. " * 200, False),
        ("S. " * 200 + "x", "S. " * 200 + "[a](https://example.org/)", True),
        ("S. " * 200 + "![p](p.png)", "S. " * 200 + "new ![p](p.png)", True),
    ],
)
@pytest.mark.parametrize("kind", ["writeup", "draft", "person", "page"])
def test_new_words_are_put_into_the_pages_that_show_them(
    site: SiteFolder, before: str, after: str, is_quick: bool, kind: str
) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    for name in ("w1", "w2"):
        site.writeup(name, more="speakers: [Ada Example]\n", title=name)
    if kind != "person":
        site.write("content/people/ada.md", "---\nname: Ada Example\n---\n")
    path, front = {
        "writeup": ("content/writeups/edited.md", "title: T\ndate: 2020-03-03\nspeakers: [Ada Example]\n"),
        "draft": ("content/writeups/edited.md", "title: T\ndate: 2020-03-03\nstatus: draft\n"),
        "person": ("content/people/ada.md", "name: Ada Example\n"),
        "page": ("content/pages/about.md", "title: About\n"),
    }[kind]
    site.write(str(Path(path).parent / "p.png"), picture())
    to_writeups = "../writeups/" if kind in {"person", "page"} else ""
    before, after = (text.replace("](w", f"]({to_writeups}w") for text in (before, after))
    site.write(path, f"---\n{front}---\n\n{before}\n")
    output = site.root / "_site"
    options = BuildOptions(site.root, output, datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC))
    began = quiet_since = time.monotonic()
    while began < quiet_since + 0.1:  # what was written just now is not believed to be unchanged
        began = time.monotonic()
        build(options, quiet)
    site.write(path, f"---\n{front}---\n\n{after}\n")
    steps: list[str] = []
    try:
        built = build(options, lambda doing, *_: steps.append(doing))
    except ProblemsFound:
        assert "[[Nobody]]" in after
        return
    assert verify(options, built, quiet) == ()
    was_quick = "Linking names" not in steps
    assert was_quick == is_quick or (kind == "draft" and was_quick)
    assert build(options, quiet).changes.written == ()
    build(replace(options, ignore_cache=True), quiet)


LISTED = "speakers: ['Ada Example, The Trust']\ntopics: [Energy]\nsummary: S.\n"
APART = "speakers: [Cy Test]\n"
PAGES = (
    "/writeups/2020/w3/",
    "/writeups/2020/w4/",
    "/writeups/2020/apart/",
    "/speakers/cy-test/",
    "/speakers/ada-example/",
    "/organisations/the-trust/",
    "/topics/energy/",
    "/topics/energy/feed.xml",
    "/feed.json",
)


def test_an_edit_renders_the_pages_that_show_it_and_no_others(site: SiteFolder) -> None:
    for count in range(5):
        site.writeup(f"w{count}", more=LISTED, title=f"W{count}")
    site.writeup("apart", more=APART, title="Apart")
    assert site.build("--base-url", "https://example.org/").code == 0
    assert made_again(site) == {}

    site.writeup("w3", more=LISTED, title="W3", body="New.")
    assert made_again(site) == {
        "/writeups/2020/w3/": ["prose has changed"],
        "/feed.json": ["its content has changed"],
    }
    assert site.build("--base-url", "https://example.org/", "--json").json["written"] == [
        "feed.json", "feed.xml", "writeups/2020/w3/index.html",
    ]  # fmt: skip

    site.writeup("apart", more=APART, title="Other")
    assert made_again(site) == {
        "/writeups/2020/apart/": ["page has changed", "title has changed", "citation has changed"],
        "/speakers/cy-test/": ["appearances has changed"],
        "/feed.json": ["its content has changed"],
    }

    site.write("templates/pages/topic.html", "{{ name }}")
    assert made_again(site)["/topics/energy/"] == ["its templates have changed, or how links are written"]


def made_again(site: SiteFolder) -> dict[str, list[str]]:
    """Return the pages among some that the next build makes again, with its reasons."""
    found = {}
    for address in PAGES:
        (answer,) = site.run("explain", address, "--base-url", "https://example.org/", "--json").json
        assert answer["up_to_date"] is not bool(answer["reasons"])
        if answer["reasons"]:
            found[address] = answer["reasons"]
    return found


def test_explain_tells_what_a_page_depends_on(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Ada Example, The Trust']\n", title="The day")
    fresh = site.run("explain", "/speakers/ada-example/")
    assert "nothing is kept of an earlier build" in fresh.out
    site.build()
    told = site.run("explain", "/speakers/ada-example/index.html")
    assert "templates  base.html, pages/speaker.html, partials/lists.html" in told.out
    assert re.search('name +"Ada Example"', told.out)
    assert "up to date" in told.out
    assert "/writeups/2020/a/" in site.run("explain", "content/writeups/a.md").out
    missing = site.run("explain", "/speakers/ada-exampel/")
    assert missing.code == 2
    assert 'did you mean "/speakers/ada-example/"?' in missing.err
    site.write("_site/index.html", "x")
    assert "its file in the output was changed by something else" in site.run("explain", "/").out
    site.writeup("b", more="colour: red\n")
    assert site.run("explain", "/").code == 1


GROUPS = ["texts", "documents", "pages", "dumps", "shown on", "names", "redaction", "build"]
EDITS = ["template", "words", "title"]
#: Each group with one edit; with all to soak.
DAMAGES = [
    (group, edit)
    for number, group in enumerate(GROUPS)
    for edit in (EDITS if examples(1) > 1 else [EDITS[number % len(EDITS)]])
]


@pytest.mark.parametrize(("group", "edit"), DAMAGES)
def test_a_damaged_record_costs_work_and_nothing_else(site: SiteFolder, group: str, edit: str) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    many(site)
    assert site.build().code == 0
    (file,) = (site.root / ".site-builder").glob("*.state")
    with closing(sqlite3.connect(file)) as connection, connection:
        changed = connection.execute("UPDATE record SET data = X'7b7d' WHERE grouped = ?", (group,))
        assert changed.rowcount
    match edit:
        case "template":
            site.write("templates/pages/writeup.html", "{{ title }} {{ prose | prose }}")
        case "words":
            site.writeup("w1", more="summary: S.\n", body="Other words.")
        case _:
            site.writeup("w1", title="Another title")
    built = site.build("--verify")
    assert built.code == 0, built.err
    assert "Verified" in built.out
