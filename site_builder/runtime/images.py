"""Pictures: what they measure, and copies that are smaller and tell nothing of who took them where."""

import io
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

#: Endings of the pictures that are worked on; all others are copied as they are.
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})
#: Widths of smaller copies, in pixels: a phone, a phone with a fine screen, a desktop with one.
WIDTHS = (480, 960, 1600)
#: More pixels than this are no photograph.
_MOST_PIXELS = 80_000_000
_QUALITY = {"JPEG": 82, "WEBP": 80, "AVIF": 60}
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})


class NotAnImage(Exception):
    """A file is not a picture that can be worked on; the text says why."""


class ImageFacts(NamedTuple):
    """A picture as it is seen, and the widths of the smaller copies that are worth having."""

    width: int
    height: int
    widths: tuple[int, ...]


def look_at_image(file: Path) -> ImageFacts:
    """Return the size of a picture in pixels; raise :class:`NotAnImage` or :class:`OSError`."""
    with _opened(file) as image:
        width, height = image.size
        if image.getexif().get(_ORIENTATION) in _TURNED:
            width, height = height, width
        widths = () if _is_moving(image) else tuple(one for one in WIDTHS if one < width)
        return ImageFacts(width, height, widths)


def image_bytes(file: Path, width: int | None) -> bytes:
    """Return a picture without what its camera wrote into it, upright, as wide as asked for or as it is.

    One that moves stays as it is. Raises :class:`NotAnImage` or :class:`OSError`.
    """
    with _opened(file) as image:
        if _is_moving(image):
            return file.read_bytes()
        kind = image.format or "PNG"
        try:
            upright = ImageOps.exif_transpose(image)
            if width is not None:
                height = max(1, round(upright.height * width / upright.width))
                mode = (
                    upright.mode if upright.mode in {"RGB", "RGBA", "L", "LA"} else _mode_for(kind, upright)
                )
                upright = upright.convert(mode).resize((width, height), Image.Resampling.LANCZOS)
            elif kind == "JPEG" and upright.mode not in {"RGB", "L", "CMYK"}:
                upright = upright.convert("RGB")
            stream = io.BytesIO()
            profile = image.info.get("icc_profile")
            options = {"icc_profile": profile} if profile else {}
            clean = _without_metadata(upright)
            if kind in _QUALITY:
                clean.save(stream, kind, quality=_QUALITY[kind], **options)
            else:
                clean.save(stream, kind, optimize=kind == "PNG", **options)
        except (OSError, ValueError, SyntaxError) as error:
            raise NotAnImage(f"it is damaged ({error})") from error
        return stream.getvalue()


def _opened(file: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(file)
        except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
            raise NotAnImage("it cannot be read as one") from error
    if image.width * image.height > _MOST_PIXELS:
        image.close()
        raise NotAnImage(f"it has {image.width:,} by {image.height:,} pixels")
    return image


def _is_moving(image: Image.Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _mode_for(kind: str, image: Image.Image) -> str:
    has_transparency = "A" in image.mode or "transparency" in image.info
    return "RGBA" if has_transparency and kind != "JPEG" else "RGB"


def _without_metadata(image: Image.Image) -> Image.Image:
    """Return a picture of the same pixels, and of nothing else but its palette and what is see-through."""
    image.load()
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.getexif().clear()
    return image
