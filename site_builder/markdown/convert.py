"""Markdown -> sanitised HTML, with every link of a text and the place where it stands.

Links are resolved later, when all files are known: until then a link to this site stands in the HTML as a
mark with its number. Bodies are never templates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple

import markdown

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.markdown.acceleration import FastTocExtension, accelerate
from site_builder.markdown.block_structure import BlockStructure
from site_builder.markdown.decisions import DecisionElements, Decisions
from site_builder.markdown.extensions import (
    LABEL,
    Callouts,
    Figures,
    FootnoteIds,
    Links,
    RawBlocks,
    SafeTables,
    TopHeading,
)
from site_builder.markdown.html_elements import is_element
from site_builder.markdown.parts import MAY_BREAK, divided
from site_builder.markdown.passages import strip_off_the_record
from site_builder.markdown.plain_text import count_words, summarise
from site_builder.markdown.references import EMPTY, Body
from site_builder.markdown.sanitiser import TAGS, sanitiser
from site_builder.markdown.source_text import NO_TAG, SourceText, without_marks
from site_builder.markdown.statement_blocks import Statements
from site_builder.markdown.statement_elements import StatementElements
from site_builder.markdown.transcript_blocks import TranscriptElements, Transcripts
from site_builder.markdown.typography import Typography, smarty_options
from site_builder.names.slugs import slug
from site_builder.runtime.deadline import OutOfTime, deadline
from site_builder.values import Heading

#: Seconds for one text: generous for the longest transcript, short for what would never end.
_SECONDS = 2.0
_SECONDS_FOR_EACH_100_KB = 3.0
_MAX_SECONDS = 8.0
_MAX_LINE = 100_000
#: The boxes of a list of tasks, which nobody can tick on a page.
_CHECKBOX = re.compile(r'<input type="checkbox" disabled( checked)?\s*/?>')
_OPTIONS: dict[str, dict[str, Any]] = {
    "pymdownx.highlight": {"use_pygments": False, "css_class": ""},
    "pymdownx.superfences": {"relaxed_headers": True},
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.quotes": {"callouts": True},
}


class Converter:
    """Converts one text after another, all in one language. Not for use in several threads.

    ``translate`` puts the few words that are added to a text, such as "Notes", into the language of the site.
    """

    def __init__(
        self,
        *,
        raw_html: bool,
        wiki_links: bool = True,
        language: str = "en",
        translate: Callable[[str], str] = str,
    ) -> None:
        self._raw_html = raw_html
        self._wiki_links = wiki_links
        self._language = language
        self._translate = translate
        self._links = Links(wiki_links=wiki_links)
        self._statements = Statements()
        self._transcripts = Transcripts()
        self._decisions = Decisions()
        self._footnotes = FootnoteIds(translate)
        self._raw_blocks = RawBlocks()
        self._markdown = self._new_markdown()
        self._text = SourceText("", Place(""), Diagnostics())
        # A link in raw HTML comes this way; those of Markdown have become references before.
        self._sanitiser = sanitiser(self._claim_id, self._add_link)

    def _claim_id(self, value: str) -> str | None:
        return self._text.claim_id(value)

    def _add_link(self, url: str) -> str | None:
        return self._text.add_link(url)

    def _new_markdown(self) -> markdown.Markdown:
        md = markdown.Markdown(
            extensions=[
                "tables",
                "def_list",
                "abbr",
                "attr_list",
                "smarty",
                Typography(self._language),
                "pymdownx.highlight",
                "pymdownx.superfences",
                "pymdownx.tilde",
                "pymdownx.tasklist",
                "pymdownx.magiclink",
                "pymdownx.saneheaders",
                "pymdownx.quotes",
                BlockStructure(),
                Callouts(self._translate),
                self._footnotes,
                FastTocExtension(slugify=_heading_slug, separator="-", permalink=False),
                self._raw_blocks,
                self._links,
                self._statements,
                self._transcripts,
                self._decisions,
                SafeTables(self._translate),
                Figures(),
                TopHeading(),
            ],
            extension_configs={**_OPTIONS, "smarty": smarty_options(self._language)},
            output_format="html",
        )
        accelerate(md)
        return md

    def convert(
        self,
        source: str,
        start: Place,
        id_prefix: str,
        diagnostics: Diagnostics,
        recording: str | None = None,
    ) -> Body:
        """Convert a text whose first line stands at ``start``; its footnotes are named after ``id_prefix``.

        ``recording`` is the web page of what a transcript was made from, or empty; None for other texts.
        A text that cannot be converted, or not in reasonable time, is reported and gives an empty body.
        """
        if not source.strip():
            return EMPTY
        # Apart from the others until the conversion is done: what is reported by one that was stopped is
        # dropped.
        own = Diagnostics()
        source = strip_off_the_record(source, start, own)
        text = self._text = SourceText(source, start, own)
        is_broken = text.has_forged_mark() or text.has_conflict() or _has_long_line(text)
        is_convertible = not (own.has_errors or is_broken)
        if not is_convertible or not source.strip():
            diagnostics.extend(own.problems)
            return EMPTY
        seconds = min(_MAX_SECONDS, _SECONDS + _SECONDS_FOR_EACH_100_KB * len(source) / 100_000)
        statements = StatementElements(text, self._translate)
        decisions = DecisionElements(text, self._translate)
        turns = (
            None
            if recording is None
            else TranscriptElements(text, self._translate, recording, statements.unquoted)
        )
        try:
            with deadline(seconds):
                html = self._html(text, _Elements(statements, decisions, turns), id_prefix)
        except (OutOfTime, RecursionError, MemoryError) as error:
            self._markdown = self._new_markdown()  # the stopped one may be in any state
            reason = "takes too long to convert" if isinstance(error, OutOfTime) else "is nested too deeply"
            hint = "look for long runs of brackets, quotes or list marks, and for lists many levels deep"
            # What the text reported until then may only follow from where its conversion was stopped.
            diagnostics.error(start, Rule.TOO_COMPLEX, f"the text {reason}", hint)
            return EMPTY
        votes = tuple(decisions.votes())
        diagnostics.extend(own.problems)
        shown = LABEL.sub(r"\2", html.replace(MAY_BREAK, ""))
        body = Body(
            html,
            tuple(text.references),
            tuple(self._headings()),
            tuple(statements.facts(html)),
            summarise(shown),
            count_words(shown),
            decisions=tuple(decisions.decisions(html)),
            votes=votes,
        )
        return divided(replace(body, voices=tuple(turns.voices())), start) if turns else body

    def _html(self, text: SourceText, elements: "_Elements", id_prefix: str) -> str:
        self._links.begin(text.add_link)
        self._statements.begin(elements.statements, text.source)
        self._footnotes.prefix = id_prefix
        self._raw_blocks.begin()
        self._markdown.reset()
        marked = text.marked(wiki_links=self._wiki_links)
        self._decisions.begin(elements.decisions)
        self._transcripts.begin(elements.turns)
        marked = elements.decisions.take_out(marked)
        if elements.turns:
            marked = elements.turns.lay_out(marked)
        html = self._markdown.convert(elements.decisions.lay_out(marked))
        for tag in self._raw_blocks.unclosed:
            text.report_unclosed(tag)
        text.report_footnotes(self._footnotes.labels)
        text.report_source(self._is_left_out)
        text.report_lost_statements()
        # Last, over all that the extensions made: what they let through must be safe as well.
        if "checkbox" in html:
            html = _CHECKBOX.sub(lambda box: "☑" if box[1] else "☐", html)
        if not self._raw_html:
            html = self._sanitiser.clean(html)
        if "<img" in html:
            text.report_images_without_alternative(html)
        return without_marks(html.replace(NO_TAG, "&lt;"))

    def _is_left_out(self, element: str) -> bool:
        return not self._raw_html and is_element(element) and element not in TAGS

    def _headings(self) -> Iterator[Heading]:
        for token in _flattened(getattr(self._markdown, "toc_tokens", [])):
            yield Heading(token["level"], token["id"], unescape(_without_labels(token["name"])))


class _Elements(NamedTuple):
    """What makes the elements of a text that are not Markdown's."""

    statements: StatementElements
    decisions: DecisionElements
    turns: TranscriptElements | None


def _has_long_line(text: SourceText) -> bool:
    """Report a line that would take the library too long; say whether there is one."""
    lines = text.source.split("\n")
    longest = max(lines, key=len)  # expressions of the library take time that grows with its square
    if len(longest) <= _MAX_LINE:
        return False
    text.report_long_line(lines.index(longest), _MAX_LINE)
    return True


def _heading_slug(text: str, _separator: str) -> str:
    return slug(_without_labels(text)) or "section"


def _without_labels(text: str) -> str:
    return LABEL.sub(r"\2", without_marks(text))


def _flattened(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from _flattened(token["children"])
