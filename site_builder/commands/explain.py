"""``site-builder explain``: what a page depends on, and why the next build makes it again."""

import json
from pathlib import Path
from typing import Any

import click

from site_builder.build import Explanation, explain
from site_builder.commands.options import (
    end_progress,
    find_site,
    json_option,
    moment,
    print_json,
    progress,
    report_failure,
    selection_options,
)
from site_builder.errors import ProblemsFound
from site_builder.options import Order

_WIDTH = 100
_SOME = 10


@click.command(short_help="Tell what a page depends on.")
@click.argument("address")
@selection_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Built where; _site in the site if not given.",
)
@click.option("--file-urls", is_flag=True, help="As built with this option.")
@json_option
@click.pass_obj
def command(
    directory: Path,
    address: str,
    drafts: bool,
    as_of: str | None,
    base_url: str | None,
    out: Path | None,
    file_urls: bool,
    as_json: bool,
) -> None:
    """Tell what the page at ADDRESS depends on, and what changed since the last build.

    ADDRESS is that of a page, such as /speakers/steven-reed/, or the path of a file of the site.
    """
    root = find_site(directory)
    order = Order(root, moment(root, as_of), drafts, base_url, file_urls, with_full_text=True)
    output = out if out is not None else root / "_site"
    try:
        found = explain(order, output.absolute(), address, progress(quiet=as_json, verbose=False))
    except ProblemsFound as problems:
        end_progress(quiet=as_json, verbose=False)
        report_failure(problems, as_json=as_json, consequence="nothing can be told until they are mended.")
        raise click.exceptions.Exit(1) from problems
    end_progress(quiet=as_json, verbose=False)
    if as_json:
        print_json([_as_json(one) for one in found])
        return
    for one in found:
        _show(one)
    changed = found[0].changed_inputs
    if changed:
        more = f" and {len(changed) - _SOME:,} more" if len(changed) > _SOME else ""
        click.echo(f"Changed since the last build: {', '.join(changed[:_SOME])}{more}.")


def _show(one: Explanation) -> None:
    click.echo(one.address)
    click.echo(f"  file       {one.path}")
    click.echo(f"  made for   {one.claimed_by}")
    if one.templates:
        click.echo(f"  templates  {', '.join(one.templates)}")
    if one.facts:
        click.echo("  facts")
    width = max((len(name) for name in one.facts), default=0)
    for name, value in one.facts.items():
        text = value.decode()
        shown = text if len(text) <= _WIDTH else f"{text[:_WIDTH]}... ({len(text):,} characters)"
        click.echo(f"    {name:{width}}  {shown}")
    if one.reasons:
        click.echo("  made again by the next build:")
        for reason in one.reasons:
            click.echo(f"    {reason}")
    else:
        click.echo("  up to date")


def _as_json(one: Explanation) -> dict[str, Any]:
    return {
        "address": one.address,
        "path": one.path,
        "made_for": one.claimed_by,
        "templates": list(one.templates),
        "facts": {name: json.loads(value) for name, value in one.facts.items()},
        "up_to_date": not one.reasons,
        "reasons": list(one.reasons),
        "changed_inputs": list(one.changed_inputs),
    }
