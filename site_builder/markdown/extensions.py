"""What this archive adds to Python-Markdown; nothing here knows what a name or a page is."""

import html
import re
from collections.abc import Callable
from typing import Protocol
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.htmlparser import HTMLExtractor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from site_builder.urls import REFERENCE_MARK, SCHEME

#: Noncharacters (Unicode 23.7), which no source may contain.
MARK_START, MARK_END = "\ufdd0", "\ufdd1"
LABEL_START, LABEL_END = "\ufdd2", "\ufdd3"
#: ``[[Name]]`` without a label: the number of its reference and the words that were written.
LABEL = re.compile(f"{LABEL_START}(\\d+)\\|(.*?){LABEL_END}", re.DOTALL)

#: Stands for the ``|`` in ``[[Name|label]]``, which would else end the cell of a table.
BAR = "\ufdd5"
_NAME = rf"\[\[({MARK_START}\d+{MARK_END})([^\[\]]+)\]\]"
_MAY_BE_BAR = re.compile(rf"[|{BAR}]|{INLINE_PLACEHOLDER_RE.pattern}")
#: What a backslash escape makes of ``\\|``, which is how other tools want it in tables.
_ESCAPED_BAR = f"{STX}{ord('|')}{ETX}"


#: Puts words of the program into the language of the site.
Translate = Callable[[str], str]


class AddLink(Protocol):
    """Takes a link of the text and returns what stands for it, or None if it must not be one."""

    def __call__(self, url: str, *, is_name: bool = False) -> str | None: ...


class _NameLink(InlineProcessor):
    """``[[Name]]`` and ``[[Name|label]]``."""

    def __init__(self, links: "Links", md: markdown.Markdown) -> None:
        super().__init__(_NAME, md)
        self.links = links

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[etree.Element, int, int]:
        mark, inside = m.groups()
        name, label = self._divided(inside)
        element = etree.Element("a")
        href = self.links.add(f"{mark}{' '.join(name.split())}", is_name=True) or ""
        element.set("href", href)
        number = href.partition(REFERENCE_MARK)[2]
        # Atomic, so that no abbreviation or quotation mark in it is looked for.
        marked = AtomicString(f"{LABEL_START}{number}|{name.strip()}{LABEL_END}")
        element.text = label.strip() or marked
        return element, m.start(0), m.end(0)

    def _divided(self, inside: str) -> tuple[str, str]:
        for bar in _MAY_BE_BAR.finditer(inside):
            if (
                bar[0]
                in {
                    "|",
                    BAR,
                }
                or self.unescape(bar[0]) == _ESCAPED_BAR
            ):
                return self._plain(inside[: bar.start()]), inside[bar.end() :]
        return self._plain(inside), ""

    def _plain(self, name: str) -> str:
        return html.unescape(str(UnescapeTreeprocessor().unescape(self.unescape(name))))


class _MarkedLinks(Treeprocessor):
    """Turn the addresses of links and pictures into references once the text is a tree."""

    def __init__(self, links: "Links", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: etree.Element) -> None:
        has_pictures = next(root.iter("img"), None) is not None
        for element in (
            (element for element in root.iter() if element.tag in {"a", "img"})
            if has_pictures
            else root.iter("a")
        ):
            attribute = "href" if element.tag == "a" else "src"
            url = element.get(attribute)
            if url is None or MARK_START not in url or url.startswith(f"{SCHEME}:"):
                continue
            reference = self.links.add(url)
            if reference is None:
                del element.attrib[attribute]
            else:
                element.set(attribute, reference)


class Links(Extension):
    """Collects the links of a text and puts references in their place."""

    def __init__(self, *, wiki_links: bool = True) -> None:
        super().__init__()
        self._wiki_links = wiki_links
        self.add: AddLink = lambda url, *, is_name=False: url  # noqa: ARG005

    def begin(self, add: AddLink) -> None:
        """Begin a text; ``add`` is called with every link in it."""
        self.add = add

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind code (190) and backslash escapes (180), before footnotes and ordinary links (175, 170).
        if self._wiki_links:
            md.inlinePatterns.register(_NameLink(self, md), "name-link", 178)
        # Behind "inline" (20), which makes the links.
        md.treeprocessors.register(_MarkedLinks(self, md), "marked-links", 12)


class FootnoteIds(FootnoteExtension):
    """Footnotes whose ids come from the text they belong to and their order in it, never from a counter."""

    def __init__(self, translate: Translate = str) -> None:
        self.prefix = ""
        self.translate = translate
        super().__init__(BACKLINK_TITLE=translate("Back to reference {}"), SEPARATOR="-")

    @property
    def labels(self) -> frozenset[str]:
        """Return the labels that the text defines."""
        return frozenset(self.footnotes)

    def _number(self, label: str) -> int:
        return list(self.footnotes).index(label) + 1

    def makeFootnoteId(self, id: str) -> str:
        return f"fn-{self.prefix}-{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:
        return self.unique_ref(f"fnref-{self.prefix}-{self._number(id)}", found)

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        super().extendMarkdown(md)
        md.treeprocessors.register(_NamedNotes(self, md), "named-notes", 14)


