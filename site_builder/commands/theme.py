"""``site-builder theme``: the files of the default theme, and a copy of one to change."""

from pathlib import Path

import click

from site_builder.commands.new_file import create_file
from site_builder.commands.options import find_site, json_option
from site_builder.commands.reports import print_json
from site_builder.commands.suggestions import CommandGroup
from site_builder.errors import UsageError
from site_builder.paths import TEMPLATES
from site_builder.theme_files import list_theme, theme_root


@click.group(cls=CommandGroup, short_help="List the files of the theme, or copy one to change it.")
def command() -> None:
    """Look at the files of the default theme, and copy those that you want to change into your site.

    A file of your site takes the place of the file of the theme with the same name.
    """


@command.command("list", short_help="List the files of the theme.")
@json_option
@click.pass_obj
def list_command(directory: Path, as_json: bool) -> None:
    """List the files of the default theme, and say which of them your site replaces."""
    root = find_site(directory)
    # In a checkout of site-builder the theme lies in the folder of the demonstration: nothing is replaced.
    is_theme = root.resolve() == theme_root().resolve()
    replaced = {name: not is_theme and (root / name).is_file() for name in list_theme()}
    if as_json:
        print_json({"files": [{"path": name, "replaced": value} for name, value in replaced.items()]})
        return
    for name, is_replaced in replaced.items():
        click.echo(f"{name} (replaced by your site)" if is_replaced else name)


@command.command(short_help="Copy a file of the theme into your site.")
@click.argument("file")
@click.pass_obj
def copy(directory: Path, file: str) -> None:
    """Copy FILE of the default theme into your site, to change it there.

    FILE is a name from `site-builder theme list`, such as templates/base.html; templates/ can be left out.
    """
    root = find_site(directory)
    names = list_theme()
    name = file if file in names else f"{TEMPLATES}/{file}"
    if name not in names:
        from site_builder.schema.nearest import did_you_mean  # noqa: PLC0415 - needed for a mistake only

        short = (name.removeprefix(f"{TEMPLATES}/") for name in names)
        hint = did_you_mean(file, (*names, *short), "`site-builder theme list` has all of them")
        raise UsageError(f'the theme has no file "{file}"; {hint}')
    create_file(root, name, (theme_root() / name).read_bytes())
