"""The texts of WordPress -> HTML: blocks, shortcodes, and paragraphs that are only empty lines."""

import html
import json
import re
from collections.abc import Mapping

from site_builder.importers.items import Note

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:([\w/-]+)(\s+\{.*?\})?\s*(/)?-->", re.DOTALL)
_REFERENCE = re.compile(r'"ref"\s*:\s*(\d+)')
#: Texts among the values of a block that the site makes itself: words with spaces between them.
_WORDS_IN_JSON = re.compile(r'(?<=")[^"{}]*?\w \w[^"{}]*(?=")')
_MORE = re.compile(r"<!--\s*(?:more|nextpage)[^>]*-->")
_CAPTION = re.compile(r"\[(?:wp_)?caption([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_PICTURE_IN_CAPTION = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EMBED = re.compile(
    r"\[(embed|youtube|vimeo|tweet|audio|video|playlist|soundcloud)\b([^\]]*)\](?:([^\[]*)\[/\1\])?"
)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_CODE = re.compile(r"\[(code|sourcecode|php|python|css|html|bash)\b[^\]]*\](.*?)\[/\1\]", re.DOTALL)
_SHORTCODE = re.compile(
    r"(?<!\[)\[(/?)([a-z][\w-]{2,})((?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))*)\s*/?\](?!\()"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*[\"']([^\"']*)[\"']")
_ADDRESS = re.compile(r"https?://[^\s\"'\]<>]+")
_BLOCK_TAG = (
    r"(?:table|thead|tfoot|caption|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address"
    r"|math|p|h[1-6]|hr|fieldset|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe)"
)
_STARTS_WITH_BLOCK = re.compile(rf"\s*</?{_BLOCK_TAG}\b", re.IGNORECASE)
_KEEPS_SPACE = re.compile(
    r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.DOTALL | re.IGNORECASE
)
_BEFORE_BLOCK = re.compile(rf"\s*(<{_BLOCK_TAG}\b[^>]*>)", re.IGNORECASE)
_BEHIND_BLOCK = re.compile(rf"(</{_BLOCK_TAG}>)\s*", re.IGNORECASE)
_CLOSING_TAGS = re.compile(rf"((?:\s*</{_BLOCK_TAG}>)*)\s*$", re.IGNORECASE)
#: Blocks that are a place for what the site makes itself, and have no words.
_LAYOUT = frozenset({"spacer", "more", "nextpage", "separator"})


def to_html(
    text: str, pictures: Mapping[str, str], blocks: Mapping[str, str], footnotes: str = ""
) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a post as HTML, and what nobody knows in it.

    ``pictures`` are the addresses of attachments and ``blocks`` the texts of reusable blocks, by id;
    ``footnotes`` is what the block of footnotes refers to, in JSON.
    """
    unknown: dict[str, None] = {}
    has_blocks = "<!-- wp:" in text

    def block(match: re.Match[str]) -> str:
        reference = _REFERENCE.search(match[2] or "")
        if match[1] == "block" and reference and reference[1] in blocks:
            return _BLOCK_COMMENT.sub("", blocks[reference[1]])
        if match[1] == "footnotes" and footnotes:
            return _footnotes(footnotes)
        if match[3] and match[1] not in _LAYOUT:
            address = _ADDRESS.search(match[2] or "")
            if address is None:
                unknown.setdefault(f"block {match[1]}")
                words = " ".join(_WORDS_IN_JSON.findall(match[2] or ""))
                return f"<p><code>[{html.escape(match[1])}]</code> {html.escape(words)}</p>"
            return f'<p><a href="{html.escape(address[0])}">{html.escape(address[0])}</a></p>'
        return ""

    text = _MORE.sub("", _BLOCK_COMMENT.sub(block, text))
    text = _CODE.sub(lambda match: f"<pre><code>{_escaped_once(match[2].strip())}</code></pre>", text)
    text = _CAPTION.sub(_figure, text)
    text = _GALLERY.sub(lambda match: _gallery(match[1], pictures), text)
    text = _EMBED.sub(_link, text)
    text = _SHORTCODE.sub(lambda match: _visible(match, unknown), text)
    hint = "it stands in the text as it was; write in its place what it showed"
    notes = tuple(Note("commands of the old program in texts", name, hint) for name in unknown)
    return (text if has_blocks else with_paragraphs(text)), notes


def _escaped_once(code: str) -> str:
    """Return code for an element: editors have escaped some of it already."""
    return code if re.search(r"&(?:lt|gt|amp|quot|#\d+);", code) else html.escape(code, quote=False)


def _footnotes(written: str) -> str:
    """Return the notes that the block of footnotes shows."""
    try:
        notes = [(str(note["id"]), str(note["content"])) for note in json.loads(written)]
    except (ValueError, TypeError, KeyError):
        return f"<p>{html.escape(written)}</p>"
    items = (
        f'<li><a id="{html.escape(id)}"></a>{content} <a href="#{html.escape(id)}-link">↩</a></li>'
        for id, content in notes
    )
    return f"<ol>{''.join(items)}</ol>"


def _figure(match: re.Match[str]) -> str:
    inner = _PICTURE_IN_CAPTION.match(match[2])
    attributes = dict(_ATTRIBUTE.findall(match[1]))
    if inner is None:
        return match[2]
    caption = inner[2].strip() or html.escape(attributes.get("caption", ""))
    return f"\n\n<figure>{inner[1]}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(attributes: str, pictures: Mapping[str, str]) -> str:
    ids = re.findall(r"\d+", dict(_ATTRIBUTE.findall(attributes)).get("ids", ""))
    shown = [f'<p><img src="{html.escape(pictures[id])}" alt=""></p>' for id in ids if id in pictures]
    return "\n\n" + "\n".join(shown) + "\n\n" if shown else f"[gallery{attributes}]"


def _link(match: re.Match[str]) -> str:
    address = _ADDRESS.search(f"{match[3] or ''} {match[2]}")
    if address is None:
        return match[0]
    shown = html.escape(address[0])
    inner = (match[3] or "").replace(address[0], "").strip()
    return f'<a href="{shown}">{shown}</a> {inner}'.strip()


def _visible(match: re.Match[str], unknown: dict[str, None]) -> str:
    # A word in brackets, such as [sic], is a command only if it has values or an end.
    is_command = bool(match[1] or match[3]) or f"[/{match[2]}]" in match.string
    if not is_command:
        return match[0]
    unknown.setdefault(f"[{match[2]}]")
    return f"<code>{html.escape(match[0])}</code>"


def with_paragraphs(text: str) -> str:
    """Return a text in which empty lines are paragraphs and line ends are breaks, as WordPress shows it."""
    parts = _KEEPS_SPACE.split(text.replace("\r\n", "\n"))
    return "".join(part if index % 2 else _paragraphs(part) for index, part in enumerate(parts))


def _paragraphs(text: str) -> str:
    text = _BEHIND_BLOCK.sub(r"\1\n\n", _BEFORE_BLOCK.sub(r"\n\n\1", text))
    made = []
    for piece in re.split(r"\n\s*\n", text):
        words = piece.strip()
        if not words or _STARTS_WITH_BLOCK.match(words):
            made.append(words)
        else:
            closing = _CLOSING_TAGS.search(words)
            end = closing[0].strip() if closing else ""
            inner = words.removesuffix(end)
            lines = re.sub(r"(?<!>)\n", "<br>\n", inner) if "<br" not in inner else inner
            made.append(f"<p>{lines}</p>{end}")
    return "\n".join(filter(None, made))
