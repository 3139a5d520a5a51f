"""Whether colours can be read on each other (WCAG 2.2, success criterion 1.4.3), and shades that can."""

import colorsys
import re

#: The grounds of the default theme, light and dark, each the one on which text is hardest to read.
LIGHT_GROUND, DARK_GROUND = "#f4f1ea", "#1e252c"
#: The least contrast of text with its ground, and one that is comfortable in the dark (criterion 1.4.6).
LEGIBLE, COMFORTABLE = 4.5, 7.0
_STEPS = 100


def normal_colour(text: str) -> str:
    """Return a colour as ``#rrggbb``; raise ValueError with a remedy if it is not written so."""
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", text)
    whole = "#" + "".join(2 * digit for digit in short.groups()) if short else text
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", whole):
        raise ValueError('write it as a hash sign and six digits, such as "#1f4d5c"')
    return whole.lower()


def contrast(foreground: str, background: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    bright, dark = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def legible(colour: str, ground: str, least: float = LEGIBLE) -> str:
    """Return the shade of a colour nearest to it that can be read on a ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    end = 0.0 if _luminance(ground) > 0.5 else 1.0
    for step in range(_STEPS + 1):
        shade = lightness + (end - lightness) * step / _STEPS
        red, green, blue = (round(255 * channel) for channel in colorsys.hls_to_rgb(hue, shade, saturation))
        shaded = f"#{red:02x}{green:02x}{blue:02x}"
        if contrast(shaded, ground) >= least:
            return shaded
    return "#000000" if end == 0.0 else "#ffffff"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
