"""``site-builder suggest``: what a text says of its event and its people, proposed with its evidence."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.commands.options import find_site, json_option
from site_builder.commands.reports import count_of, print_json, running, say_changed
from site_builder.errors import UsageError

if TYPE_CHECKING:
    from site_builder.refactor.answers import AnswerFiles
    from site_builder.suggestions.proposals import Proposal
    from site_builder.suggestions.run import FileProposals

_SURE = 0.8


@click.command(short_help="Propose speakers, topics and more from texts.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--accept", "asks", is_flag=True, help="Ask for each proposal, and write what you accept.")
@click.option(
    "--write",
    "least",
    type=click.FloatRange(0, 1),
    is_flag=False,
    flag_value=_SURE,
    metavar="[CONFIDENCE]",
    help=f"Write every proposal that is at least so sure; default: {_SURE}.",
)
@json_option
@click.pass_obj
def command(directory: Path, files: tuple[Path, ...], asks: bool, least: float | None, as_json: bool) -> None:
    """Propose the front matter of FILES, or of all writeups, from their texts.

    That is the event with its date, organiser and place, speakers with position and organisation, people
    quoted by others, sources, topics and statements. Each proposal comes with the words that it follows from,
    and with how sure it is, from 0 to 1. Nothing is written without --accept or --write, and check --undo
    takes back what was. What was accepted is known to the archive, and makes the next texts easier.
    """
    from site_builder.refactor.answers import AnswerFiles  # noqa: PLC0415 - slow to import
    from site_builder.suggestions.front_matter import as_json as proposal_as_json  # noqa: PLC0415
    from site_builder.suggestions.run import suggest  # noqa: PLC0415

    if asks and (as_json or least is not None):
        raise UsageError("--accept asks on the terminal: give it without --json and without --write")
    root = find_site(directory)
    with running(consequence="nothing was proposed.", as_json=as_json):
        found = list(suggest(root, files))
    changes = AnswerFiles(root)
    if as_json:
        print_json(
            {
                "ok": True,
                "files": [
                    {
                        "path": one.path,
                        "proposals": [proposal_as_json(proposal) for proposal in one.proposals],
                    }
                    for one in found
                ],
            }
        )
    if asks:
        _ask(found, changes)
    elif least is not None:
        for one in found:
            _write(
                one.path, [proposal for proposal in one.proposals if proposal.confidence >= least], changes
            )
    elif not as_json:
        _show(found)
    if asks or (least is not None and not as_json):
        say_changed(len(changes.after))


def print_suggestions(root: Path, files: list[Path]) -> None:
    """Print the proposals for files that were imported."""
    from site_builder.suggestions.run import suggest  # noqa: PLC0415 - slow to import

    if files:
        _show(list(suggest(root, [file for file in files if "/content/writeups/" in file.as_posix()])))


def _show(found: "list[FileProposals]") -> None:
    from site_builder.suggestions.front_matter import as_commented_yaml  # noqa: PLC0415 - slow to import

    shown = [one for one in found if one.proposals]
    for one in shown:
        click.echo(f"--- # {one.path}")
        for line in as_commented_yaml(one.proposals):
            click.echo(line)
    total = sum(len(one.proposals) for one in shown)
    click.echo(
        f"{count_of(total, 'proposal', 'proposals')} for {count_of(len(shown), 'text', 'texts')}; nothing"
        f" was written:"
        " --accept asks for each, --write takes the surest.",
        err=True,
    )


def _ask(found: "list[FileProposals]", changes: "AnswerFiles") -> None:
    from site_builder.suggestions.front_matter import as_commented_yaml  # noqa: PLC0415 - slow to import

    total, number = sum(len(one.proposals) for one in found), 0
    try:
        for one in found:
            accepted = []
            for proposal in one.proposals:
                number += 1
                click.echo(f"\n[{number}/{total}] {one.path}")
                for line in as_commented_yaml([proposal]):
                    click.echo(line)
                answer = click.prompt(
                    "Accept", type=click.Choice(["y", "n", "skip", "q"]), default="n", show_choices=True
                )
                if answer == "y":
                    accepted.append(proposal)
                if answer in {"skip", "q"}:
                    break
            _write(one.path, accepted, changes)
            if one.proposals and answer == "q":
                return
    except click.Abort:
        click.echo()


def _write(path: str, accepted: "list[Proposal]", changes: "AnswerFiles") -> None:
    from site_builder.suggestions.run import write_accepted  # noqa: PLC0415 - slow to import

    if not accepted:
        return
    try:
        write_accepted(path, accepted, changes)
    except UsageError as error:
        click.echo(f"Not written: {error}", err=True)
