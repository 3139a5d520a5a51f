"""HTML of other programs -> Markdown, with the words of both sides so that nothing is lost on the way.

The conversion is html-to-markdown's. What is done here prepares the elements for it, so that text that only
looks like Markdown, or like a mark of this program, stays text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from html_to_markdown import ConversionOptions, convert
from lxml import etree, html

from site_builder.importers.items import Note
from site_builder.importers.web_addresses import split_address

_OPTIONS = ConversionOptions(
    bullets="-",
    sup_symbol="<sup>",
    sub_symbol="<sub>",
    autolinks=False,
    include_blockquote_citations=False,
    expand_abbreviations=False,
    compact_tables=True,
    br_in_tables=True,
    extract_metadata=False,
)
#: Stands in front of the number of a character that is text, whatever it means in Markdown; a plane for
#: private use.
_TEXT = 0xF0000
_AS_TEXT = re.compile(f"[{chr(_TEXT + 32)}-{chr(_TEXT + 127)}]")
#: Around the id of the element before it, and in front of a definition.
_ID, _END, _DEFINITION = "\U000f1000", "\U000f1001", "\U000f1002"
_ID_MARK = re.compile(rf"{_ID}([^{_END}]*){_END}")
#: What Python-Markdown takes a backslash in front of.
WITH_BACKSLASH = frozenset("\\`*_[]()>#+-.!")
#: Characters that would be marks where they stand.
_MARKS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|`|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\[(?=[\[^])|(?<=\[)\["
    r"|\](?=[\[({:]|$)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~|\{(?=[:#.{%]|\s*\w+\s*=)|!(?=\[)"
)
#: Words that would begin a block of another kind.
_BLOCK_START = re.compile(
    r"^\s*(?:(#)#{0,5}(?=\s|$)|(>)|([-+*])(?=\s)|(:)(?=::|\s)|\d+([.)])(?=\s)|(=)==|(-)--|(\|))"
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul br".split()
)
_CODE = frozenset({"pre", "code", "kbd", "samp", "tt", "textarea", "listing", "xmp"})
_DROPPED = frozenset({"script", "style", "noscript", "template", "link", "meta", "head", "title"})
_UNWRAPPED = frozenset(
    {"mark", "u", "ins", "font", "center", "big", "small", "tt", "span", "abbr", "acronym"}
)
_PLAYERS = frozenset({"iframe", "embed", "object", "video", "audio"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACE_AT_END = re.compile(r"[ ]+(?=\n\n|\Z)")


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown, the words that a reader of the HTML saw, and what a person has to look at."""

    markdown: str
    words: str
    notes: tuple[Note, ...] = ()


def to_markdown(source: str) -> Converted:
    """Convert a piece of HTML, however badly it is written."""
    if not source.strip():
        return Converted("", "")
    root = parse(source)
    if root is None:
        return Converted("", "")
    words = visible_text(root)
    notes = tuple(_prepare(root))
    markdown = convert(html.tostring(root, encoding="unicode"), _OPTIONS).content or ""
    return Converted(_finished(markdown), words, notes)


