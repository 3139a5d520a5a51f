"""Headings that skip a level, and links that do not say where they lead."""

import re
from html import unescape

from site_builder.checks.context import CheckContext
from site_builder.checks.places import place_of, read_source
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.names.folding import fold
from site_builder.values import Prose

#: Front matter and code, in which a line may begin with the sign of a heading.
_HIDDEN = re.compile(r"\A---\n.*?^---$|\A\+\+\+\n.*?^\+\+\+$|^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+([^#\n]*[^#\s])", re.MULTILINE)
_LINK = re.compile(r"<a\b[^>]*\bhref=[^>]*>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: Words of a link that say nothing to somebody who hears the links of a page one after another, folded.
_VAGUE = frozenset(
    fold(words)
    for words in (
        "click here; click; here; link; this link; this; this page; more; read more; learn more; see here;"
        "hier; hier klicken; klicken; mehr; weiterlesen; ici; cliquez ici; lire la suite; aquí; leer más; qui"
    ).split(";")
)


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report each such heading and each such link once, where it stands first."""
    site = context.site
    texts = [part for writeup in site.pages_of_writeups for part in writeup.parts]
    texts += [page.prose for page in site.pages]
    texts += [person.prose for person in site.people.values() if person.prose]
    texts += [organisation.prose for organisation in site.organisations.values() if organisation.prose]
    texts += [topic.prose for topic in site.topics.values() if topic.prose]
    texts += [series.prose for series in site.series.values() if series.prose]
    seen: set[str] = set()
    for prose in texts:
        if prose.source not in seen:  # a long text has several parts
            _report_headings(context, prose, diagnostics)
        seen.add(prose.source)
        _report_links(context, prose, diagnostics)


def _report_headings(context: CheckContext, prose: Prose, diagnostics: Diagnostics) -> None:
    """Look at the source: in the page, a gap is closed already."""
    source = read_source(context.root / prose.source)
    text = _HIDDEN.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), source)
    above = 0
    for heading in _HEADING.finditer(text):
        level = len(heading[1])
        if above and level > above + 1:
            place = Place.at(prose.source, source, heading.start())
            message = (
                f'the heading "{heading[2]}" skips a level: it has {level} signs, and the one above {above}'
            )
            hint = f"begin it with {'#' * (above + 1)} and a space; the site shows it so already"
            diagnostics.warning(place, Rule.SKIPPED_HEADING, message, hint)
        above = level


def _report_links(context: CheckContext, prose: Prose, diagnostics: Diagnostics) -> None:
    html = prose.html
    if "<a " not in html:
        return
    vague = {
        words
        for link in _LINK.finditer(html)
        if fold(words := unescape(_TAG.sub("", link[1])).strip(" .…»>→")) in _VAGUE
    }
    for words in sorted(vague):
        message = f'the link "{words}" does not say where it leads'
        hint = "link the words that name what is there: people also hear links alone (WCAG 2.2, 2.4.4)"
        diagnostics.warning(_place(context, prose, f"[{words}"), Rule.VAGUE_LINK, message, hint)


def _place(context: CheckContext, prose: Prose, words: str) -> Place:
    return place_of(prose.source, read_source(context.root / prose.source), words)