class _NamedNotes(Treeprocessor):
    """Tell assistive technology what notes and the links to and from them are (DPUB-ARIA 1.1)."""

    def __init__(self, notes: FootnoteIds, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: etree.Element) -> None:
        if not self.notes.footnotes:
            return
        note = self.notes.translate("Note {}")
        for element in root.iter():
            match element.get("class"):
                case "footnote" if element.tag == "div":
                    element.tag = "section"
                    element.set("role", "doc-endnotes")
                    element.set("aria-label", self.notes.translate("Notes"))
                case "footnote-ref":
                    element.set("role", "doc-noteref")
                    element.set("aria-label", note.format(element.text))
                case "footnote-backref":
                    element.set("role", "doc-backlink")
                    element.set("aria-label", element.attrib.pop("title", "Back"))


class _RawBlockPreprocessor(HtmlBlockPreprocessor):
    """Notice elements that are never closed: everything behind them would be left unconverted."""

    def __init__(self, raw_blocks: "RawBlocks", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.raw_blocks = raw_blocks

    def run(self, lines: list[str]) -> list[str]:
        parser = HTMLExtractor(self.md)
        parser.feed("\n".join(lines))
        self.raw_blocks.unclosed = tuple(parser.stack)
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class RawBlocks(Extension):
    """Raw HTML as Python-Markdown reads it, with the elements that a text leaves open."""

    def __init__(self) -> None:
        super().__init__()
        self.unclosed: tuple[str, ...] = ()

    def begin(self) -> None:
        """Begin a text."""
        self.unclosed = ()

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.register(_RawBlockPreprocessor(self, md), "html_block", 20)


class _TableTreeprocessor(Treeprocessor):
    """Alignment as a class, column headings with a scope, and a region that scrolls by itself."""

    def __init__(self, label: str, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.label = label

    def run(self, root: etree.Element) -> None:
        if next(root.iter("table"), None) is None:
            return
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag != "table":
                    continue
                for cell in child.iter():
                    style = cell.attrib.pop("style", "")
                    if style.startswith("text-align: "):
                        cell.set("class", f"align-{style[12:].rstrip(';')}")
                    if cell.tag == "th":
                        cell.set("scope", "col")
                region = etree.Element(
                    "div",
                    {"class": "table-region", "role": "region", "tabindex": "0", "aria-label": self.label},
                )
                region.tail, child.tail = child.tail, None
                parent[position] = region
                region.append(child)


class SafeTables(Extension):
    """Tables that need no inline style."""

    def __init__(self, translate: Translate = str) -> None:
        super().__init__()
        self.translate = translate

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_TableTreeprocessor(self.translate("Table"), md), "safe-tables", 11)


class _FigureTreeprocessor(Treeprocessor):
    """A picture alone in its paragraph that has a title becomes a figure; the title is its caption.

    What stands behind a bar in the title is the credit: ``"The hall at nine | Photo: Ada Example"``.
    """

    def run(self, root: etree.Element) -> None:
        for block in root.iter("p"):
            if len(block) != 1 or block[0].tag != "img" or (block.text or "").strip():
                continue
            picture = block[0]
            title = picture.attrib.pop("title", "") if not (picture.tail or "").strip() else ""
            words, _, credit = title.partition("|")
            if not words.strip() and not credit.strip():
                continue
            block.tag = "figure"
            caption = etree.SubElement(block, "figcaption")
            caption.text = AtomicString(words.strip())
            if credit.strip():
                caption.text = AtomicString(f"{words.strip()} ")
                etree.SubElement(caption, "span", {"class": "credit"}).text = AtomicString(credit.strip())


class Figures(Extension):
    """Pictures with a caption and a credit; see docs/writing.md."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind "inline" (20), which makes the pictures.
        md.treeprocessors.register(_FigureTreeprocessor(md), "figures", 13)


class _CalloutTreeprocessor(Treeprocessor):
    """Tell assistive technology what a callout is, and say its kind in the language of the site."""

    def __init__(self, translate: Translate, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.titles = {
            "Note": translate("Note"),
            "Tip": translate("Tip"),
            "Important": translate("Important"),
            "Warning": translate("Warning"),
            "Caution": translate("Caution"),
        }

    def run(self, root: etree.Element) -> None:
        for block in root.iter("div"):
            if "admonition" not in (block.get("class") or "").split():
                continue
            block.set("role", "note")
            title = block.find("p")
            if title is not None and title.get("class") == "admonition-title" and title.text in self.titles:
                title.text = self.titles[title.text]


class Callouts(Extension):
    """Callouts, ``> [!NOTE]``, as pymdownx.quotes makes them."""

    def __init__(self, translate: Translate = str) -> None:
        super().__init__()
        self.translate = translate

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind "quotes" (19.99), which makes them.
        md.treeprocessors.register(_CalloutTreeprocessor(self.translate, md), "callouts", 19)


_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class _HeadingTreeprocessor(Treeprocessor):
    """The title of the page is its only h1: the highest heading of a text becomes h2, the others follow.

    A level that is skipped would leave a gap in the outline that screen readers offer, so it is closed.
    """

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        open_levels: list[int] = []
        for heading in headings:
            level = int(heading.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            heading.tag = f"h{min(len(open_levels) + 1, 6)}"


class TopHeading(Extension):
    """Headings that fit under the title of a page."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind "inline" (20) and before "toc" (5), which names the levels.
        md.treeprocessors.register(_HeadingTreeprocessor(md), "top-heading", 10)
