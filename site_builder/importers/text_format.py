"""A page as somebody copied it: a date, the title, the text, and the line above the comments."""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_builder.importers.dates import date_in_path, read_date
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import plain_as_markdown
from site_builder.importers.items import Comment, Item, LeftOut, Source, Unreadable
from site_builder.importers.source_tree import SourceTree, matching

_LONGEST_TITLE = 150
#: "No comments:", "3 comments:", "12 Responses to “Title”".
_COMMENTS = re.compile(
    r"(?:no|one|\d+) (?:comments?|replies|responses|thoughts)\b.{0,160}|comments? ?:"
    r"|(?:keine|\d+) kommentare?:?",
    re.IGNORECASE,
)
#: What stands above each comment: "Anonymous said...", "Ada Okafor says:", "Ada on 28 October 2010 at 10:12".
_COMMENTER = re.compile(r"(?P<author>[^\n:]{1,60}?) (?:said|says|wrote)\s*(?:\.\.\.|…|:)", re.IGNORECASE)
#: What blogs put below a text.
_FOOTER = re.compile(
    r"posted (?:by|at|on)\b.{0,80}|filed under:.*|(?:labels|tags|categories)\s*:.*"
    r"|share (?:this|to \w+)(?: post)?|email this(?: post)?|blogthis!?|(?:older|newer) posts?"
    r"|subscribe to:.*|post a comment|leave a reply|reply"
    r"|permalink|home",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:posted |written )?by (?P<author>[^\d,|]{3,60}?)(?:\s+(?:at|on)\b.*|\s*[|,].*)?", re.IGNORECASE
)
_LABELS = re.compile(r"(?:labels?|tags?|categories|filed under)\s*:\s*(?P<names>.+)", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    """The parts of a copied page."""

    date: str = ""
    title: str = ""
    author: str = ""
    topics: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in matching(tree, ".txt", ".text"))


def _open(tree: SourceTree) -> Source:
    names = list(matching(tree, ".txt", ".text")) or (list(tree.names) if tree.is_file else [])

    def items() -> Iterator[Item | LeftOut]:
        for name, reason in tree.refused:
            yield LeftOut(name, name, reason)
        for name in names:
            try:
                yield _item(name, tree.text(name))
            except Unreadable as error:
                yield LeftOut(name, name, str(error).removeprefix(f"{name} "))

    return Source(items)


def _item(name: str, text: str) -> Item | LeftOut:
    lines = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
    if not any(lines):
        return LeftOut(name, name, "is empty")
    page = _read(lines)
    stem = posixpath.splitext(posixpath.basename(name))[0]
    fields: dict[str, object] = {"topics": page.topics}
    if page.author:
        fields["authors"] = [page.author]
    body = _as_markdown(page.body)
    return Item(
        id=name,
        place=name,
        title=page.title,
        body=body,
        words="\n".join(page.body),
        date=page.date or date_in_path(name),
        name=page.title or stem,
        fields=fields,
        comments=tuple(page.comments),
    )


def _read(lines: list[str]) -> _Page:
    page = _Page()
    rest = _head(lines, page)
    end = next((at for at in range(len(rest) - 1, -1, -1) if _COMMENTS.fullmatch(rest[at].strip())), None)
    if end is not None:
        page.comments = _comments(rest[end + 1 :])
        if page.comments or not any(
            line.strip() and not _FOOTER.fullmatch(line.strip()) for line in rest[end + 1 :]
        ):
            rest = rest[:end]
    page.body = _without_footer(rest, page)
    return page


def _head(lines: list[str], page: _Page) -> list[str]:
    """Take the date, the title and the author from the first lines, in any order; return the lines behind."""
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        by = _BYLINE.fullmatch(line)
        if not line:
            position += 1
        elif not page.date and read_date(line):
            page.date = read_date(line)
            position += 1
        elif by and not page.author and page.title:
            page.author = by["author"].strip()
            position += 1
        elif not page.title and _is_title(lines, position):
            page.title = line.removeprefix("# ").strip()
            position += 1
        else:
            break
    return lines[position:]


def _is_title(lines: list[str], position: int) -> bool:
    line = lines[position].strip()
    stands_alone = (
        position + 1 >= len(lines)
        or not lines[position + 1].strip()
        or bool(read_date(lines[position + 1].strip()))
    )
    is_sentence = line.endswith((".", ";", ",")) and line.count(" ") > 8
    return len(line) <= _LONGEST_TITLE and stands_alone and not is_sentence


def _without_footer(lines: list[str], page: _Page) -> list[str]:
    """Return a text without the lines that a blog puts below it; labels and the author are kept apart."""
    end = len(lines)
    while end:
        line = lines[end - 1].strip()
        labels, by = _LABELS.fullmatch(line), _BYLINE.fullmatch(line)
        if not line or re.fullmatch(r"\d{1,2}:\d{2}( ?[ap]m)?|\|", line, re.IGNORECASE):
            pass
        elif labels and len(line) < 200:
            page.topics = [name.strip() for name in labels["names"].split(",") if name.strip()]
        elif by and line.lower().startswith("posted"):
            page.author = page.author or by["author"].strip()
        elif not (_FOOTER.fullmatch(line) and len(line) < 60 and not line.endswith(".")):
            break
        end -= 1
    return lines[:end]


def _comments(lines: list[str]) -> list[Comment]:
    comments: list[Comment] = []
    author, date, text = "", "", list[str]()

    def end() -> None:
        words = "\n".join(text).strip()
        if words:
            id = hashlib.sha256(f"{author} {date} {words}".encode()).hexdigest()[:12]
            comments.append(Comment(id, author, date, words))

    for line in lines:
        said = _COMMENTER.fullmatch(line.strip())
        if said:
            end()
            author, date, text = said["author"].strip(), "", []
        elif author and not date and read_date(line.strip()):
            date = read_date(line.strip())
        elif not _FOOTER.fullmatch(line.strip()):
            text.append(line)
    end()
    return comments


def _as_markdown(lines: list[str]) -> str:
    """Return copied lines as paragraphs: each line is one where no empty lines divide them."""
    text = "\n".join(lines).strip("\n")
    if "\n\n" not in text and text.count("\n") and max(map(len, lines), default=0) > 120:
        text = re.sub(r"\n+", "\n\n", text)
    # Indented lines would be code, and bullets of word processors are lists.
    text = re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)
    return plain_as_markdown(re.sub(r"^[•‣▪◦·]\s*", "- ", text, flags=re.MULTILINE))


FORMAT = Format("text", "a copied page", _matches, _open)
