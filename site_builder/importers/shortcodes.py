"""Commands of other programs inside texts -> Markdown; those that nobody knows stay visible, and are told."""

import html
import re
from collections.abc import Callable
from urllib.parse import quote

from site_builder.importers.items import Note

_FENCES = re.compile(
    r"^[ ]{0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL
)
_HUGO = re.compile(
    r"(\(?)\{\{(?:<|%)\s*(/?)\s*([\w/.-]+)\s*((?:\"[^\"]*\"|`[^`]*`|[^\"`])*?)\s*/?\s*(?:>|%)\}\}"
)
_HUGO_CODE = re.compile(
    r"\{\{[<%]\s*highlight\s+([\w+-]+)[^}]*[>%]\}\}(.*?)\{\{[<%]\s*/highlight\s*[>%]\}\}", re.DOTALL
)
_LIQUID_CODE = re.compile(
    r"\{%-?\s*highlight\s+([\w+-]+)[^%]*%\}(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)
_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_LIQUID_TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
_LIQUID_BASE = re.compile(r"\{\{-?\s*(?:site|page)\.(?:baseurl|url|root)\s*-?\}\}")
_LIQUID_ADDRESS = re.compile(
    r"\{\{-?\s*['\"]([^'\"]*)['\"]\s*\|\s*(?:relative_url|absolute_url|url|prepend:[^}]*)\s*-?\}\}"
)
_LIQUID_VALUE = re.compile(r"\{\{-?\s*([\w.]+)[^}]*\}\}")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|(\S+))")
_POSITIONAL = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s=\"']+)(?!\s*=)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_EMBED = re.compile(r"!\[\[([^\]|\n]+)(?:\|([^\]\n]*))?\]\]")
_WIKI_LINK = re.compile(r"(?<!!)\[\[([^\]|#^\n]*)(?:#\^?([^\]|\n]*))?(?:\|([^\]\n]*))?\]\]")
_OBSIDIAN_COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)

#: Scheme of a link to another file of the source, by its path or its name: it is looked up later.
SOURCE_FILE = "source-file:"


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a text with a change made everywhere but in code."""
    changed: list[str] = []
    end = 0
    for code in _FENCES.finditer(text):
        changed += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*changed, change(text[end:])))


class Shortcodes:
    """Replaces the commands of one text, and notes those that stay."""

    def __init__(self) -> None:
        self._unknown: dict[str, int] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what stayed, once for each name."""
        hint = "it stands in the text as it was; write in its place what it showed"
        return tuple(Note("commands of the old program in texts", name, hint) for name in self._unknown)

    def replaced(self, text: str) -> str:
        """Return a text without the commands of Hugo, Liquid and Obsidian that can be said in Markdown."""
        if "{{" in text or "{%" in text:
            text = _HUGO_CODE.sub(_fence, _LIQUID_CODE.sub(_fence, text))
            text = outside_code(text, self._hugo_commands)
            text = outside_code(text, self._liquid_commands)
        if "[[" in text or "%%" in text:
            text = outside_code(text, _wiki_links)
        return text

    def _hugo_commands(self, text: str) -> str:
        return _HUGO.sub(self._hugo, text)

    def _liquid_commands(self, text: str) -> str:
        text = _LIQUID_COMMENT.sub(r"<!--\1-->", _LIQUID_RAW.sub("", text))
        text = _LIQUID_ADDRESS.sub(r"\1", _LIQUID_BASE.sub("", text))
        text = _LIQUID_TAG.sub(self._liquid, text)
        return _LIQUID_VALUE.sub(self._value, text)

    def _hugo(self, match: re.Match[str]) -> str:
        before, closes, name, rest = match.groups()
        inner = match[0][len(before) :]
        if before:  # the address of a link
            target = _first(rest)
            if name in {"ref", "relref"} and target:
                return f"({SOURCE_FILE}{quote(target)}"
            # Sites have commands of their own for addresses, such as {{< link "/event/2019/" >}}.
            return f"({target}" if target.startswith(("/", "http")) else f"({quote(inner)}"
        written = None if closes else self._known(name, rest)
        return written if written is not None else self._kept(f"{{{{< {name} >}}}}", inner)

    def _liquid(self, match: re.Match[str]) -> str:
        name, rest = match.groups()
        if name in {"post_url", "link"}:
            return f"{SOURCE_FILE}{quote(rest.strip())}"
        written = None
        if name == "include":
            file, _, rest = rest.partition(" ")
            name = f"include {file}"
            written = self._known(file.rpartition("/")[2].partition(".")[0], rest)
        elif name in {"youtube", "vimeo", "figure", "img", "image"}:
            written = self._known(name, rest)
        return written if written is not None else self._kept(f"{{% {name} %}}", match[0])

    def _value(self, match: re.Match[str]) -> str:
        return self._kept(f"{{{{ {match[1]} }}}}", match[0])

    def _known(self, name: str, rest: str) -> str | None:
        values = {
            match[1].lower(): next(filter(None, match.groups()[1:]), "")
            for match in _PARAMETER.finditer(rest)
        }
        first = values.get("id") or _first(rest)
        if name in {"youtube", "youtubeplayer"} and first:
            return f"<https://www.youtube.com/watch?v={first}>"
        if name == "vimeo" and first:
            return f"<https://vimeo.com/{first}>"
        if name == "gist" and len(rest.split()) >= 2:
            return f"<https://gist.github.com/{'/'.join(rest.split()[:2])}>"
        source = next((values[key] for key in ("src", "file", "url", "path", "image") if values.get(key)), "")
        if not source and name in {"figure", "img", "image", "picture"}:
            source = first
        if source and _PICTURE.search(source):
            return picture(values.get("alt", ""), source, values.get("caption") or values.get("title") or "")
        return None

    def _kept(self, name: str, whole: str) -> str:
        self._unknown[name] = self._unknown.get(name, 0) + 1
        plain = " ".join(whole.split())
        return f"`{plain}`" if "`" not in plain else plain


