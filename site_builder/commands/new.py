"""``site-builder new``: begin a file with the keys that it needs, and never replace one."""

import datetime
from pathlib import Path

import click
import yaml

from site_builder.commands.new_file import create_file
from site_builder.commands.options import find_site
from site_builder.commands.suggestions import CommandGroup
from site_builder.errors import UsageError
from site_builder.names.people import NameParser
from site_builder.names.slugs import is_reserved, slug

_WRITEUP = """\
---
# Fill in what you know, delete the rest, and write the text below the second line of dashes. In it, [[Name]]
# links to a person, an organisation, a topic, a series or another writeup of the archive.
title: {title}
date: {date}
event:
  name:
  date: {date}  # or start: {date}T09:30
  place:
  organisers: []
speakers:
  # - name: Ada Example
  #   position: Director
  #   organisation: The Trust
  # - Grace Example, Director, The Trust
mentions: []
topics: []
status: draft
---
"""

_PERSON = """\
---
name: {name}
other_names: []
links: []
---
"""

_ORGANISATION = """\
---
name: {name}
other_names: []
classification:
links: []
---
"""


@click.group(cls=CommandGroup, short_help="Start a new writeup, person or organisation.")
def command() -> None:
    """Start a new file in content/. Existing files are never replaced."""


@command.command()
@click.argument("title")
@click.option("--date", metavar="DATE", help="The day of the writeup, as 2010-10-27; default: today.")
@click.pass_obj
def writeup(directory: Path, title: str, date: str | None) -> None:
    """Start a new writeup; it is a draft until you delete the line `status: draft`."""
    root = find_site(directory)
    try:
        day = datetime.date.fromisoformat(date) if date else datetime.datetime.now().astimezone().date()
    except ValueError as error:
        raise UsageError(f'--date: "{date}" is not a day; write it as 2010-10-27') from error
    name = f"{day.isoformat()}-{_id(title)}"
    text = _WRITEUP.format(title=_quoted(title), date=day.isoformat())
    create_file(root, f"content/writeups/{day.year:04}/{name}.md", text.encode())


@command.command()
@click.argument("name")
@click.pass_obj
def person(directory: Path, name: str) -> None:
    """Start the file of a person: other names, links, a biography."""
    root = find_site(directory)
    plain = NameParser().plain(name)
    create_file(root, f"content/people/{_id(plain)}.md", _PERSON.format(name=_quoted(plain)).encode())


@command.command()
@click.argument("name")
@click.pass_obj
def organisation(directory: Path, name: str) -> None:
    """Start the file of an organisation: other names, what it was before, links."""
    root = find_site(directory)
    text = _ORGANISATION.format(name=_quoted(name))
    create_file(root, f"content/organisations/{_id(name)}.md", text.encode())


def _id(name: str) -> str:
    made = slug(name)
    if not made or is_reserved(made):
        raise UsageError(f'"{name}" gives no name for a file; use other words')
    return made


def _quoted(text: str) -> str:
    """Return text as YAML, in quotes where YAML would take it for something else."""
    dumped: str = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=10_000)
    return dumped.removesuffix("...\n").strip()