def parse(source: str) -> html.HtmlElement | None:
    """Return the elements of a piece of HTML below one ``div``; None if there is nothing in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = f"<html><body>{source}</body></html>".replace("\0", "").encode("utf-8", "replace")
    try:
        page = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    body = page.find("body")
    if body is None:
        return None
    body.tag = "div"
    body.tail = None
    return body


def visible_text(root: html.HtmlElement) -> str:
    """Return the words that a browser shows, with spaces where it begins a new line."""
    parts: list[str] = []

    def walk(element: html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED or not tag:
            parts.append(" ")
        else:
            if tag in _BLOCKS:
                parts.append(" ")
            parts.append(element.text or "")
            for child in element:
                walk(child)
            if tag in _BLOCKS:
                parts.append(" ")
        parts.append(element.tail or "")

    try:
        walk(root)
    except RecursionError:
        return str(root.text_content())
    return " ".join("".join(parts).split())


def _prepare(root: html.HtmlElement) -> Iterator[Note]:
    """Make the elements what the conversion expects; yield what is left out."""
    targets = {
        (link.get("href") or "")[1:] for link in root.iter("a") if (link.get("href") or "").startswith("#")
    }
    for element in list(root.iter()):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in {"script", "style", "form"} and tag != "style":
            yield Note(f"a <{tag}> is left out", f"<{tag}>", "write what it did as text, or a link to it")
        if tag in _DROPPED or not tag:
            element.drop_tree()
        elif tag in _PLAYERS:
            _replace_player(element)
        elif tag == "figure":
            _join_caption(element)
    _flatten(root)
    for element in list(root.iter()):
        _keep_id(element, targets)
        if element.tag in _UNWRAPPED or ":" in element.tag:
            element.drop_tag()
        elif element.tag == "dd":
            element.text = _DEFINITION + (element.text or "").lstrip()
    _mark_text(root, in_code=False)


def _flatten(root: html.HtmlElement) -> None:
    """Take out boxes that hold nothing but one other box: page builders nest them by the hundred."""
    for element in list(root.iter("div", "section", "span")):
        is_only_box = (
            len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()
        )
        if is_only_box and element is not root and element[0].tag in {"div", "section", "span"}:
            element.drop_tag()


def _replace_player(element: html.HtmlElement) -> None:
    """Put a link in the place of something that plays."""
    inner = next(iter(element.iter("source", "embed", "param")), None)
    address = element.get("src") or element.get("data") or ""
    if not address and inner is not None:
        address = inner.get("src") or inner.get("value") or ""
    paragraph = html.Element("p")
    if address:
        link = html.Element("a", href=watch_address(address))
        link.text = element.get("title") or watch_address(address)
        paragraph.append(link)
    paragraph.tail = element.tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, paragraph)


def watch_address(address: str) -> str:
    """Return the page of a film for the address of its player."""
    if address.startswith("//"):
        address = f"https:{address}"
    parts = split_address(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("player.")
    id = parts.path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtube-nocookie.com"} and ("/embed/" in parts.path or "/v/" in parts.path):
        return f"https://www.youtube.com/watch?v={id}"
    if host == "vimeo.com" and "/video/" in parts.path:
        return f"https://vimeo.com/{id}"
    return address


def _join_caption(figure: html.HtmlElement) -> None:
    """Make the caption of a picture its title, which is how a text has it here."""
    captions = list(figure.iter("figcaption"))
    pictures = list(figure.iter("img"))
    if len(captions) == 1 and len(pictures) == 1 and not len(captions[0]):
        words = " ".join((captions[0].text or "").split())
        if words and '"' not in words:
            pictures[0].set("title", words)
            captions[0].drop_tree()


def _keep_id(element: html.HtmlElement, targets: set[str]) -> None:
    """Mark the block that a link of the same text leads to."""
    id = element.get("id") or (element.get("name") if element.tag == "a" else None)
    if id not in targets or not re.fullmatch(r"[\w.:-]+", id or ""):
        return
    mark = f"{_ID}{id}{_END}"
    if element.tag in _HEADINGS:
        if len(element):
            element[-1].tail = f"{(element[-1].tail or '').rstrip()} {mark}"
        else:
            element.text = f"{(element.text or '').rstrip()} {mark}"
    else:
        element.text = f"{mark}{element.text or ''}"
        if element.tag == "a" and not element.get("href"):
            element.drop_tag()


def _mark_text(root: html.HtmlElement, *, in_code: bool) -> None:
    """Replace the characters of texts that would be marks."""
    stack = [(root, in_code)]
    while stack:
        element, is_code = stack.pop()
        is_code = is_code or element.tag in _CODE
        if element.text and not is_code:
            element.text = _as_text(element.text, starts=element.tag in _BLOCKS)
        for child in element:
            stack.append((child, is_code))
            if child.tail and not is_code:
                child.tail = _as_text(child.tail, starts=child.tag in _BLOCKS)


def _as_text(text: str, *, starts: bool) -> str:
    text = text.replace("\xa0", " ")
    text = _MARKS.sub(lambda match: chr(_TEXT + ord(match[0])), text)
    if starts:
        opened = _BLOCK_START.match(text)
        if opened and opened.lastindex:
            at = opened.start(opened.lastindex)
            text = f"{text[:at]}{chr(_TEXT + ord(text[at]))}{text[at + 1 :]}"
    return text


def plain_as_markdown(text: str) -> str:
    """Return a plain text as Markdown that shows it; its lists stay lists."""
    marked = _MARKS.sub(lambda match: chr(_TEXT + ord(match[0])), text)
    marked = re.sub(
        r"^(\s*)([#>]|:(?=::))",
        lambda match: f"{match[1]}{chr(_TEXT + ord(match[2]))}",
        marked,
        flags=re.MULTILINE,
    )
    return _AS_TEXT.sub(_escaped, marked)


def _finished(markdown: str) -> str:
    """Return what the conversion made, with the marks of this module replaced."""
    markdown = re.sub(rf"\n\n\s*{_DEFINITION}\s*", "\n:   ", markdown).replace(_DEFINITION, "")
    lines = []
    for line in markdown.split("\n"):
        id = _ID_MARK.search(line)
        if id is not None and line.startswith("#"):
            lines.append(f"{_ID_MARK.sub('', line).rstrip()} {{#{id[1]}}}")
        else:
            lines.append(_ID_MARK.sub(r'<span id="\1"></span>', line))
    markdown = _AS_TEXT.sub(_escaped, "\n".join(lines))
    markdown = _BLANK_LINES.sub("\n\n", _SPACE_AT_END.sub("", markdown))
    return markdown.strip() + "\n" if markdown.strip() else ""


def _escaped(match: re.Match[str]) -> str:
    char = chr(ord(match[0]) - _TEXT)
    if char in WITH_BACKSLASH:
        return f"\\{char}"
    return {"<": "&lt;", "&": "&amp;"}.get(char, f"&#{ord(char)};")
