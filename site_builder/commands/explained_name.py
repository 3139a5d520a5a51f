"""What ``site-builder explain`` prints about a name."""

from typing import Any

import click

from site_builder.commands.reports import count_of, print_json
from site_builder.errors import SiteError
from site_builder.names.person_name import PersonName
from site_builder.queries.archive import Archive
from site_builder.queries.names import Meaning, explain_name

_PARTS = ("given", "nickname", "particles", "family", "suffix", "place", "pronouns")


def print_name(archive: Archive, name: str, *, as_json: bool) -> None:
    """Print how a name is taken apart, whom or what it means, and where that occurs.

    Raises :class:`SiteError` for a name that nobody and nothing has.
    """
    explanation = explain_name(archive, name)
    if as_json:
        print_json(
            {
                "name": name,
                "line": explanation.line,
                "parts": _parts(explanation.parsed),
                "doubts": list(explanation.doubts),
                "meanings": [_as_json(meaning) for meaning in explanation.meanings],
                "nearest": explanation.nearest,
            }
        )
        return
    click.echo(name)
    if "," in name:
        click.echo(f"  as a line of speakers:  {explanation.line}")
    is_person = not explanation.meanings or any(meaning.noun == "person" for meaning in explanation.meanings)
    if is_person:
        parts = ", ".join(f'{part} "{value}"' for part, value in _parts(explanation.parsed).items())
        click.echo(f"  as a person's name      {parts}")
        for doubt in explanation.doubts:
            click.echo(f"  doubt                   {doubt}")
    for meaning in explanation.meanings:
        _print_meaning(meaning)
    if not explanation.meanings:
        hint = (
            f'did you mean "{explanation.nearest}"?'
            if explanation.nearest
            else "site-builder list people names all"
        )
        raise SiteError(f'nobody and nothing in the archive has the name "{name}"; {hint}')


def _parts(parsed: PersonName) -> dict[str, str]:
    """Return the parts of a name that it has."""
    parts = {"titles": " ".join(title.text for title in parsed.titles)}
    parts.update((part, getattr(parsed, part)) for part in _PARTS)
    parts["letters behind it"] = " ".join(parsed.post_nominals)
    parts["sorted as"] = parsed.sort
    return {part: value for part, value in parts.items() if value}


def _print_meaning(meaning: Meaning) -> None:
    click.echo(f"\n{meaning.noun} {meaning.id}: {meaning.name}")
    click.echo(f"  page         {meaning.address}")
    click.echo(f"  file         {meaning.path or 'none of its own'}")
    if meaning.other_names:
        click.echo(f"  other names  {'; '.join(meaning.other_names)}")
    click.echo(f"  {count_of(len(meaning.occurrences), 'occurrence', 'occurrences')}")
    for occurrence in meaning.occurrences:
        label = f": {occurrence.label}" if occurrence.label else ""
        click.echo(f"    {occurrence.place}: {occurrence.role}{label}")


def _as_json(meaning: Meaning) -> dict[str, Any]:
    return {
        "kind": meaning.noun,
        "id": meaning.id,
        "name": meaning.name,
        "other_names": list(meaning.other_names),
        "address": meaning.address,
        "file": meaning.path,
        "occurrences": [
            {
                "path": occurrence.place.path,
                "line": occurrence.place.line,
                "column": occurrence.place.column,
                "as": occurrence.role,
                "label": occurrence.label,
            }
            for occurrence in meaning.occurrences
        ],
    }
