"""Documents -> JSON."""

from typing import Any

from site_builder.runtime.codec import encode


def json_file(document: Any) -> bytes:
    """Return a document as JSON, one record on a line, so that two versions can be compared."""
    parts = []
    for key, value in document.items():
        if isinstance(value, (list, tuple)):
            items = b",\n".join(encode(item) for item in value)
            parts.append(encode(key) + (b": [\n" + items + b"\n]" if items else b": []"))
        else:
            parts.append(encode(key) + b": " + encode(value))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def json_lines_file(document: Any) -> bytes:
    """Return the entries of a document as one JSON list, each on a line."""
    return b"[\n" + b",\n".join(encode(entry) for entry in document["entries"]) + b"\n]\n"
