"""Where a text was published by another program, as far as its settings or its files say so."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from site_builder.errors import Diagnostics
from site_builder.importers.source_tree import SourceTree
from site_builder.importers.web_addresses import split_address
from site_builder.schema.nodes import plain_value
from site_builder.schema.toml_text import read_toml
from site_builder.schema.yaml_text import read_yaml

_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_HUGO_FILES = ("hugo.toml", "config.toml", "hugo.yaml", "hugo.yml", "config.yaml", "config.yml")


_BY_PATH = "/:path/"
_OF_DATES = frozenset({"year", "month", "day", "i_month", "i_day", "short_year"})


class AddressedText(NamedTuple):
    """What the address of a text was made of; ``categories`` are those of Jekyll, with ``/`` between them."""

    name: str
    slug: str
    date: str
    categories: str = ""


@dataclass(frozen=True, slots=True)
class AddressPatterns:
    """How the old program made addresses; without its settings, only those that a text gives are known."""

    program: str = ""
    host: str = ""
    #: The pattern of each section; that of all others has the name "".
    patterns: tuple[tuple[str, str], ...] = ()
    content: str = ""

    def of_text(self, text: "AddressedText", given: str) -> str:
        """Return the old address of a text: the one that it gives itself, or the one that was made for it."""
        return given or (self._made(text) if self.program else "")

    def of_record(self, name: str, slug: str) -> tuple[str, ...]:
        """Return the old address of the page of a person or a topic."""
        if self.program != "hugo":
            return ()
        section = posixpath.relpath(posixpath.dirname(name), self.content or ".").partition("/")[0]
        return (f"/{section}/{slug}/",)

    def _made(self, text: "AddressedText") -> str:
        inside = posixpath.relpath(text.name, self.content) if self.content else text.name
        section = inside.partition("/")[0] if "/" in inside else ""
        values = _values(text, inside, section)
        pattern = self._pattern(inside, section)
        wanted = _PLACEHOLDER.findall(pattern)
        if any(name not in values or (name in _OF_DATES and not text.date) for name in wanted):
            return ""
        path = _PLACEHOLDER.sub(lambda match: values[match[1]], pattern).strip()
        return re.sub(r"/{2,}", "/", f"/{path}")

    def _pattern(self, inside: str, section: str) -> str:
        patterns = dict(self.patterns)
        is_post = section in {"_posts", "_drafts"} or "/_posts/" in inside
        if self.program == "jekyll" and not is_post and section not in patterns:
            return _BY_PATH
        return patterns.get(section.lstrip("_"), patterns.get("", "")) or _BY_PATH


def _values(text: "AddressedText", inside: str, section: str) -> dict[str, str]:
    """Return what the placeholders of patterns stand for."""
    year, month, day = text.date[:10].split("-") if text.date else ("", "", "")
    folder, file = posixpath.split(inside)
    stem, slug = posixpath.splitext(file)[0], text.slug
    named = {
        "title": slug, "slug": slug, "filename": stem, "name": stem, "contentbasename": stem,
        "slugorfilename": slug or stem, "slugorcontentbasename": slug or stem, "section": section,
        "sections": folder, "categories": text.categories,
        "path": folder if stem == "index" else posixpath.join(folder, slug or stem),
    }  # fmt: skip
    dated = {
        "year": year, "month": month, "day": day, "i_month": month.lstrip("0"), "i_day": day.lstrip("0"),
        "short_year": year[2:],
    }  # fmt: skip
    return {**named, **dated}


def read_patterns(tree: SourceTree) -> AddressPatterns:
    """Read the settings of Jekyll or Hugo, if they are in the source."""
    tops = sorted(tree.names, key=lambda name: (name.count("/"), name))
    for name in tops:
        folder, file = posixpath.split(name)
        if file in {"_config.yml", "_config.yaml"}:
            return _jekyll(_settings(tree, name))
        is_hugo = file.startswith("hugo.") or any(
            other.startswith(posixpath.join(folder, "content/")) for other in tops
        )
        if file in _HUGO_FILES and is_hugo:
            return _hugo(_settings(tree, name), posixpath.join(folder, "content"))
    return AddressPatterns()


def _settings(tree: SourceTree, name: str) -> dict[str, Any]:
    text, diagnostics = tree.text(name), Diagnostics()
    keys = (
        read_toml(text, name, diagnostics) if name.endswith(".toml") else read_yaml(text, name, diagnostics)
    )
    return {} if keys is None else {entry.key: plain_value(entry.value) for entry in keys}


def _jekyll(settings: dict[str, Any]) -> AddressPatterns:
    pattern = str(settings.get("permalink") or "date")
    host = split_address(str(settings.get("url") or "")).hostname or ""
    return AddressPatterns("jekyll", host, (("", _JEKYLL.get(pattern, pattern)),))


def _hugo(settings: dict[str, Any], content: str) -> AddressPatterns:
    values = {key.lower(): value for key, value in settings.items()}
    host = split_address(str(values.get("baseurl") or "")).hostname or ""
    permalinks = values.get("permalinks") or {}
    if isinstance(permalinks, dict) and isinstance(permalinks.get("page"), dict):
        permalinks = permalinks["page"]
    patterns = (
        tuple(
            (str(section), str(pattern))
            for section, pattern in permalinks.items()
            if isinstance(pattern, str)
        )
        if isinstance(permalinks, dict)
        else ()
    )
    return AddressPatterns("hugo", host, patterns, content)
