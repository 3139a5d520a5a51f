"""Every command, option, key, rule and template is in the manual, and the reverse."""

import dataclasses
import re
from typing import Any

import click
import pytest

from site_builder.cli import COMMANDS, cli
from site_builder.config import SCHEMA
from site_builder.errors import Rule
from site_builder.kinds import Kind
from site_builder.schema.records import Record, inner_record
from site_builder.sources.fields import SCHEMAS
from tests.conftest import ROOT
from tests.manual import MAN_PAGE, THEMING, man_page, views, with_view_table

DOCS = ROOT / "docs"


def sections(page: str) -> dict[str, str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return {part.split("\n", 1)[0].strip(): part for part in re.split(r"^## ", text, flags=re.M)[1:]}


def keys_of(section: str) -> list[str]:
    cells = re.findall(r"^\| (`[^|]*`) \|", section, flags=re.M)
    return [key for cell in cells for key in re.findall(r"`([^`]*)`", cell)]


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(context, name)  # type: ignore[attr-defined]
        found[name] = command
        if isinstance(command, click.Group):
            found.update({f"{name} {inner}": one for inner, one in command.commands.items()})
    return found


def test_every_command_is_in_the_manual_and_the_reverse() -> None:
    documented = {name.removeprefix("site-builder ") for name in sections("commands.md")}
    assert documented == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_is_in_the_manual_and_the_reverse(name: str) -> None:
    section = sections("commands.md")[f"site-builder {name}"]
    options = [one for one in commands()[name].params if isinstance(one, click.Option)]
    assert set(keys_of(section)) == {max(one.opts, key=len) for one in options}
    assert all(one.help for one in options)


def test_every_rule_is_in_the_manual_with_an_example_and_a_remedy() -> None:
    documented = sections("problems.md")
    assert list(documented) == [rule.value for rule in Rule]
    for rule, section in documented.items():
        example = section.split("```")[1].strip()
        messages = (ROOT / "tests/invalid" / rule / "expected.txt").read_text(encoding="utf-8").splitlines()
        assert example in messages, rule
        assert section.split("```")[2].strip(), rule


def inner(record: Record[Any], name: str) -> Record[Any]:
    found = inner_record(next(key.shape for key in record.keys if key.name == name))
    assert found
    return found


def test_every_key_is_in_the_manual_and_the_reverse() -> None:
    writeup = SCHEMAS[Kind.WRITEUPS]
    writing, people = sections("writing.md"), sections("people-and-organisations.md")
    tables = [
        (writing["The keys of a writeup"], writeup),
        (writing["The keys of an event"], inner(writeup, "event")),
        (writing["Speakers"], inner(writeup, "speakers")),
        (writing["Mentions"], inner(writeup, "mentions")),
        (people["A person"], SCHEMAS[Kind.PEOPLE]),
        (people["An organisation"], SCHEMAS[Kind.ORGANISATIONS]),
        (people["A topic"], SCHEMAS[Kind.TOPICS]),
        (people["A series"], SCHEMAS[Kind.SERIES]),
        (people["A page"], SCHEMAS[Kind.PAGES]),
        (sections("configuration.md")["The keys of site.toml"], SCHEMA),
    ]
    for section, record in tables:
        assert set(keys_of(section)) == {key.name for key in record.keys}, section.split("\n")[0]
        for key in record.keys:
            assert key.about.endswith(".")


def test_a_record_is_made_of_its_keys() -> None:
    for record in (*SCHEMAS.values(), SCHEMA):
        made = {field.name for field in dataclasses.fields(record.make)}
        assert {key.name for key in record.keys} <= made


def test_every_template_and_its_view_is_in_the_manual() -> None:
    text = THEMING.read_text(encoding="utf-8")
    assert with_view_table(text) == text, "run make manual"
    shipped = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*")}
    assert {path for path in shipped - set(views()) if not path.startswith("partials/")} == {"base.html"}


def test_the_manual_page_is_current() -> None:
    assert MAN_PAGE.read_text(encoding="utf-8") == man_page(), "run make manual"


def test_the_manual_has_no_broken_links() -> None:
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http", "../people/", "/writeups", "slides", "hall")):
                assert (page.parent / target).exists(), (page, target)
