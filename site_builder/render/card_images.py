"""The picture of a writeup that shows where its address is shared, in the colours of the site."""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from site_builder.theme_files import font_file

#: Pixels; what the largest readers of the Open Graph protocol show whole.
_SIZE = (1200, 630)
_MARGIN = 84
_PAPER, _INK, _SOFT = "#fdfcf9", "#1c2024", "#545b63"
_LARGEST, _SMALLEST = 84, 46
_MOST_LINES = 4


def card_image(view: Any) -> bytes:
    """Return the picture of a view as PNG.

    A line with letters that the font does not have is left out: boxes in their place tell nobody anything.
    """
    image = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    width, height = _SIZE
    draw.rectangle((0, 0, width, 18), fill=view.accent)
    draw.line((_MARGIN, 150, width - _MARGIN, 150), fill=_INK, width=2)
    draw.line((_MARGIN, 156, width - _MARGIN, 156), fill=_INK, width=2)
    _line(draw, view.site_title, 36, 92, view.accent)
    title = _shown(view.title)
    if title:
        size, lines = _fitted(title)
        for number, line in enumerate(lines):
            draw.text((_MARGIN, 190 + number * size * 1.12), line, font=_font(size), fill=_INK)
    _line(draw, view.about, 32, height - 92, _SOFT)
    stream = io.BytesIO()
    image.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _line(draw: ImageDraw.ImageDraw, text: str, size: int, top: int, colour: str) -> None:
    """Draw one line, cut where it does not fit."""
    shown = _shown(text)
    font, room = _font(size), _SIZE[0] - 2 * _MARGIN
    while font.getlength(shown) > room and " " in shown:
        shown = shown.removesuffix(" …").rpartition(" ")[0] + " …"
    draw.text((_MARGIN, top), shown, font=font, fill=colour)


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size in which a title fits, and its lines; one that never does is cut."""
    for size in range(_LARGEST, _SMALLEST - 1, -6):
        lines = _lines(title, size)
        if len(lines) <= _MOST_LINES and len(lines) * size * 1.12 < 320:
            return size, lines
    cut = _lines(title, _SMALLEST)[:_MOST_LINES]
    return _SMALLEST, [*cut[:-1], f"{cut[-1]} …"]


def _lines(title: str, size: int) -> list[str]:
    font, room = _font(size), _SIZE[0] - 2 * _MARGIN
    lines: list[str] = []
    for word in _parts(title, font, room):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Not by the library for scripts that some machines have: the bytes are the same on every one.
    return ImageFont.truetype(str(font_file()), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _is_known(char: str) -> bool:
    """Say whether the font has a sign: one that it does not have looks like a noncharacter."""
    font = _font(_SMALLEST)
    return char.isspace() or bytes(font.getmask(char)) != bytes(font.getmask("\ufffe"))


def _shown(text: str) -> str:
    """Return a text without the signs that the font lacks; nothing if it lacks a letter of it."""
    if any(char.isalnum() and not _is_known(char) for char in text):
        return ""
    return "".join(char for char in text if _is_known(char))


def _parts(title: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    """Yield the words of a title; one that is longer than a line, in pieces."""
    for word in title.split():
        rest = word
        while font.getlength(rest) > room:
            fits = next(end for end in range(len(rest), 0, -1) if font.getlength(rest[:end]) <= room)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest
