"""Markdown -> sanitised HTML, with every link of a text and the place where it stands.

Content is not trusted: whatever Markdown and raw HTML make, nh3 lets only harmless elements, attributes and
addresses through, unless the site asks for ``raw_html``. Bodies are never templates.

Links are resolved later, when all files are known. Until then a link to this site stands in the HTML as a
mark with its number. Python-Markdown keeps no places, so each spot in the source where a link may begin is
marked with its number between two noncharacters, which no source may contain; the marks come back with the
links, and those in code are taken out at the end.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what Python-Markdown calls it

import markdown
import nh3
from markdown.util import AtomicString

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.markdown.acceleration import FastTocExtension, quicken
from site_builder.markdown.extensions import (
    BAR,
    LABEL,
    LABEL_END,
    LABEL_START,
    MARK_END,
    MARK_START,
    Figures,
    FootnoteIds,
    Links,
    RawBlocks,
    SafeTables,
    Statements,
    TopHeading,
)
from site_builder.model import Heading
from site_builder.names import digest, fold, slug
from site_builder.runtime.deadline import OutOfTime, deadline
from site_builder.urls import REFERENCE, REFERENCE_MARK, SCHEME

#: Seconds for one text: generous for the longest transcript, short for what would never end.
_SECONDS = 2.0
_SECONDS_FOR_EACH_100_KB = 3.0
_MAX_SECONDS = 8.0
_MAX_LINE = 100_000
_SUMMARY_LENGTH = 280


class ReferenceKind(Enum):
    """How a text points at something on this site."""

    NAME = "name"
    FILE = "file"
    ADDRESS = "address"
    #: Whose a statement is, the words behind that name, and who quoted it.
    STATEMENT = "statement"
    POSITION = "position"
    QUOTED_BY = "quoted by"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to this site: ``[[Name]]``, ``../people/x.md`` or ``/about/``, or the name below a quotation."""

    kind: ReferenceKind
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """An attributed quotation: its paragraphs without marks, and the numbers of its references."""

    anchor: str
    text: tuple[str, ...]
    whose: int
    position: int
    quoted_by: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """A converted text. Link N stands in ``html`` as ``x-reference:N``; its words may be a label mark.

    ``summary`` and ``words`` are those of the text as it was written.
    """

    html: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    statements: tuple[StatementFacts, ...]
    summary: str
    words: int


EMPTY = Body("", (), (), (), "", 0)

#: Every alternative begins with a bracket, so that all else is passed over quickly.
_LINK_STARTS = re.compile(
    r"\[\[(?!\^)|\]\(\s*<?(?=[^\s)<])"
    r"|\[(?:(?<=^\[)|(?<=^ \[)|(?<=^  \[)|(?<=^   \[))[^\]\n^][^\]\n]*\]:\s*<?(?=\S)",
    re.MULTILINE,
)
#: The same, and the dash in front of the name below a quotation.
_LINK_OR_ATTRIBUTION_STARTS = re.compile(
    _LINK_STARTS.pattern + r"|^[ \t]*>[ \t>]*(?:—|―|–|-{2,3})[ \t]*(?=[^\s\-|])", re.MULTILINE
)
#: A passage that is taken out before anything else sees it: from a line to a line.
_PASSAGE = re.compile(r"^[ \t>]*(:::+)[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
_OFF_THE_RECORD = re.compile(r"off[\s-]+the[\s-]+record", re.IGNORECASE)
_NEARLY = re.compile(r"[:：](?: ?[:：])+[ \t]*off[\s-]+the[\s-]+record", re.IGNORECASE)
_AS_QUOTED_BY = re.compile(r",?\s+(?:as\s+)?quoted\s+by\s+", re.IGNORECASE)
_ENTITY = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));?")
_MARK = re.compile(f"{MARK_START}\\d*{MARK_END}")
#: The bar of ``[[Name|label]]``; one behind a backslash is found later.
_BAR_IN_NAME = re.compile(rf"(\[\[{MARK_START}\d+{MARK_END}[^\[\]|]*(?<!\\))\|(?=[^\[\]]+\]\])")
_ANCHOR = re.compile(r"\{:?[^}\n]*?#([^\s}]+)[^}\n]*\}")
_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")