def picture(alt: str, source: str, caption: str = "") -> str:
    """Return a picture in Markdown; its caption is the title."""
    alt = re.sub(r"([\[\]])", r"\\\1", " ".join(html.unescape(alt).split()))
    caption = " ".join(html.unescape(caption).split()).replace('"', "”")
    address = quote(source, safe="/:?&=#%+~@,;.()!$'*-_") if re.search(r"[\s()<>]", source) else source
    address = address.replace("(", "%28").replace(")", "%29")
    return f'![{alt}]({address} "{caption}")' if caption else f"![{alt}]({address})"


def _first(rest: str) -> str:
    match = _POSITIONAL.search(rest)
    if match is None or "=" in rest[: match.end() + 1]:
        return ""
    return next(filter(None, match.groups()), "")


def _fence(match: re.Match[str]) -> str:
    return f"\n```{match[1]}\n{match[2].strip(chr(10))}\n```\n"


def _wiki_links(text: str) -> str:
    """Write links of Obsidian as links to files of the source; those to no file stay as they are."""
    text = _OBSIDIAN_COMMENT.sub(r"<!--\1-->", text)

    def embedded(match: re.Match[str]) -> str:
        file, words = match[1].strip(), (match[2] or "").strip()
        alt = "" if re.fullmatch(r"\d+(?:x\d+)?", words) else words
        address = f"{SOURCE_FILE}{quote(file)}"
        return picture(alt, address) if _PICTURE.search(file) else f"[{alt or file}]({address})"

    def linked(match: re.Match[str]) -> str:
        name, anchor, words = (match[1] or "").strip(), (match[2] or "").strip(), (match[3] or "").strip()
        if not name:
            return words or anchor
        shown = words or (f"{name}, {anchor}" if anchor else name)
        place = f"#{anchor}" if anchor else ""
        return f"[{shown}]({SOURCE_FILE}{quote(name + place)} '{WIKI}')"

    return _WIKI_LINK.sub(linked, _EMBED.sub(embedded, text))


#: The title of a link that was ``[[Name]]``, until it is looked up.
WIKI = "wiki link"
