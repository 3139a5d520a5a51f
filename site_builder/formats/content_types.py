"""What kind of file each ending is, and how long browsers may keep it, for hosts that have to be told."""

from pathlib import PurePosixPath

#: Ending -> type (IANA media types), with the character set of texts. Systems disagree about many of these.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
    ".gz": "application/gzip",
}
#: Types of files that have a name of their own and not only an ending.
NAMED_TYPES = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}
_UNKNOWN = "application/octet-stream"

#: A page may be kept, and is asked for again each time; it is sent only if it has changed.
REVALIDATE = "public, max-age=0, must-revalidate"
#: A file of the theme keeps its name when it changes.
FOR_AN_HOUR = "public, max-age=3600"
#: A file whose name has a digest of its bytes never changes.
FOR_EVER = "public, max-age=31536000, immutable"
#: Folders whose files are kept for an hour, and for ever.
ASSETS = ("assets/",)
DIGESTED = ("pagefind/fragment/", "pagefind/index/", "pagefind/filter/")


def content_type(path: str) -> str:
    """Return the type of a file of the site."""
    pure = PurePosixPath(path)
    return NAMED_TYPES.get(pure.name) or CONTENT_TYPES.get(pure.suffix.lower(), _UNKNOWN)


def cache_control(path: str) -> str:
    """Return how long a file of the site may be kept (RFC 9111, 5.2.2)."""
    if path.startswith(DIGESTED):
        return FOR_EVER
    return FOR_AN_HOUR if path.startswith(ASSETS) else REVALIDATE
