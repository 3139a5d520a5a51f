"""A text as pages print it: its HTML with the links and names that were found."""

import re
from collections.abc import Mapping
from functools import partial
from html import escape

from site_builder.linking.autolink import with_links
from site_builder.linking.names_in_texts import FindHtml
from site_builder.markdown.extensions import LABEL
from site_builder.markdown.parts import PART_MARK
from site_builder.markdown.plain_text import count_words, summarise
from site_builder.runtime.fingerprints import digest
from site_builder.sources.documents import TextFacts
from site_builder.values import Prose, ProseLinks


def prose_of(source: str, text: TextFacts, links: ProseLinks, find_html: FindHtml) -> Prose:
    """Return a text whose links are resolved."""
    targets, labels, names = links
    text_digest = digest(repr((text.digest, targets, labels, names)).encode())
    html = partial(_finished_html, source, labels, dict(names), find_html) if text.digest else str
    summary, words = text.summary, text.words
    if any(labels):
        shown = _finished_html(source, labels, {}, find_html).replace(PART_MARK, "")
        summary, words = summarise(shown), count_words(shown)
    return Prose(source, html, targets, labels, names, text.headings, summary, words, text_digest)


def parts_of(source: str, text: TextFacts, links: ProseLinks, find_html: FindHtml) -> tuple[Prose, ...]:
    """Return the parts of a text whose links are resolved; nearly all have one."""
    whole = prose_of(source, text, links, find_html)
    if text.parts == 1:
        return (whole,)
    return tuple(_part_of(whole, text, find_html, number) for number in range(text.parts))


def _part_of(whole: Prose, text: TextFacts, find_html: FindHtml, number: int) -> Prose:
    def find_part(source: str) -> str:
        return find_html(source).split(PART_MARK)[number]

    return Prose(
        whole.source,
        partial(_finished_html, whole.source, whole.labels, dict(whole.names), find_part),
        whole.targets,
        whole.labels,
        whole.names,
        text.headings,
        whole.summary,
        whole.words,
        digest(f"{whole.digest} {number}".encode()),
    )


def _finished_html(
    source: str, labels: tuple[str, ...], names: Mapping[str, int], find_html: FindHtml
) -> str:
    def label(match: re.Match[str]) -> str:
        name = labels[int(match[1])]
        return escape(name, quote=False) if name else match[2]

    html = find_html(source)
    if names:
        html = with_links(html, names, len(labels))
    return LABEL.sub(label, html)
