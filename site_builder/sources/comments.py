"""Comments of readers: ``content/comments/<year>/<id>.yml`` -> what stands below a writeup."""

import datetime
import posixpath
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from site_builder.entities import Comment
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.markdown.comments import CommentConverter, without_mail_addresses
from site_builder.paths import COMMENTS
from site_builder.runtime.fingerprints import digest
from site_builder.schema.dates import Date
from site_builder.schema.nodes import Node
from site_builder.schema.records import Record, key
from site_builder.schema.shapes import JsonSchema, ReadContext, Text, scalar_of
from site_builder.schema.yaml_text import read_yaml_list
from site_builder.sources.discover import Sources, bytes_of, read_text
from site_builder.values import When

_MAX_COMMENT = 50_000


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """A text of several lines, which are kept."""

    def read(self, node: Node, context: ReadContext) -> str | None:
        scalar = scalar_of(node, context, "text")
        if scalar is None:
            return None
        if len(scalar.text) > _MAX_COMMENT:
            message = f"{len(scalar.text):,} characters, where {_MAX_COMMENT:,} are allowed"
            context.diagnostics.error(node.place, Rule.TOO_LONG, message, "shorten the comment")
            return None
        return unicodedata.normalize("NFC", scalar.text).strip()

    def json_schema(self) -> JsonSchema:
        return {"type": "string", "maxLength": _MAX_COMMENT}


@dataclass(frozen=True, slots=True)
class CommentFields:
    """One comment in a file of ``content/comments/``."""

    id: str = key(Text(200), "What the comment is called in its file, if others answer it.")
    author: str = key(Text(200), "Who wrote it; nobody of the archive.")
    date: When | None = key(Date(), "When it was written.", None)
    text: str = key(_Paragraphs(), "What it says, in Markdown without HTML.", required=True)
    reply_to: str = key(Text(200), "The id of the comment that it answers.")


#: What each item of a file is read as.
SCHEMA: Record[CommentFields] = Record(CommentFields)


def comments_path(id: str, day: datetime.date) -> str:
    """Return where the comments below a writeup are."""
    return f"{COMMENTS}/{day.year:04}/{id}.yml"


class CommentFiles:
    """The files of comments of a site, each read when its writeup is parsed."""

    def __init__(self, sources: Sources) -> None:
        self._root = sources.root
        self._paths: dict[str, list[str]] = {}
        for path in sources.comments:
            self._paths.setdefault(posixpath.splitext(posixpath.basename(path))[0], []).append(path)
        self._converter: CommentConverter | None = None

    def __bool__(self) -> bool:
        return bool(self._paths)

    def digest(self, writeup: str) -> str:
        """Return what stands for the comments that may be those of the writeup at a path."""
        stem = posixpath.splitext(posixpath.basename(writeup))[0]
        if stem == "index":
            stem = posixpath.basename(posixpath.dirname(writeup))
        parts = [stem[start:] for start in (0, 11)]
        paths = (path for part in parts for path in self._paths.get(part, ()))
        return "".join(f" {path} {digest(bytes_of(self._root / path))}" for path in paths)

    def read(self, id: str, day: datetime.date, zone: Any, diagnostics: Diagnostics) -> tuple[Comment, ...]:
        """Return the comments below a writeup, in the order of their file."""
        wanted = comments_path(id, day)
        path = next(
            (path for path in self._paths.get(id, ()) if path in {wanted, wanted[:-3] + "yaml"}), None
        )
        text = read_text(self._root, path, diagnostics) if path is not None else None
        if path is None or text is None:
            return ()
        items = read_yaml_list(text, path, diagnostics)
        context = ReadContext(diagnostics, zone)
        read = [(node.place, SCHEMA.read(node, context)) for node in (items.nodes if items else ())]
        return self._comments(
            [(place, fields) for place, fields in read if fields and fields.text], diagnostics
        )

    def _comments(
        self, read: Sequence[tuple[Place, CommentFields]], diagnostics: Diagnostics
    ) -> tuple[Comment, ...]:
        if self._converter is None:
            self._converter = CommentConverter()
        anchors: dict[str, str] = {}
        for number, (place, fields) in enumerate(read, start=1):
            if fields.id and fields.id in anchors:
                message = f'another comment of this file has the id "{fields.id}"'
                diagnostics.error(place, Rule.DUPLICATE_ANCHOR, message, "give one of the two another id")
            anchors.setdefault(fields.id, f"comment-{number}")
        comments = []
        for number, (place, fields) in enumerate(read, start=1):
            if fields.reply_to and fields.reply_to not in anchors:
                message = f'no comment of this file has the id "{fields.reply_to}"'
                hint = "it is shown as an answer to nobody; correct or delete reply_to:"
                diagnostics.warning(place, Rule.UNRESOLVED_LINK, message, hint)
            comments.append(
                Comment(
                    anchor=f"comment-{number}",
                    author=without_mail_addresses(fields.author).strip(),
                    date=fields.date,
                    html=self._converter.convert(fields.text),
                    answers=anchors.get(fields.reply_to, "") if fields.reply_to else "",
                )
            )
        return tuple(comments)


def report_comments_on_nothing(sources: Sources, writeups: Sequence[Any], diagnostics: Diagnostics) -> None:
    """Report files of comments below no writeup."""
    if not sources.comments:
        return
    named = {comments_path(writeup.id, writeup.fields.date.value.day)[:-4] for writeup in writeups}
    for path in sources.comments:
        if posixpath.splitext(path)[0] not in named:
            message = "these are comments on no writeup"
            hint = "name the file like the writeup, without its date, in the folder of its year; or delete it"
            diagnostics.warning(Place(path), Rule.MISPLACED, message, hint)
