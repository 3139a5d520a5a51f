"""A text that is too long for one page is divided at its headings, else at its turns."""

import re
from collections.abc import Iterator
from dataclasses import replace

from site_builder.errors import Place
from site_builder.markdown.references import Body, Reference, ReferenceKind
from site_builder.markdown.source_text import href_of

#: Stands between two parts; a noncharacter, which no source may contain.
PART_MARK = "\ufddb"
#: How many bytes a part may have; with links and its frame, its page stays below 150 kB.
_PART_BYTES = 80_000
#: Stands where a part may end: in front of a heading or a turn that is inside of nothing.
MAY_BREAK = "\ufdde"
_ID = re.compile(r'\bid="([^"]+)"')
_FRAGMENT = re.compile(r'\bhref="#([^"]+)"')


def divided(body: Body, start: Place) -> Body:
    """Return a transcript in as many parts as it needs; everything in it knows in which part it stands."""
    parts = list(_parts(body.html))
    if len(parts) == 1:
        return replace(body, html=parts[0])
    part_of = {id: number for number, html in enumerate(parts, 1) for id in _ID.findall(html)}
    references = list(body.references)

    def with_links(html: str, here: int) -> str:
        def link(fragment: re.Match[str]) -> str:
            there = part_of.get(fragment[1], here)
            if there == here:
                return fragment[0]
            references.append(Reference(ReferenceKind.PART, f"{there}#{fragment[1]}", start))
            return f'href="{href_of(len(references) - 1)}"'

        return _FRAGMENT.sub(link, html)

    return replace(
        body,
        html=PART_MARK.join(with_links(html, number) for number, html in enumerate(parts, 1)),
        references=tuple(references),
        headings=tuple(replace(heading, part=part_of.get(heading.anchor, 1)) for heading in body.headings),
        statements=tuple(replace(one, part=part_of.get(one.anchor, 1)) for one in body.statements),
        voices=tuple(replace(voice, part=part_of.get(voice.first, 1)) for voice in body.voices),
        decisions=tuple(replace(one, part=part_of.get(one.anchor, 1)) for one in body.decisions),
        parts=len(parts),
    )


def _parts(html: str) -> Iterator[str]:
    """Yield the parts of a text, each cut at its last heading if that is not near its beginning."""
    pieces = html.split(MAY_BREAK)
    part: list[str] = []
    size = 0
    for piece in pieces:
        length = len(piece.encode())
        if part and size + length > _PART_BYTES:
            cut = _last_heading(part, size)
            yield "".join(part[:cut])
            part = part[cut:]
            size = sum(len(rest.encode()) for rest in part)
        part.append(piece)
        size += length
    yield "".join(part)


def _last_heading(part: list[str], size: int) -> int:
    """Return where to cut a part: in front of its last heading, or else at its end."""
    behind = 0
    for number in range(len(part) - 1, 0, -1):
        behind += len(part[number].encode())
        if part[number].lstrip().startswith("<h") and behind < size // 2:
            return number
    # A heading is never the last of a part.
    return len(part) - 1 if len(part) > 1 and part[-1].lstrip().startswith("<h") else len(part)
