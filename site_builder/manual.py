"""The manual, as it is shipped: its pages in Markdown, and the section about something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"^(#{1,4}) +(.+?) *$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the manual with all that is below its heading; a page is the section of its title."""

    page: str
    title: str
    level: int
    text: str


def manual_folder() -> Path:
    """Return the folder of the manual: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "manual_pages"
    return installed if installed.is_dir() else package.parent / "docs"


def manual_pages() -> tuple[Section, ...]:
    """Return the pages of the manual; decisions of its developers are none."""
    return tuple(next(_sections(file)) for file in sorted(manual_folder().glob("*.md")))


def find_section(words: str) -> Section | None:
    """Return the section about a page, a command, a rule, a key or a heading; None where there is none."""
    wanted = words.strip().casefold()
    sections = [section for file in sorted(manual_folder().glob("*.md")) for section in _sections(file)]
    ways = (
        lambda section: section.level == 1 and section.page == wanted,
        lambda section: section.title.casefold() in {wanted, f"site-builder {wanted}"},
        lambda section: section.title.casefold().startswith(wanted),
        lambda section: wanted in section.title.casefold(),
    )
    return next((section for way in ways for section in sections if way(section)), None)


def titles() -> list[str]:
    """Return every heading of the manual."""
    return [section.title for file in sorted(manual_folder().glob("*.md")) for section in _sections(file)]


def _sections(file: Path) -> Iterator[Section]:
    text = file.read_text(encoding="utf-8")
    # A line of a block of code may begin with the sign of a heading.
    plain = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
    headings = list(_HEADING.finditer(plain))
    for number, heading in enumerate(headings):
        level = len(heading[1])
        later = (other.start() for other in headings[number + 1 :] if len(other[1]) <= level)
        end = next(later, len(text))
        title = heading[2].replace("`", "")
        yield Section(file.stem, title, level, text[heading.start() : end].rstrip() + "\n")
