"""Comments of a source -> ``content/comments/<year>/<id>.yml``, where removed ones stay removed."""

import hashlib
import json
import re
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

from site_builder.errors import Diagnostics
from site_builder.importers.dates import read_date
from site_builder.importers.item_values import cleaned
from site_builder.importers.items import Comment
from site_builder.markdown.comments import without_mail_addresses
from site_builder.names.slugs import numbered
from site_builder.refactor.front_matter_edit import yaml_text
from site_builder.schema.nodes import plain_value
from site_builder.schema.yaml_text import read_yaml_list


def new_comments(comments: Sequence[Comment], written: Container[str]) -> list[dict[str, Any]]:
    """Return those comments that no import has written yet, as they stand in a file; each id once."""
    new: dict[str, dict[str, Any]] = {}
    for comment in comments:
        keys = _as_keys(comment)
        if not keys.get("text"):
            continue  # what its author has deleted
        id = numbered(comment.id, new) if comment.id in new else comment.id
        if id not in written:
            new[id] = {**keys, "id": id}
    return list(new.values())


def _as_keys(comment: Comment) -> dict[str, Any]:
    keys = {
        "id": comment.id,
        "author": without_mail_addresses(" ".join(comment.author.split())),
        "date": read_date(comment.date),
        "reply_to": comment.reply_to,
        "text": re.sub(r"[ \t]+\n", "\n", without_mail_addresses(comment.text)).strip(),
    }
    kept: dict[str, Any] = cleaned({key: value for key, value in keys.items() if value})
    return kept


def digest_of_comment(keys: dict[str, Any]) -> str:
    """Return what tells a comment from one that was edited."""
    plain = {key: str(value).strip() for key, value in keys.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def comments_in(file: Path) -> list[dict[str, Any]] | None:
    """Return the comments in a file; None if the file is not there, or cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    node = read_yaml_list(text, file.name, Diagnostics())
    if node is None:
        return None
    values = [plain_value(item) for item in node.nodes]
    return values if all(isinstance(value, dict) for value in values) else None


def comments_file(comments: Sequence[dict[str, Any]]) -> bytes:
    """Return the file of some comments."""
    return yaml_text(list(comments)).encode()
