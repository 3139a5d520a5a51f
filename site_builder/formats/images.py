"""Pictures: what they measure, and copies that are smaller and tell nothing of who took them where."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

#: Endings of the pictures that are worked on; all others are copied as they are.
EXTENSIONS = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".apng",
        ".webp",
        ".gif",
        ".avif",
        ".heic",
        ".heif",
        ".tif",
        ".tiff",
    }
)
#: Widths of smaller copies, in pixels: a phone, a phone with a fine screen, a desktop with one.
WIDTHS = (480, 960, 1600)
#: More pixels than this are no photograph.
_MOST_PIXELS = 80_000_000
#: What browsers show. JPEG is also MPO: one with a second picture behind it, as some phones write it.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_SCANS = frozenset({".tif", ".tiff"})
_QUALITY = {"JPEG": 82, "WEBP": 80, "AVIF": 60}
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})
#: What a library for pictures raises at damage.
_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    LookupError,
    TypeError,
    struct.error,
    EOFError,
    RuntimeError,
    ArithmeticError,
)


class NotAnImage(Exception):
    """A file is not a picture that can be worked on; the text says why."""


class ImageSize(NamedTuple):
    """A picture as it is seen, and the widths of the smaller copies that are worth having."""

    width: int
    height: int
    widths: tuple[int, ...]


def measure_image(file: Path) -> ImageSize:
    """Return the size of a picture in pixels; raise :class:`NotAnImage`, or OSError for no file."""
    with _opened(file) as image:
        width, height = image.size
        if not _is_moving(image) and _orientation(image) in _TURNED:
            width, height = height, width
        widths = () if _is_moving(image) else tuple(smaller for smaller in WIDTHS if smaller < width)
        return ImageSize(width, height, widths)


def can_be_read(file: Path) -> bool:
    """Say whether a file is a picture that can be worked on."""
    try:
        measure_image(file)
    except (NotAnImage, OSError):
        return False
    return True


def image_bytes(file: Path, width: int | None) -> bytes:
    """Return a picture without what its camera wrote into it, upright, as wide as asked for or as it is.

    Raises :class:`NotAnImage`, or OSError if there is no such file.
    """
    with _opened(file) as image:
        try:
            return _moving(image) if _is_moving(image) else _still(image, width)
        except _DAMAGE as error:
            raise NotAnImage(f"it is damaged ({error})") from error


def _still(image: Image.Image, width: int | None) -> bytes:
    kind = "JPEG" if image.format == "MPO" else image.format or "PNG"
    image.load()
    profile = image.info.get("icc_profile")
    turned = image if _orientation(image) == 1 else ImageOps.exif_transpose(image)
    upright, is_same_space = _plain(turned, kind)
    if width is not None:
        height = max(1, round(upright.height * width / upright.width))
        upright = _blendable(upright, kind).resize((width, height), Image.Resampling.LANCZOS)
    options: dict[str, Any] = {"icc_profile": profile} if profile and is_same_space else {}
    if kind in _QUALITY:
        options["quality"] = _QUALITY[kind]
    elif kind == "PNG":
        options["optimize"] = True
    return _saved(_without_metadata(upright), kind, **options)


def _moving(image: Image.Image) -> bytes:
    """Return a picture that moves, frame by frame, without anything that is no frame."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(int(frame.info.get("duration", 100) or 100))
        frames.append(_without_metadata(frame.convert("RGBA")))
    kind = image.format or "GIF"
    options: dict[str, Any] = {"save_all": True, "duration": durations}
    if "loop" in image.info:  # a GIF that does not say how often is shown once
        options["loop"] = int(image.info["loop"] or 0)
    if kind == "GIF":
        options["disposal"] = 2  # each frame is whole: where it is see-through, the one before it must go
    elif kind == "WEBP":
        options["lossless"] = True
    first, *others = frames
    return _saved(first, kind, append_images=others, **options)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@contextmanager
def _opened(file: Path) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a picture that is strange and can be read is no concern of a reader
        try:
            image = Image.open(file, formats=("TIFF",) if file.suffix.lower() in _SCANS else _FORMATS)
        except Image.DecompressionBombError as error:
            raise NotAnImage("it has too many pixels") from error
        except FileNotFoundError:
            raise
        except (UnidentifiedImageError, *_DAMAGE) as error:
            raise NotAnImage("it cannot be read as one") from error
        with image:
            try:
                frames = _frames(image)
            except _DAMAGE as error:
                raise NotAnImage(f"it is damaged ({error})") from error
            if image.width * image.height * frames > _MOST_PIXELS:
                many = f" in {frames:,} frames" if frames > 1 else ""
                raise NotAnImage(f"it has {image.width:,} by {image.height:,} pixels{many}")
            yield image


def _is_moving(image: Image.Image) -> bool:
    return _frames(image) > 1


def _frames(image: Image.Image) -> int:
    """Return how many pictures follow each other; those behind the first in MPO do not."""
    return 1 if image.format == "MPO" else int(getattr(image, "n_frames", 1))


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, 1 for upright or not known (Exif 2.32, tag 0x0112)."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:
        return 1


def _plain(image: Image.Image, kind: str) -> tuple[Image.Image, bool]:
    """Return a picture in colours that every browser shows, and whether its colour profile still fits."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L"), True
    if image.mode == "CMYK":
        return image.convert("RGB"), False
    if kind == "JPEG" and image.mode not in {"RGB", "L"}:
        return image.convert("RGB"), False
    return image, True


def _blendable(image: Image.Image, kind: str) -> Image.Image:
    """Return a picture whose pixels can be blended: one with a palette becomes one with colours."""
    if image.mode in {"RGB", "RGBA", "L", "LA"}:
        return image
    has_transparency = "A" in image.mode or "transparency" in image.info
    return image.convert("RGBA" if has_transparency and kind != "JPEG" else "RGB")


def _without_metadata(image: Image.Image) -> Image.Image:
    """Return a picture of the same pixels, and of nothing else but its palette and what is see-through."""
    image.load()
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.getexif().clear()
    return image