_TAGS = frozenset(
    """
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
_EVERYWHERE = {"id", "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden", "aria-describedby"}
_ATTRIBUTES = {
    "a": {"href", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "bdo": {"dir"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
}
_ROLES = frozenset({"region", "doc-endnotes", "doc-backlink", "doc-noteref", "note"})
#: Ids of the theme begin with this; a text cannot take one.
RESERVED_ID_PREFIX = "site_"


class Converter:
    """Converts one text after another. Not for use in several threads."""

    def __init__(self, *, raw_html: bool, say: Callable[[str], str] = str) -> None:
        self._raw_html = raw_html
        self._say = say
        self._links = Links()
        self._statements = Statements()
        self._footnotes = FootnoteIds(say)
        self._raw_blocks = RawBlocks()
        self._markdown = self._fresh_markdown()
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            attributes={"*": _EVERYWHERE, **_ATTRIBUTES},
            attribute_filter=self._filter_attribute,
            url_schemes={"http", "https", "mailto", "tel", SCHEME},
            url_relative=self._relative_url,
            link_rel=None,
        )
        self._text = _Text("", Place(""), "", say)

    def _fresh_markdown(self) -> markdown.Markdown:
        md = markdown.Markdown(
            extensions=[
                "tables",
                "def_list",
                "abbr",
                "fenced_code",
                "attr_list",
                "sane_lists",
                "smarty",
                self._footnotes,
                FastTocExtension(slugify=_heading_slug, separator="-", permalink=False),
                self._raw_blocks,
                self._links,
                self._statements,
                SafeTables(self._say),
                Figures(),
                TopHeading(),
            ],
            extension_configs={
                "smarty": {
                    "substitutions": {
                        "left-single-quote": "‘",
                        "right-single-quote": "’",
                        "left-double-quote": "“",
                        "right-double-quote": "”",
                        "ellipsis": "…",
                        "ndash": "–",
                        "mdash": "—",
                    }
                },
            },
            output_format="html",
        )
        quicken(md)
        return md

    def convert(self, source: str, start: Place, id_prefix: str) -> tuple[Body, tuple[Problem, ...]]:
        """Convert a text whose first line stands at ``start``; its footnotes are named after ``id_prefix``.

        A text that cannot be converted, or not in reasonable time, gives an empty body and a problem.
        """
        if not source.strip():
            return EMPTY, ()
        source, problem = on_the_record(source, start)
        text = self._text = _Text(source, start, id_prefix, self._say)
        problem = problem or text.find_forged()
        if problem:
            return EMPTY, (problem,)
        if not source.strip():
            return EMPTY, ()
        longest = max(source.split("\n"), key=len)
        if len(longest) > _MAX_LINE:
            line = start.line + source.split("\n").index(longest)
            message = f"this line is longer than {_MAX_LINE:,} characters"
            problem = Problem(Place(start.path, line), Rule.TOO_COMPLEX, message, "divide it into paragraphs")
            return EMPTY, (problem,)
        seconds = min(_MAX_SECONDS, _SECONDS + _SECONDS_FOR_EACH_100_KB * len(source) / 100_000)
        try:
            with deadline(seconds):
                html = self._convert(text)
        except (OutOfTime, RecursionError, MemoryError) as error:
            self._markdown = self._fresh_markdown()
            why = "takes too long to convert" if isinstance(error, OutOfTime) else "is nested too deeply"
            hint = "look for long runs of brackets, quotes or list marks, and for lists many levels deep"
            problem = Problem(text.start, Rule.TOO_COMPLEX, f"the text {why}", hint)
            return EMPTY, (problem,)
        headings = tuple(
            Heading(token["level"], token["id"], unescape(_unmarked(token["name"])))
            for token in _flat(getattr(self._markdown, "toc_tokens", []))
        )
        shown = LABEL.sub(r"\2", html)
        words = count_words(shown)
        statements = tuple(text.statements(html))
        body = Body(html, tuple(text.references), headings, statements, summarise(shown), words)
        return body, tuple(text.problems)

    def _convert(self, text: "_Text") -> str:
        self._links.begin(text.add_link)
        self._statements.begin(text.add_statement)
        self._footnotes.prefix = text.id_prefix
        self._raw_blocks.begin()
        self._markdown.reset()
        html = self._markdown.convert(text.marked(divides=not self._raw_html))
        for tag in self._raw_blocks.unclosed:
            text.report_unclosed(tag)
        text.report_undefined_footnotes(self._footnotes.labels)
        if not self._raw_html:
            html = self._cleaner.clean(html)
        if "<img" in html:
            text.report_pictures_without_words(html)
        return _without_marks(html)

    def _relative_url(self, url: str) -> str | None:
        """Take a link out of raw HTML; those of Markdown have become references before."""
        return self._text.add_link(url)

    def _filter_attribute(self, tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            return self._text.claim_id(value)
        if value.startswith(f"{SCHEME}:") and REFERENCE_MARK not in value:
            return None  # our own scheme, typed by hand
        if attribute == "role":
            return value if value in _ROLES else None
        if attribute == "tabindex":
            return value if value == "0" and tag in {"div", "pre"} else None
        return value


class _Text:
    """One text during its conversion: its marks, links, ids and problems."""

    def __init__(self, source: str, start: Place, id_prefix: str, say: Callable[[str], str]) -> None:
        self.source = source
        self._say = say
        self.start = start
        self.id_prefix = id_prefix
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self._offsets: list[int] = []
        self._ids: set[str] = set()
        #: Statements by anchor: whose, position and quoted by, as numbers of references.
        self._statements: dict[str, tuple[int, int, int | None]] = {}

    def marked(self, *, divides: bool) -> str:
        """Return the source with a numbered mark behind everything that may begin a link.

        ``divides`` keeps quotations apart between which a line is blank, by a comment that is cleaned away.
        """

        def mark(found: re.Match[str]) -> str:
            offset = found.start() if found[0] == "[[" else found.end()
            self._offsets.append(offset)
            return f"{found[0]}{MARK_START}{len(self._offsets) - 1}{MARK_END}"

        text = self.source
        may_attribute = ">" in text and ("—" in text or "--" in text or "–" in text or "―" in text)
        starts = _LINK_OR_ATTRIBUTION_STARTS if may_attribute else _LINK_STARTS
        marked = starts.sub(mark, self.source)
        if may_attribute and divides:
            marked = _apart(marked)
        return _BAR_IN_NAME.sub(rf"\1{BAR}", marked) if "|" in marked else marked

    def place(self, offset: int) -> Place:
        return Place.at(self.start.path, self.source, offset, self.start.line)

    def find_forged(self) -> Problem | None:
        """Return a problem for an entity that stands for a character which no source may contain."""
        for found in _ENTITY.finditer(self.source) if "&#" in self.source else ():
            number = int(found[1], 16) if found[1] else int(found[2])
            if (number < 32 and number not in {9, 10, 13}) or 0xFDD0 <= number <= 0xFDEF:
                message = f"{found[0]} stands for a control character"
                place = self.place(found.start())
                return Problem(place, Rule.CONTROL_CHARACTER, message, "delete it")
        return None

    def find(self, pattern: str) -> Place:
        """Return the place of the first match, or of the text where nothing matches."""
        found = re.search(pattern, self.source)
        return self.place(found.start()) if found else self.start

    def report(self, place: Place, rule: Rule, message: str, hint: str, severity: Severity) -> None:
        self.problems.append(Problem(place, rule, message, hint, severity))

    def add_link(self, url: str, *, is_name: bool = False) -> str | None:
        """Return what stands for a link in the HTML; None if it must not be one."""
        found = _MARK.match(url)
        target = _without_marks(url)
        place = self._place_of_mark(found[0] if found else "") or self.find(re.escape(target))
        if is_name:
            return self._refer(ReferenceKind.NAME, target, place)
        scheme = _scheme(target)
        if scheme in {"http", "https", "mailto", "tel"} or target.startswith("#"):
            return target
        if scheme or target.startswith(("//", "\\")):
            message = f'a link to "{target[:60]}" cannot be published'
            hint = "link to an address that begins with https://, http://, mailto: or tel:"
            self.report(place, Rule.UNSAFE_LINK, message, hint, Severity.ERROR)
            return None
        if not target:
            message, hint = "this link leads nowhere", "write the address between the round brackets"
            self.report(self.find(r"\]\(\s*<?\s*>?\)"), Rule.BROKEN_LINK, message, hint, Severity.ERROR)
            return None
        kind = ReferenceKind.ADDRESS if target.startswith("/") else ReferenceKind.FILE
        return self._refer(kind, target, place)

    def _refer(self, kind: ReferenceKind, target: str, place: Place) -> str:
        return _href(self._number(kind, target, place))

    def add_statement(self, mark: str, whose: str, said: str, anchor: str) -> etree.Element:
        """Return the figure of a statement with its caption; the quotation goes before that."""
        place = self._place_of_mark(mark) or self.find(re.escape(_without_marks(whose)))
        names = _AS_QUOTED_BY.split(_plain_attribution(whose), maxsplit=1)
        inner = _ATTRIBUTION_INSIDE.search(_without_marks(said))
        if inner:
            line = inner[0].strip()
            message = f'the quotation goes on behind "{line}", so all of it is attributed to "{names[0]}"'
            hint = "put a blank line without > behind that line, if a quotation ends there"
            self.report(place, Rule.ATTRIBUTION, message, hint, Severity.WARNING)
        if not anchor:
            words = " ".join(_without_marks(said).split())
            first = anchor = f"statement-{digest(fold(words))}"
            times = 1
            while anchor in self._statements:  # said again
                times += 1
                anchor = f"{first}-{times}"
        name = self._number(ReferenceKind.STATEMENT, names[0], place)
        position = self._number(ReferenceKind.POSITION, "", place)
        quoting = self._number(ReferenceKind.QUOTED_BY, names[1], place) if len(names) > 1 else None
        self._statements[anchor] = name, position, quoting
        figure = etree.Element("figure", {"class": "statement", "id": anchor})
        caption = etree.SubElement(figure, "figcaption")
        caption.text = AtomicString("— ")
        _add_name(caption, names[0], name, _label(position, ""))
        if quoting is not None:
            say = self._say
            quoted_by = say("as quoted by")
            caption[-1].tail = AtomicString(f"{caption[-1].tail}, {quoted_by} ")
            _add_name(caption, names[1], quoting, "")
        return figure

    def _number(self, kind: ReferenceKind, target: str, place: Place) -> int:
        self.references.append(Reference(kind, target, place))
        return len(self.references) - 1

    def _place_of_mark(self, mark: str) -> Place | None:
        number = mark[1:-1]
        return self.place(self._offsets[int(number)]) if number else None

    def statements(self, html: str) -> Iterator[StatementFacts]:
        """Yield the statements of the converted text in their order."""
        for found in _FIGURE.finditer(html) if self._statements else ():
            if found[1] in self._statements:
                yield StatementFacts(found[1], _paragraphs(found[2]), *self._statements[found[1]])

    def claim_id(self, value: str) -> str | None:
        if value.startswith(RESERVED_ID_PREFIX) or value in self._ids:
            why = "is used twice" if value in self._ids else f"begins with {RESERVED_ID_PREFIX}"
            spots = [found for found in _ANCHOR.finditer(self.source) if found[1] == value]
            place = self.place(spots[-1].start()) if spots else self.find(re.escape(f'id="{value}"'))
            hint = "give this place a name of its own"
            self.report(place, Rule.DUPLICATE_ANCHOR, f'the anchor "{value}" {why}', hint, Severity.ERROR)
            return None
        self._ids.add(value)
        return value

    def report_unclosed(self, tag: str) -> None:
        spots = list(re.finditer(rf"<{re.escape(tag)}\b", self.source, re.IGNORECASE))
        place = self.place(spots[-1].start()) if spots else self.start
        message = f"<{tag}> is not closed, so the Markdown behind it is printed as it stands"
        self.report(place, Rule.UNCLOSED_HTML, message, f"write </{tag}> where it ends", Severity.WARNING)

    def report_pictures_without_words(self, html: str) -> None:
        for found in _PICTURE.finditer(html):
            alternative = _ALTERNATIVE.search(found[0])
            if (alternative and alternative[1].strip()) or _DECORATIVE.search(found[0]):
                continue
            number = REFERENCE.search(found[0])
            place = self.references[int(number[1])].place if number else self.find(r"!\[\s*\]")
            hint = "write what it shows between the square brackets, or {: .decorative } behind it"
            message = "nobody who cannot see this picture is told what it shows"
            self.report(place, Rule.NO_ALTERNATIVE, message, hint, Severity.WARNING)

    def report_undefined_footnotes(self, labels: frozenset[str]) -> None:
        if "[^" not in self.source:
            return
        without_code = re.sub(r"```.*?```|~~~.*?~~~|`[^`\n]*`", _blanks, self.source, flags=re.DOTALL)
        for found in _FOOTNOTE.finditer(without_code):
            if found[1] not in labels:
                message = f"the footnote [^{found[1]}] is not there"
                hint = f"write it on a line of its own: [^{found[1]}]: ..."
                self.report(
                    self.place(found.start()), Rule.UNDEFINED_FOOTNOTE, message, hint, Severity.WARNING
                )


#: A dash and a name, as below a quotation: a sentence ends with a sign, and has more words.
_ATTRIBUTION_INSIDE = re.compile(
    r"^\s*[—―–]\s*[^\W\d_a-z][^\s.!?…]*(?:[ ]\S+){0,7}(?<![.!?…:;”’\"])[ ]*$", re.MULTILINE
)
_PICTURE = re.compile(r"<img\b[^>]*>")
_ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
_DECORATIVE = re.compile(r'\bclass="(?:[^"]*\s)?decorative[\s"]')
_FIGURE = re.compile(
    r'<figure\b[^>]*\bid="([^"]+)"[^>]*>\s*<blockquote>(.*?)</blockquote>\s*<figcaption>', re.DOTALL
)
_BLOCK_END = re.compile(r"</(?:p|li|dd|dt|h[2-6]|td|th|pre)>|<br\b[^>]*>")


def _paragraphs(html: str) -> tuple[str, ...]:
    """Return the blocks of an HTML fragment as texts."""
    plain = (
        unescape(_ELEMENT.sub("", LABEL.sub(r"\2", part)))
        for part in _BLOCK_END.split(_without_note_references(html))
    )
    return tuple(text for part in plain if (text := " ".join(part.split())))


def _href(number: int) -> str:
    """Return what stands for link N until its page is made."""
    return f"{SCHEME}:{REFERENCE_MARK}{number}"


def _add_name(caption: etree.Element, name: str, number: int, tail: str) -> None:
    link = etree.SubElement(caption, "a", {"href": _href(number)})
    link.text = AtomicString(_label(number, name))
    link.tail = AtomicString(tail)


def _label(number: int, words: str) -> str:
    """Return a mark that words of link N, or others, take the place of."""
    return f"{LABEL_START}{number}|{words}{LABEL_END}"


def _plain_attribution(text: str) -> str:
    """Return whose a statement is without the marks of links and emphasis."""
    text = re.sub(r"\[\[([^\[\]|]*)(?:\|[^\[\]]*)?\]\]", r"\1", _without_marks(text))
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    return " ".join(text.replace("'", "’").strip('"“” ').split())


def on_the_record(source: str, start: Place) -> tuple[str, Problem | None]:
    """Return a text with a blank line for every line that is off the record, so that places stay.

    A mark that begins or ends nothing is a problem: what was meant to be left out must never be published.
    """
    if ":::" not in source:
        return source, near_mark(source, start)
    kept: list[str] = []
    opened: re.Match[str] | None = None
    position = 0
    for found in _PASSAGE.finditer(source):
        begins = bool(_OFF_THE_RECORD.fullmatch(found[2]))
        place = Place.at(start.path, source, found.start(1), start.line)
        if found[2] and not begins:
            message, hint = f'"{found[0].strip()}" is no kind of passage', "write ::: off the record"
            return source, Problem(place, Rule.PASSAGE, message, hint)
        if begins == (opened is not None):
            message = "this passage begins inside another one" if begins else "this ends no passage"
            hint = "write ::: off the record where it begins, and ::: where it ends"
            return source, Problem(place, Rule.PASSAGE, message, hint)
        end = found.start() if begins else found.end()
        kept.append(source[position:end] if begins else "\n" * source.count("\n", position, end))
        position, opened = end, found if begins else None
    if opened is not None:
        line = start.line + source.count("\n", 0, opened.start(1))
        message, hint = "this passage has no end", "write ::: on a line of its own where it ends"
        return source, Problem(Place(start.path, line), Rule.PASSAGE, message, hint)
    left = "".join((*kept, source[position:]))
    return left, near_mark(left, start)


def near_mark(source: str, start: Place) -> Problem | None:
    """Return a problem for what looks like the mark of a passage and is none."""
    if "::" not in source and "：" not in source and ": :" not in source:
        return None
    found = _NEARLY.search(source)
    if found is None:
        return None
    line = start.line + source.count("\n", 0, found.start())
    message, hint = (
        "this passage is not left out",
        "write ::: off the record on a line of its own in the text",
    )
    return Problem(Place(start.path, line), Rule.PASSAGE, message, hint)


_FENCED = re.compile(r"^[ ]{0,3}(```+|~~~+).*?^[ ]{0,3}\1", re.MULTILINE | re.DOTALL)
_BETWEEN_QUOTATIONS = re.compile(
    r"^([ ]{0,3}>.*\n(?:[ ]{0,3}(?!>)\S.*\n)*)[ \t]*\n(?=(?:[ \t]*\n)*[ ]{0,3}>)", re.MULTILINE
)


def _apart(source: str) -> str:
    """Return a source in which Python-Markdown sees two quotations with a blank line between them as two."""
    code = [found.span() for found in _FENCED.finditer(source)]

    def divide(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in code):
            return found[0]
        return f"{found[1]}\n<!-- -->\n\n"

    return _BETWEEN_QUOTATIONS.sub(divide, source)


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _heading_slug(text: str, _separator: str) -> str:
    return slug(_unmarked(text)) or "section"


def _without_marks(text: str) -> str:
    return _MARK.sub("", text).replace(BAR, "|")


def _unmarked(text: str) -> str:
    return LABEL.sub(r"\2", _without_marks(text))


def _scheme(url: str) -> str:
    """Return the scheme as a browser sees it, which drops white space and control characters first."""
    squeezed = re.sub(r"[\x00-\x20]", "", unescape(url))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", squeezed)
    return found[1].lower() if found else ""


def _flat(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    flat = []
    for token in tokens:
        flat.append(token)
        flat.extend(_flat(token["children"]))
    return flat


_NOTES = re.compile(r'<section\b[^>]*class="footnote".*', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NOTE_REFERENCE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…][”’\")\]]*(?=\s|$)")


def count_words(html: str) -> int:
    """Return how many words an HTML fragment has, without footnote marks."""
    return len(unescape(_ELEMENT.sub(" ", _without_note_references(html))).split())


def _without_note_references(html: str) -> str:
    return _NOTE_REFERENCE.sub("", html) if "<sup" in html else html


def summarise(html: str) -> str:
    """Return the first sentences of the first paragraphs, up to about 280 characters."""
    words = ""
    for found in _PARAGRAPH.finditer(_NOTES.sub("", html)):
        inline = unescape(_ELEMENT.sub("", _without_note_references(found[1])))
        words = f"{words} {' '.join(inline.split())}".strip()
        if len(words) >= _SUMMARY_LENGTH // 2:
            break
    if len(words) <= _SUMMARY_LENGTH:
        return words
    ends = [found.end() for found in _SENTENCE_END.finditer(words, 0, _SUMMARY_LENGTH)]
    if ends and ends[-1] > _SUMMARY_LENGTH // 4:
        return words[: ends[-1]]
    return words[: words.rfind(" ", 0, _SUMMARY_LENGTH)].rstrip(",;:–— ") + "…"
