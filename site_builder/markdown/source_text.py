"""One text during its conversion: the numbered marks in its source, its links, ids and problems.

Python-Markdown keeps no places. So each spot in the source where a link may begin is marked with a number
between two noncharacters, which no source may contain. The marks come back with the links; those in code are
taken out at the end.
"""

import re
from collections.abc import Callable
from html import unescape

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.markdown.extensions import BAR, MARK_END, MARK_START
from site_builder.markdown.html_elements import is_element
from site_builder.markdown.references import Reference, ReferenceKind
from site_builder.markdown.source_checks import blanked, findings
from site_builder.markdown.statement_attributes import SAID
from site_builder.urls import REFERENCE, REFERENCE_MARK, SCHEME

#: Ids of the theme begin with this; a text cannot take one.
RESERVED_ID_PREFIX = "site_"

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
#: The same, and behind whom a span or a paragraph is ascribed to.
_ALL_STARTS = re.compile(f"{_LINK_OR_ATTRIBUTION_STARTS.pattern}|{SAID.pattern}", re.MULTILINE)
_ENTITY = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));?")
#: A mark, or what is left of one of which the rest went into an address.
_MARK = re.compile(f"{MARK_START}\\d*{MARK_END}|{MARK_START}\\d*|{MARK_END}")
#: The bar of ``[[Name|label]]``; one behind a backslash is found later.
_BAR_IN_NAME = re.compile(rf"(\[\[{MARK_START}\d+{MARK_END}[^\[\]|]*(?<!\\))\|(?=[^\[\]]+\]\])")
_ANCHOR = re.compile(r"\{:?[^}\n]*?#([^\s}]+)[^}\n]*\}")
_CONFLICT = re.compile(r"^<{7} .*\n(?:.*\n)*?={7}\n(?:.*\n)*?>{7} ", re.MULTILINE)
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
#: What looks like a tag: a name in angle brackets, with attributes or other words.
_TAG = re.compile(r"<(?=/?([A-Za-z][\w.-]*)(?=[\s/>])[^<>]*>)")
#: Stands for the ``<`` of what is no element of HTML.
NO_TAG = "\ufdd8"
_IMAGE = re.compile(r"<img\b[^>]*>")
_ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
_DECORATIVE = re.compile(r'\bclass="(?:[^"]*\s)?decorative[\s"]')


