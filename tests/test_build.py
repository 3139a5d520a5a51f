"""Whatever an author writes, a build ends with a site or with problems."""

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.errors import Diagnostics, ProblemsFound
from site_builder.kinds import Kind
from site_builder.options import BuildOptions
from site_builder.page import RenderedFile
from site_builder.planning import PlannedSite, TextCache, plan_site
from site_builder.render.render import RenderContext, render_pages
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.store import CacheRecord
from site_builder.sources.document_cache import Decoded, NoCache, decode_document
from site_builder.sources.parse import parse_documents
from tests.conftest import examples

NAMES = st.sampled_from(
    ["Ada Example", "ada example", "Dr Ada Example", "The Trust", "Ada", "chair", "TBC", "田中", "ada-example", "😀",
     "A, B", "Ada, The Trust", "Ada, Chair, The Trust", "A, B, C, D", "''", "~", "x" * 400, "'a: b'", "[x]", "{a: b}"]
)  # fmt: skip
VALUES = NAMES | st.sampled_from(
    ["2020-01-02", "2020-01-02T10:00", "2020-02-30", "09:30", "yes", "https://example.org", "javascript:x", "/old",
     "/about/", "/writeups/", "draft", "Chatham House Rule", "Grid", "[a, b]", "[[a], b]", "{name: Ada}", "{x: {y: z}}",
     "'\\0'", '"\\x07"', "*a", "&a b", "!!x y", "|\n    block", "", "- a", "@", "#"]
)  # fmt: skip
PERSON_KEYS = [
    "name",
    "person",
    "position",
    "organisation",
    "organisations",
    "role",
    "capacity",
    "quoted_by",
    "bad",
]
EVENT_KEYS = [
    "name",
    "date",
    "start",
    "end",
    "place",
    "organisers",
    "series",
    "url",
    "attribution",
    "speakers",
]
TOP_KEYS = [
    "title",
    "date",
    "topics",
    "author",
    "summary",
    "status",
    "embargo",
    "former_urls",
    "Title",
    "sources",
]


def block(keys: list[str], indent: str) -> st.SearchStrategy[str]:
    line = st.tuples(st.sampled_from(keys), VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}")
    return st.lists(line, min_size=1, max_size=4).map(f"\n{indent}".join)


PEOPLE = st.lists(NAMES | block(PERSON_KEYS, "    "), max_size=4).map(
    lambda entries: "".join(f"  - {entry}\n" for entry in entries)
)
FRONT = st.builds(
    lambda top, event, speakers, mentions: (
        f"---\ntitle: T\n{top}\nevent:\n  {event}\nspeakers:\n{speakers}mentions:\n{mentions}---\n"
    ),
    block(TOP_KEYS, ""), block(EVENT_KEYS, "  "), PEOPLE, PEOPLE,
)  # fmt: skip
BODY = st.lists(
    st.sampled_from(["[[Ada Example]]", "[[The Trust|x]]", "[[topic: a]]", "[x](b.md)", "[y](/about/#z)", "# H", "a[^1]",
                     "[^1]: n", "<div>", "*[Ada]: x", "| a |\n|---|\n| [[Ada]] |", "> — Ada", "{#x}", "\n\n"]),
    max_size=8,
).map("\n".join)  # fmt: skip
FILE = st.builds(lambda name, keys: (name, f"---\nname: {name}\n{keys}\n---\n\nText."), NAMES,
                 block(["other_names", "sort_name", "links", "former_urls", "parent", "renamed_from", "merged_from"], ""))  # fmt: skip


# The limit of a text may fall into a finaliser, which swallows it; it comes again a second later.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*finalize")
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(FRONT, BODY), min_size=1, max_size=3), st.none() | FILE, st.none() | FILE)
def test_a_build_ends_with_pages_or_with_problems(
    writeups: list[tuple[str, str]], person: tuple[str, str] | None, organisation: tuple[str, str] | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, (front, body) in enumerate(writeups):
            write(root / f"content/writeups/2020-01-0{number + 1}-w{number}.md", f"{front}\n{body}\n")
        if person:
            write(root / "content/people/ada-example.md", person[1])
        if organisation:
            write(root / "content/organisations/trust.md", organisation[1])
        options = BuildOptions(
            root,
            root / "_site",
            datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            base_url="https://example.org/",
        )
        cache = NoCache(root)
        try:
            planned = plan_site(options, cache, no_progress, Diagnostics())
            files = rendered(planned, options)
        except ProblemsFound as error:
            for problem in error.problems:
                assert problem.place.path, problem
                assert problem.place.line >= 1
                assert problem.place.column >= 1
            return
        for path, data in files:
            for mark in ("\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5", "x-reference"):
                assert mark.encode() not in data, (path, mark)
        again = plan_site(options, FullCache(planned, cache), no_progress, Diagnostics())
        assert again.plan.summary == planned.plan.summary
        assert rendered(again, options) == files


class FullCache:
    """Has the documents of a site, and refuses to have a file parsed again."""

    def __init__(self, planned: PlannedSite, texts: TextCache) -> None:
        self._root = planned.sources.root
        self._records = parse_documents(planned.sources, texts, 1, Diagnostics()).records
        self.find_html = texts.find_html

    def document_record(self, path: str) -> CacheRecord | None:
        return self._records[path]

    def known_digest(self, path: str) -> str | None:
        return digest((self._root / path).read_bytes())

    def decode(self, _path: str, kind: Kind, record: CacheRecord) -> Decoded:
        return decode_document(kind, record)

    def put_text(self, path: str, html: bytes) -> None:
        raise AssertionError(path)


def rendered(planned: PlannedSite, options: BuildOptions) -> list[tuple[str, bytes]]:
    context = RenderContext.of(planned.sources, planned.linked.site.redaction, options, str)
    return [parts(file) for file in render_pages(planned.plan.pages, context)]


def parts(file: RenderedFile) -> tuple[str, bytes]:
    return file.path, file.data


def no_progress(*_step: object) -> None:
    pass


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
