"""``site-builder people``: merge, rename, and withhold."""

from pathlib import Path

import click

from site_builder.commands.differences import difference
from site_builder.commands.merge_rename import registry_commands
from site_builder.commands.options import find_site, json_option
from site_builder.commands.reports import count_of, print_json, report_failure
from site_builder.errors import ProblemsFound
from site_builder.kinds import Kind

command = registry_commands(Kind.PEOPLE)


@command.command("withhold", short_help="Print a name nowhere any more.")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@json_option
@click.pass_obj
def withhold(directory: Path, name: str, dry_run: bool, as_json: bool) -> None:
    """Serve the request of NAME, given by name or by id, to be removed from the archive.

    The file of the person gets withheld: true. A neutral wording then stands wherever a list of speakers has
    the name. Every place in a text that has it is listed: only you can rewrite these.
    """
    from site_builder.refactor.undo import rewrite_with_undo  # noqa: PLC0415 - slow to import
    from site_builder.refactor.withhold import withhold  # noqa: PLC0415

    root = find_site(directory)
    try:
        withheld = withhold(root, name)
    except ProblemsFound as error:
        report_failure(error, as_json=as_json, consequence="no file was changed.")
        raise click.exceptions.Exit(1) from error
    if not dry_run:
        rewrite_with_undo(root, withheld.edits.files)
    changed = list(withheld.edits.files)
    if as_json:
        places = [
            {"path": place.path, "line": place.line, "column": place.column} for place in withheld.places
        ]
        print_json({"ok": True, "dry_run": dry_run, "changed": changed, "places": places})
        return
    for path, text in withheld.edits.files.items() if dry_run else ():
        click.echo(difference(path, withheld.edits.before.get(path, ""), text or ""), nl=False)
    for place in withheld.places:
        click.echo(f"{place}: the name stands here")
    verb = "Would change" if dry_run else "Changed"
    click.echo(f"{verb} {', '.join(changed) or 'nothing: the name is withheld already'}.")
    if withheld.places:
        count = count_of(len(withheld.places), "place", "places")
        click.echo(f"{count} in texts to be rewritten; a build stops until none is left.")
