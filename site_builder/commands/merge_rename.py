"""What the commands for people, organisations, topics, series and events share: merge and rename."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from site_builder.commands.differences import difference
from site_builder.commands.options import find_site, json_option
from site_builder.commands.reports import count_of, print_json, report_failure
from site_builder.commands.suggestions import CommandGroup
from site_builder.errors import ProblemsFound
from site_builder.kinds import Kind
from site_builder.refactor.events import merge_events, rename_event
from site_builder.refactor.merge import merge, rename
from site_builder.refactor.undo import rewrite_with_undo
from site_builder.refactor.workspace import Edits

F = TypeVar("F", bound=Callable[..., Any])


def registry_commands(kind: Kind) -> click.Group:
    """Return the group of commands for one kind of content."""
    noun = kind.noun
    can_hide = kind in {Kind.PEOPLE, Kind.ORGANISATIONS}

    @click.group(cls=CommandGroup, name=kind.value, short_help=f"Merge or rename {kind.value}.")
    def group() -> None:
        """Make two names one, or change a name."""

    group.help = (
        f"Make two names of one {noun} one, or change the name of a {noun}, in the files of your site.\n\n"
        "Comments and the order of keys stay as they are. Names in writeups stay, too: they are known as "
        "other names afterwards. All files are changed, or none."
    )

    merge_help = (
        f"Make the {noun} OTHER one with INTO, both given by name or by id.\n\n"
        "INTO keeps its name and its address; that of OTHER leads there."
    )
    rename_help = (
        f"Give the {noun} ONE, given by name or by id, another NAME and the address that goes with it.\n\n"
        "The old address leads to the new one."
    )
    is_event = kind is Kind.EVENTS
    for name, short_help, function, arguments, help_text in (
        ("merge", "Make two names one.", merge_events if is_event else merge, ("OTHER", "INTO"), merge_help),
        ("rename", "Change a name.", rename_event if is_event else rename, ("ONE", "NAME"), rename_help),
    ):
        command = _edit_command(kind, function, arguments, can_hide=can_hide)
        group.command(name, short_help=short_help, help=help_text)(command)
    return group


def _edit_command(
    kind: Kind, edit: Callable[..., Edits], arguments: tuple[str, str], *, can_hide: bool
) -> Callable[..., None]:
    """Return what a command does that changes one name into another, the arguments of ``edit``."""

    @click.argument("old", metavar=arguments[0])
    @click.argument("new", metavar=arguments[1])
    @_options(can_hide=can_hide)
    @click.pass_obj
    def command(
        directory: Path, old: str, new: str, dry_run: bool, as_json: bool, never_print: bool = False
    ) -> None:
        change = partial(edit, find_site(directory), kind, old, new, never_print=never_print)
        _run(change, directory, kind, dry_run=dry_run, as_json=as_json)

    return command


def _options(*, can_hide: bool) -> Callable[[F], F]:
    def add(function: F) -> F:
        function = click.option("--dry-run", is_flag=True, help="Only show what would change.")(function)
        if can_hide:
            function = click.option(
                "--never-print",
                is_flag=True,
                help="Print the old name nowhere, and make no redirect from its address.",
            )(function)
        return json_option(function)

    return add


def _run(edit: Callable[[], Edits], root: Path, kind: Kind, *, dry_run: bool, as_json: bool) -> None:
    """Do what is to be done in the files of a site, and say what that was."""
    try:
        edits = edit()
    except ProblemsFound as error:
        report_failure(error, as_json=as_json, consequence="no file was changed.")
        raise click.exceptions.Exit(1) from error
    if not dry_run:
        rewrite_with_undo(root, edits.files)
    changed = [path for path, text in edits.files.items() if text is not None]
    removed = [path for path, text in edits.files.items() if text is None]
    old, new = kind.address(edits.old_id), kind.address(edits.new_id)
    if as_json:
        answer = {"ok": True, "dry_run": dry_run, "changed": changed, "removed": removed, "address": new}
        print_json({**answer, "redirects": [old] if edits.redirects else []})
        return
    if dry_run:
        for path, text in edits.files.items():
            click.echo(difference(path, edits.before.get(path, ""), text or ""), nl=False)
    verb = "Would change" if dry_run else "Changed"
    parts = [f"{verb} {count_of(len(changed), 'file', 'files')}: {', '.join(changed)}"]
    if removed:
        parts.append(f"{'would remove' if dry_run else 'removed'} {', '.join(removed)}")
    click.echo(f"{'; '.join(parts)}.")
    if edits.redirects:
        click.echo(f"{old} {'would lead' if dry_run else 'will lead'} to {new} after the next build.")
    if not dry_run:
        click.echo("site-builder check --undo takes it back.")
