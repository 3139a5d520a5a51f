"""Writeups in several languages: which of them stands in lists, and which have only pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from site_builder.errors import Diagnostics, Rule
from site_builder.model import Translation, Writeup
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.values import Attribution


class SiteOfLanguages(NamedTuple):
    """The language of a site, and the ids and keys of all its writeups, published or not."""

    language: str
    ids: frozenset[str]


class Languages(NamedTuple):
    """The writeups that stand in lists, and those that do not, as one in another language does."""

    listed: tuple[Writeup, ...]
    others: tuple[Writeup, ...]


def with_translations(
    writeups: tuple[Writeup, ...],
    translation_of: Mapping[str, Placed[str]],
    site: SiteOfLanguages,
    diagnostics: Diagnostics,
) -> Languages:
    """Return each writeup with its translations; ``translation_of`` has what some say, by path.

    Of those that are one in several languages, lists have the one in the language of the site, else the
    original.
    """
    if not translation_of:
        return Languages(writeups, ())
    lookup = _Originals(writeups, translation_of, site, diagnostics)
    originals = {
        path: original
        for path, name in translation_of.items()
        if (original := lookup.original_of(path, name))
    }
    by_original: dict[str, list[Writeup]] = {}
    for writeup in writeups:
        by_original.setdefault(originals.get(writeup.path, writeup.path), []).append(writeup)
    others: dict[str, Writeup] = {}
    listed: dict[str, Writeup] = {}
    for original_path, group in by_original.items():
        _report_equal_languages(group, translation_of, site, diagnostics)
        _report_rules(group, original_path, translation_of, diagnostics)
        first = next(writeup for writeup in group if writeup.path == original_path)
        main = next((one for one in group if (one.language or site.language) == site.language), first)
        for writeup in group:
            links = _links(one for one in group if one is not writeup)
            (listed if writeup is main else others)[writeup.path] = replace(writeup, translations=links)
    return Languages(
        tuple(listed[writeup.path] for writeup in writeups if writeup.path in listed),
        tuple(others[writeup.path] for writeup in writeups if writeup.path in others),
    )


def _links(writeups: Iterable[Writeup]) -> tuple[Translation, ...]:
    return tuple(Translation(writeup.language, writeup.title, writeup.address) for writeup in writeups)


@dataclass(frozen=True, slots=True)
class _Originals:
    """Looks up what translations name among the writeups that are published."""

    writeups: tuple[Writeup, ...]
    translation_of: Mapping[str, Placed[str]]
    site: SiteOfLanguages
    diagnostics: Diagnostics

    def original_of(self, path: str, name: Placed[str]) -> str:
        """Return the path of what a writeup translates; empty for none, which is reported.

        One that is not published yet is none, and no mistake.
        """
        named = [writeup for writeup in self.writeups if name.value in {writeup.id, writeup.key}]
        hint = "write the id of the original, or <year>/<id>, as in its address"
        if len(named) == 1 and named[0].path != path and named[0].path not in self.translation_of:
            return named[0].path
        if len(named) > 1:
            message = f'"{name.value}" may be {" or ".join(sorted(writeup.key for writeup in named))}'
            hint = "write <year>/<id>"
        elif named and named[0].path == path:
            message = "this writeup translates itself"
        elif named:
            message = f'"{name.value}" is a translation itself'
            hint = f"name the original: {self.translation_of[named[0].path].value}"
        elif name.value in self.site.ids:
            return ""
        else:
            message = f'there is no writeup "{name.value}"'
            hint = did_you_mean(name.value, [writeup.id for writeup in self.writeups], hint)
        self.diagnostics.error(name.place, Rule.TRANSLATION, message, hint)
        return ""


def _report_rules(
    group: list[Writeup],
    original: str,
    translation_of: Mapping[str, Placed[str]],
    diagnostics: Diagnostics,
) -> None:
    """Report a translation that is under another rule of attribution than the original."""
    rule = next(writeup.event.attribution for writeup in group if writeup.path == original)
    for writeup in group:
        if writeup.event.attribution is not rule:
            message = f"the original is under another rule of attribution: {rule}"
            hint = f"write attribution: {rule} below event:"
            if rule is Attribution.ON_THE_RECORD:
                hint = f"write attribution: {writeup.event.attribution} below event: in {original}, too"
            diagnostics.error(translation_of[writeup.path].place, Rule.PROTECTED_NAME, message, hint)


def _report_equal_languages(
    group: list[Writeup],
    translation_of: Mapping[str, Placed[str]],
    site: SiteOfLanguages,
    diagnostics: Diagnostics,
) -> None:
    languages: dict[str, str] = {}
    for writeup in sorted(group, key=lambda one: one.path in translation_of):
        other = languages.setdefault(writeup.language or site.language, writeup.path)
        if other != writeup.path:
            message = f"this translation is in the language of {other}"
            hint = "write its language, such as language: de"
            diagnostics.error(translation_of[writeup.path].place, Rule.TRANSLATION, message, hint)
