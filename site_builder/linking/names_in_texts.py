"""The names that stand in the texts of a site, searched once for each text and what is searched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from site_builder.ids import Address
from site_builder.linking.autolink import NameMatcher, surnames_alone
from site_builder.runtime.workers import work_on
from site_builder.sources.documents import Parsed

#: Gives the HTML of the text of the file at a path, which is not kept in memory.
FindHtml = Callable[[str], str]


class _NamesOfText(NamedTuple):
    digest: str
    surnames: Mapping[str, Address]
    names: tuple[str, ...]


class NamesMemory:
    """The names that the last build of this process found in each text, by the path of its file."""

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()
        self._known: Mapping[str, _NamesOfText] = {}

    def find(
        self, document: Parsed[Any], forms: tuple[str, ...], surnames: Mapping[str, Address]
    ) -> _NamesOfText | None:
        """Return the names in a text if they are known: if neither it nor what is searched has changed."""
        known = self._known.get(document.path) if forms == self._forms else None
        is_same = known and known.digest == document.text.digest and known.surnames == surnames
        return known if is_same else None

    def keep(self, forms: tuple[str, ...], known: Mapping[str, _NamesOfText]) -> None:
        """Keep what was found when these forms of names were searched."""
        self._forms, self._known = forms, known


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the HTML of texts is, how many processes may read them, and what was found in them before."""

    find_html: FindHtml
    jobs: int
    memory: NamesMemory


def names_in_texts(
    matcher: NameMatcher,
    documents: Iterable[Parsed[Any]],
    texts: Texts,
    surnames_by_path: Mapping[str, Mapping[str, Address]],
) -> Mapping[str, tuple[str, ...]]:
    """Return the names in each text, by the path of its file, with those of its surnames."""
    if not matcher.forms:
        return {}
    found: dict[str, _NamesOfText] = {}
    unknown: dict[str, Parsed[Any]] = {}
    for document in documents:
        path = document.path
        known = texts.memory.find(document, matcher.forms, surnames_by_path.get(path, {}))
        if known is None:
            unknown[path] = document
        else:
            found[path] = known

    def work(paths: Sequence[str]) -> list[tuple[str, ...]]:
        names = []
        for path in paths:
            html = texts.find_html(path)
            alone = surnames_alone(html, surnames_by_path[path]) if path in surnames_by_path else ()
            names.append((*matcher.find(html), *alone))
        return names

    paths = list(unknown)
    for path, names in zip(paths, work_on(paths, work, texts.jobs), strict=True):
        found[path] = _NamesOfText(unknown[path].text.digest, surnames_by_path.get(path, {}), names)
    texts.memory.keep(matcher.forms, found)
    return {path: known.names for path, known in found.items()}
