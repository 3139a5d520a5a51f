"""``site-builder explain``: what a page depends on, and where a name occurs."""

import json
from pathlib import Path
from typing import Any

import click

from site_builder.commands.options import find_site, json_option, moment, output_folder, selection_options
from site_builder.commands.reports import print_json, running
from site_builder.explain import Explanation, explain
from site_builder.options import BuildOptions

_WIDTH = 100
_SHOWN_INPUTS = 10


@click.command(short_help="Explain what a page depends on, or where a name occurs.")
@click.argument("subject", metavar="ADDRESS|FILE|NAME")
@selection_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The directory that was built into; default: _site in the folder of the site.",
)
@click.option("--file-urls", is_flag=True, help="Explain a site that was built with this option.")
@json_option
@click.pass_obj
def command(
    directory: Path,
    subject: str,
    drafts: bool,
    as_of: str | None,
    base_url: str | None,
    out: Path | None,
    file_urls: bool,
    as_json: bool,
) -> None:
    """Explain a page or a name.

    What begins with a slash is the ADDRESS of a page, such as /speakers/steven-reed/; a FILE of the site
    stands for the pages that are made from it. Of these you learn what they depend on, and what changed since
    the last build. Anything else is a NAME: you learn how it is taken apart, whom or what it means, and where
    that occurs.
    """
    root = find_site(directory)
    options = BuildOptions(
        root=root,
        output=output_folder(root, out),
        now=moment(root, as_of),
        with_drafts=drafts,
        base_url=base_url,
        file_urls=file_urls,
        with_full_text=True,
    )
    path = _file_of_site(root, subject)
    is_name = not subject.startswith("/") and path is None
    with running(consequence="nothing can be explained until they are fixed.", as_json=as_json) as progress:
        if is_name:
            from site_builder.commands.explained_name import print_name  # noqa: PLC0415 - slow to import
            from site_builder.queries.archive import load_archive  # noqa: PLC0415

            archive = load_archive(options, progress)
        else:
            explanations = explain(options, path or subject, progress)
    if is_name:
        print_name(archive, subject, as_json=as_json)
        return
    if as_json:
        print_json([_as_json(explanation) for explanation in explanations])
        return
    for explanation in explanations:
        _print(explanation)
    changed = explanations[0].changed_inputs
    if changed:
        more = f" and {len(changed) - _SHOWN_INPUTS:,} more" if len(changed) > _SHOWN_INPUTS else ""
        click.echo(f"Changed since the last build: {', '.join(changed[:_SHOWN_INPUTS])}{more}.")


def _file_of_site(root: Path, subject: str) -> str | None:
    """Return the path from the root of a site of a file that is there, named from the root or from here."""
    for file in (root / subject, Path(subject).absolute()):
        if file.is_file() and file.resolve().is_relative_to(root.resolve()):
            return file.resolve().relative_to(root.resolve()).as_posix()
    return None


def _print(explanation: Explanation) -> None:
    click.echo(explanation.address)
    click.echo(f"  file       {explanation.path}")
    click.echo(f"  made for   {explanation.claimed_by}")
    if explanation.templates:
        click.echo(f"  templates  {', '.join(explanation.templates)}")
    if explanation.facts:
        click.echo("  facts")
    width = max((len(name) for name in explanation.facts), default=0)
    for name, value in explanation.facts.items():
        text = value.decode()
        shown = text if len(text) <= _WIDTH else f"{text[:_WIDTH]}... ({len(text):,} characters)"
        click.echo(f"    {name:{width}}  {shown}")
    if explanation.reasons:
        click.echo("  made again by the next build:")
        for reason in explanation.reasons:
            click.echo(f"    {reason}")
    else:
        click.echo("  up to date")


def _as_json(explanation: Explanation) -> dict[str, Any]:
    return {
        "address": explanation.address,
        "path": explanation.path,
        "made_for": explanation.claimed_by,
        "templates": list(explanation.templates),
        "facts": {name: json.loads(value) for name, value in explanation.facts.items()},
        "up_to_date": not explanation.reasons,
        "reasons": list(explanation.reasons),
        "changed_inputs": list(explanation.changed_inputs),
    }
