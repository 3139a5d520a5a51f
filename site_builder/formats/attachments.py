"""Which files beside texts are published: those that a browser shows, plays or saves, and never runs."""

from pathlib import Path

#: Endings of files that may be published as they are. Pictures are worked on before (:mod:`.images`).
ENDINGS = frozenset(
    """
    .pdf .doc .docx .odt .rtf .xls .xlsx .ods .ppt .pptx .odp .pages .numbers .key .epub
    .csv .tsv .txt .json .geojson .bib .ris .ics .vcf .zip
    .mp3 .m4a .oga .ogg .opus .wav .flac .mp4 .webm .ogv .m4v .mov .vtt .srt
    """.split()
)
#: What pictures begin with.
_PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
)
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"avif": "AVIF"}
#: What a browser takes for a page or a drawing, however it is called.
_RUN = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


def refusal(file: Path) -> tuple[str, str] | None:
    """Return why a file that is no picture must not be published, and what to do; None if it may.

    Raises OSError for a file that cannot be read.
    """
    name = file.name
    if file.suffix.lower() not in ENDINGS:
        message = f'"{name}" is of a kind that is not published from content/, as a browser may run it'
        hint = f"if it is safe, put it into static/ and link to /{name}"
        if file.suffix.lower() in {".svg", ".svgz"}:
            hint = f"save it as PNG or WebP; or put it into static/ and show /{name}"
        elif not file.suffix:
            hint = "give its name an ending that says what it is, such as .pdf"
        return message, hint
    with file.open("rb") as stream:
        beginning = stream.read(512)
    picture = _picture(beginning)
    if picture:
        message = f'"{name}" is a {picture} picture, whatever its name says'
        return message, "let its name end as pictures of this kind do, so that it loses what the camera wrote"
    if file.suffix.lower() in {".txt", ".csv", ".tsv"} and beginning.lstrip().lower().startswith(_RUN):
        message = f'"{name}" is a page or a drawing that a browser may run, whatever its name says'
        return message, "put its words into a text of the archive"
    return None


def _picture(beginning: bytes) -> str:
    for signature, kind in _PICTURES:
        if beginning.startswith(signature):
            return kind
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "WebP"
    return _BRANDS.get(beginning[8:12], "") if beginning[4:8] == b"ftyp" else ""