class SourceText:
    """A text whose first line stands at ``start``, and what is found in it while it is converted."""

    def __init__(
        self,
        source: str,
        start: Place,
        diagnostics: Diagnostics,
    ) -> None:
        self.source = source
        self.start = start
        self.references: list[Reference] = []
        self.diagnostics = diagnostics
        #: Where each mark stands, by its number.
        self._offsets: list[int] = []
        self._ids: set[str] = set()
        #: Offsets by mark of what is said by somebody, and no statement yet.
        self._said: dict[int, int] = {}

    def marked(self, *, wiki_links: bool) -> str:
        """Return the source with a numbered mark behind everything that may begin a link."""

        def mark(start: re.Match[str]) -> str:
            if start[0] == "[[" and not wiki_links:
                return start[0]
            offset = start.start() if start[0] == "[[" else start.end()
            if start[0].startswith("{"):
                self._said[len(self._offsets)] = offset
            self._offsets.append(offset)
            return f"{start[0]}{MARK_START}{len(self._offsets) - 1}{MARK_END}"

        text = self.source
        may_attribute = ">" in text and ("—" in text or "--" in text or "–" in text or "―" in text)
        starts = _LINK_OR_ATTRIBUTION_STARTS if may_attribute else _LINK_STARTS
        if ("said" in text or ".statement" in text) and SAID.search(text):
            starts = _ALL_STARTS
        marked = starts.sub(mark, text)
        if "<" in marked:
            marked = _TAG.sub(lambda tag: tag[0] if is_element(tag[1]) else NO_TAG, marked)
        return _BAR_IN_NAME.sub(rf"\1{BAR}", marked) if "|" in marked else marked

    def has_forged_mark(self) -> bool:
        """Report an entity for a character that no source may contain; say whether there is one."""
        for entity in _ENTITY.finditer(self.source) if "&#" in self.source else ():
            number = int(entity[1], 16) if entity[1] else int(entity[2])
            if (number < 32 and number not in {9, 10, 13}) or 0xFDD0 <= number <= 0xFDEF:
                message = f"{entity[0]} stands for a control character"
                place = self._place(entity.start())
                self.diagnostics.error(place, Rule.CONTROL_CHARACTER, message, "delete it")
                return True
        return False

    def has_conflict(self) -> bool:
        """Report two versions that git could not put together; say whether there are any."""
        conflict = _CONFLICT.search(self.source) if "<<<<<<<" in self.source else None
        if conflict:
            message = "two versions of this text were not put together (git)"
            hint = "keep what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            self.diagnostics.error(self._place(conflict.start()), Rule.SYNTAX, message, hint)
        return conflict is not None

    def _place(self, offset: int) -> Place:
        return Place.at(self.start.path, self.source, offset, self.start.line)

    def place_of(self, pattern: str) -> Place:
        """Return the place of the first match, or of the text where nothing matches."""
        match = re.search(pattern, self.source)
        return self._place(match.start()) if match else self.start

    def place_of_mark(self, mark: str) -> Place | None:
        """Return where a mark stands; None for no mark."""
        number = mark[1:-1]
        if not number:
            return None
        self._said.pop(int(number), None)
        return self._place(self._offsets[int(number)])

    def add_link(self, url: str, *, is_name: bool = False) -> str | None:
        """Return what stands for a link in the HTML; None if it must not be one."""
        mark = _MARK.match(url)
        target = without_marks(url)
        place = self.place_of_mark(mark[0] if mark else "") or self.place_of(re.escape(target))
        if is_name:
            return href_of(self.add_reference(ReferenceKind.NAME, target, place))
        scheme = _scheme(target)
        if scheme in {"http", "https", "mailto", "tel"} or target.startswith("#"):
            return target
        if scheme or target.startswith(("//", "\\")):
            message = f'a link to "{target[:60]}" cannot be published'
            hint = "link to an address that begins with https://, http://, mailto: or tel:"
            if len(scheme) == 1 or scheme == "file" or target.startswith("\\"):
                message = f'"{target[:60]}" is a file on one computer, and nobody else can follow the link'
                hint = "put the file beside this one, and write its name alone"
            self.diagnostics.error(place, Rule.UNSAFE_LINK, message, hint)
            return None
        if not target:
            place = self.place_of(r"\]\(\s*<?\s*>?\)")
            hint = "write the address between the round brackets"
            self.diagnostics.error(place, Rule.BROKEN_LINK, "this link leads nowhere", hint)
            return None
        kind = ReferenceKind.ADDRESS if target.startswith("/") else ReferenceKind.FILE
        return href_of(self.add_reference(kind, target, place))

    def add_reference(self, kind: ReferenceKind, target: str, place: Place) -> int:
        """Add a link or a name that is looked up later; return its number."""
        self.references.append(Reference(kind, target, place))
        return len(self.references) - 1

    def claim_id(self, value: str) -> str | None:
        """Return an id if the text may have it; None after reporting that it is taken."""
        if value.startswith(RESERVED_ID_PREFIX) or value in self._ids:
            reason = "is used twice" if value in self._ids else f"begins with {RESERVED_ID_PREFIX}"
            spots = [anchor for anchor in _ANCHOR.finditer(self.source) if anchor[1] == value]
            place = self._place(spots[-1].start()) if spots else self.place_of(re.escape(f'id="{value}"'))
            hint = "give this place a name of its own"
            message = f'the anchor "{value}" {reason}'
            self.diagnostics.error(place, Rule.DUPLICATE_ANCHOR, message, hint)
            return None
        self._ids.add(value)
        return value

    def report_long_line(self, line: int, limit: int) -> None:
        """Report a line, counted from the first of the text, that is too long to be converted."""
        place = Place(self.start.path, self.start.line + line)
        message = f"this line is longer than {limit:,} characters"
        self.diagnostics.error(place, Rule.TOO_COMPLEX, message, "divide it into paragraphs")

    def report_unclosed(self, tag: str) -> None:
        """Report an element of raw HTML that is not closed."""
        spots = list(re.finditer(rf"<{re.escape(tag)}\b", self.source, re.IGNORECASE))
        place = self._place(spots[-1].start()) if spots else self.start
        message = f"<{tag}> is not closed, so the Markdown behind it is printed as it stands"
        self.diagnostics.warning(place, Rule.UNCLOSED_HTML, message, f"write </{tag}> where it ends")

    def report_images_without_alternative(self, html: str) -> None:
        """Report every picture of the converted text that says nothing to somebody who cannot see it."""
        for image in _IMAGE.finditer(html):
            alternative = _ALTERNATIVE.search(image[0])
            if (alternative and alternative[1].strip()) or _DECORATIVE.search(image[0]):
                continue
            number = REFERENCE.search(image[0])
            place = self.references[int(number[1])].place if number else self.place_of(r"!\[\s*\]")
            hint = "write what it shows between the square brackets, or {: .decorative } behind it"
            message = "a reader who cannot see this picture does not learn what it shows"
            self.diagnostics.warning(place, Rule.NO_ALTERNATIVE, message, hint)

    def report_source(self, is_left_out: Callable[[str], bool]) -> None:
        """Report what is printed otherwise than it was meant, and elements that are left out."""
        for finding in findings(self.source, is_left_out):
            self.diagnostics.warning(self._place(finding.offset), finding.rule, finding.message, finding.hint)

    def report_lost_statements(self) -> None:
        """Report every ``said=`` that is not where it makes a statement, but for those in code."""
        text = blanked(self.source) if self._said else ""
        for offset in self._said.values():
            if not text[offset - 1].isspace():
                message = "said= is written where it marks no words"
                hint = 'write it behind words in brackets, [...]{said="..."}, or alone below a paragraph'
                self.diagnostics.error(self._place(offset), Rule.STATEMENT, message, hint)

    def report_footnotes(self, labels: frozenset[str]) -> None:
        """Report every mark of a footnote that the text does not define, and footnotes without a mark."""
        if "[^" not in self.source:
            return
        text = blanked(self.source)
        marks = {footnote[1] for footnote in _FOOTNOTE.finditer(text)}
        for footnote in _FOOTNOTE.finditer(text):
            if footnote[1] not in labels:
                message = f"the footnote [^{footnote[1]}] is not there"
                hint = f"write it on a line of its own: [^{footnote[1]}]: ..."
                place = self._place(footnote.start())
                self.diagnostics.warning(place, Rule.UNDEFINED_FOOTNOTE, message, hint)
        for note in _NOTE.finditer(text):
            if note[1] in labels and note[1] not in marks:
                message = f"nothing in the text leads to the footnote [^{note[1]}]"
                hint = f"write [^{note[1]}] where it belongs, or take the footnote out"
                self.diagnostics.warning(self._place(note.start()), Rule.UNUSED_FOOTNOTE, message, hint)


def without_marks(text: str) -> str:
    """Return a text without the marks of its links."""
    return _MARK.sub("", text).replace(BAR, "|").replace(NO_TAG, "<")


def href_of(number: int) -> str:
    """Return what stands for link N until its page is made."""
    return f"{SCHEME}:{REFERENCE_MARK}{number}"


def _scheme(url: str) -> str:
    """Return the scheme as a browser sees it, which drops white space and control characters first."""
    squeezed = re.sub(r"[\x00-\x20]", "", unescape(url))
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", squeezed)
    return scheme[1].lower() if scheme else ""
