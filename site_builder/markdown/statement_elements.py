"""The statements of one text during its conversion: their elements, anchors, names and attributes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree import ElementTree as etree  # noqa: N813 - what Python-Markdown calls it

from markdown.util import AtomicString

from site_builder.errors import Place, Rule
from site_builder.gettext_markers import gettext_noop
from site_builder.markdown.extensions import LABEL, LABEL_END, LABEL_START, MARK_END, MARK_START
from site_builder.markdown.plain_text import content_of, paragraphs
from site_builder.markdown.references import ReferenceKind, StatementFacts
from site_builder.markdown.source_text import SourceText, href_of, without_marks
from site_builder.markdown.statement_attributes import StatementAttributes, read_attributes
from site_builder.names.folding import fold_words
from site_builder.names.slugs import numbered, short_digest
from site_builder.values import StatementKind

_AS_QUOTED_BY = re.compile(r",?\s+(?:as\s+)?quoted\s+by\s+", re.IGNORECASE)
_SAID_MARK = re.compile(f"{MARK_START}\\d+{MARK_END}")
#: A dash and a name, as below a quotation: a sentence ends with a full stop, and has more words.
_ATTRIBUTION_INSIDE = re.compile(
    r"^\s*[—―–]\s*[^\W\d_a-z][^\s.!?…]*(?:[ ]\S+){0,7}(?<![.!?…:;”’\"])[ ]*$", re.MULTILINE
)
_BLOCK = re.compile(
    r'<figure\b[^>]*\bid="([^"]+)"[^>]*>\s*<(blockquote|div)>(.*?)</\2>\s*<figcaption>', re.DOTALL
)
_SPAN = re.compile(r'<span class="said[^"]*" id="([^"]+)">')
#: What the link behind a span is called for those who do not see it.
_KINDS = {
    StatementKind.QUOTATION: gettext_noop("Link to this quotation"),
    StatementKind.PARAPHRASE: gettext_noop("Link to this paraphrase"),
    StatementKind.QUESTION: gettext_noop("Link to this question"),
    StatementKind.COMMITMENT: gettext_noop("Link to this commitment"),
}


class _Statement(NamedTuple):
    """A statement but for its words, which the finished HTML has."""

    whose: int
    position: int | None
    quoted_by: int | None
    attributes: StatementAttributes


class StatementElements:
    """Makes the elements of a text's statements, and remembers what is known of each."""

    def __init__(self, text: SourceText, translate: Callable[[str], str] = str) -> None:
        self._text = text
        self._translate = translate
        self._statements: dict[str, _Statement] = {}

    def add_block(self, mark: str, attribution: str, words: str, braces: str) -> etree.Element:
        """Return the figure of a block with a name below it, and its caption; the block goes before that."""
        place = self._place(mark, attribution)
        attributes = self._attributes(braces, place)[0]
        names = _AS_QUOTED_BY.split(_plain_attribution(attribution), maxsplit=1)
        if attributes.quoted_by:
            names = [names[0], attributes.quoted_by.value]
        self._report_attribution_inside(words, names[0], place)
        anchor = attributes.anchor or self._free_anchor(words)
        name = self._text.add_reference(ReferenceKind.STATEMENT, names[0], place)
        position = self._text.add_reference(ReferenceKind.POSITION, "", place)
        quoted_by = self._quoted_by(names[1], place) if len(names) > 1 else None
        self._add(anchor, _Statement(name, position, quoted_by, attributes), StatementKind.QUOTATION)
        is_paraphrase = self._statements[anchor].attributes.kind == StatementKind.PARAPHRASE
        figure = etree.Element("figure", {"class": "statement paraphrase" if is_paraphrase else "statement"})
        figure.set("id", anchor)
        caption = etree.SubElement(figure, "figcaption")
        caption.text = AtomicString("— ")
        _add_name(caption, names[0], name, label_mark(position, ""))
        if quoted_by is not None:
            words = self._translate("as quoted by")
            caption[-1].tail = AtomicString(f"{caption[-1].tail}, {words} ")
            _add_name(caption, names[1], quoted_by, "")
        return figure

    def add_span(self, words: str, braces: str) -> etree.Element | None:
        """Return the element of words that the author ascribes to somebody, with a link to itself.

        There is none where the braces do not say to whom.
        """
        mark = _SAID_MARK.search(braces)
        place = self._place(mark[0] if mark else "", braces)
        attributes, others = self._attributes(_SAID_MARK.sub("", braces), place)
        if attributes.said is None:
            message = "these braces belong to a statement, and do not say whose it is"
            self._text.diagnostics.error(place, Rule.STATEMENT, message, 'write said="..." in them')
            return None
        anchor = attributes.anchor or self._free_anchor(words)
        whose = self._text.add_reference(ReferenceKind.STATEMENT, attributes.said.value, place)
        quoted_by = self._quoted_by(attributes.quoted_by.value, place) if attributes.quoted_by else None
        self._add(anchor, _Statement(whose, None, quoted_by, attributes), StatementKind.PARAPHRASE)
        kind = StatementKind(self._statements[anchor].attributes.kind)
        span = etree.Element("span", {"class": f"said {kind}", "id": anchor})
        for name, value in re.findall(r'(lang|dir)="([^"]*)"', others):
            span.set(name, value)
        label = self._translate(_KINDS[kind])
        link = {"class": "permalink", "href": f"#{anchor}", "aria-label": label, "title": label}
        etree.SubElement(span, "a", link)
        return span

    def unquoted(self, anchor: str) -> Place | None:
        """Return where a statement stands that does not say who passed it on; None for others."""
        statement = self._statements.get(anchor)
        if statement is None or statement.quoted_by is not None:
            return None
        return self._text.references[statement.whose].place

    def facts(self, html: str) -> Iterator[StatementFacts]:
        """Yield the statements of the converted text in their order."""
        if not self._statements:
            return
        found = [(block.start(), block[1], block[3]) for block in _BLOCK.finditer(html)]
        found += [
            (span.start(), span[1], content_of(html, span.end(), "span")) for span in _SPAN.finditer(html)
        ]
        for _, anchor, words in sorted(found):
            statement = self._statements.get(anchor)
            if statement:
                yield StatementFacts(anchor, paragraphs(words), *statement)

    def _add(self, anchor: str, statement: _Statement, kind: StatementKind) -> None:
        attributes = statement.attributes
        if not attributes.kind:
            statement = statement._replace(attributes=replace(attributes, kind=kind.value))
        self._statements[anchor] = statement

    def _attributes(self, braces: str, place: Place) -> tuple[StatementAttributes, str]:
        if not braces:
            return StatementAttributes(place=place), ""
        return read_attributes(without_marks(braces), place, self._text.diagnostics)

    def _place(self, mark: str, words: str) -> Place:
        return self._text.place_of_mark(mark) or self._text.place_of(re.escape(without_marks(words)))

    def _quoted_by(self, name: str, place: Place) -> int:
        return self._text.add_reference(ReferenceKind.QUOTED_BY, name, place)

    def _report_attribution_inside(self, words: str, name: str, place: Place) -> None:
        inner = _ATTRIBUTION_INSIDE.search(without_marks(words))
        if inner:
            line = inner[0].strip()
            message = f'the quotation goes on behind "{line}", so all of it is attributed to "{name}"'
            hint = "put a blank line without > behind that line, if a quotation ends there"
            self._text.diagnostics.warning(place, Rule.ATTRIBUTION, message, hint)

    def _free_anchor(self, words: str) -> str:
        """Return an anchor that follows from the words of a statement.

        The anchor of a statement that is repeated ends in a number.
        """
        words = " ".join(without_marks(LABEL.sub(r"\2", words)).split())
        return numbered(f"statement-{short_digest(fold_words(words))}", self._statements)


def label_mark(number: int, words: str) -> str:
    """Return a mark that words of link N, or others, take the place of."""
    return f"{LABEL_START}{number}|{words}{LABEL_END}"


def _add_name(caption: etree.Element, name: str, number: int, tail: str) -> None:
    link = etree.SubElement(caption, "a", {"href": href_of(number)})
    link.text = AtomicString(label_mark(number, name))
    link.tail = AtomicString(tail)


def _plain_attribution(text: str) -> str:
    """Return whose a statement is without the marks of links and emphasis."""
    text = re.sub(r"\[\[([^\[\]|]*)(?:\|[^\[\]]*)?\]\]", r"\1", without_marks(text))
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    return " ".join(text.replace("'", "’").strip('"“” ').split())
