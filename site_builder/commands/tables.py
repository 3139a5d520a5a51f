"""A table on the standard output: for people, for spreadsheets, for programs, or for a text."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from site_builder.commands.options import json_option
from site_builder.commands.problem_listing import columns_of
from site_builder.commands.suggestions import Choice
from site_builder.formats.csv_table import csv_file

FORMATS = ("table", "csv", "json", "markdown")
F = TypeVar("F", bound=Callable[..., Any])


def format_options(function: F) -> F:
    """Add ``--format`` and ``--json``, which is short for one of them."""
    form = click.option(
        "--format",
        "form",
        type=Choice(FORMATS),
        default="table",
        show_default=True,
        help="How it is printed.",
    )
    return json_option(form(function))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Print a table in one of :data:`FORMATS`."""
    rows = list(rows)
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif form == "csv":
        data = csv_file({"columns": columns, "rows": rows}).removeprefix("\ufeff".encode())
        click.echo(data.decode().replace("\r\n", "\n"), nl=False)
    elif form == "markdown":
        click.echo(_markdown_row(columns))
        click.echo(_markdown_row("--:" if _is_number(rows, at) else "---" for at in range(len(columns))))
        for row in rows:
            click.echo(_markdown_row(map(str, row)))
    else:
        for line in _lines(columns, rows):
            click.echo(line)


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _is_number(rows: Sequence[Sequence[Any]], at: int) -> bool:
    return bool(rows) and all(isinstance(row[at], int) for row in rows)


def _lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterable[str]:
    """Yield a table in columns; on a terminal, the widest are cut so that a row fits into a line."""
    cells = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    widths = [max(map(columns_of, column)) for column in zip(columns, *cells, strict=True)]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if room:
        while sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > _NARROWEST:
            widths[widths.index(max(widths))] -= 1
    numbers = [_is_number(rows, at) for at in range(len(columns))]
    for row in ([name.replace("_", " ") for name in columns], *cells):
        fitted = (
            _fitted(cell, width, right) for cell, width, right in zip(row, widths, numbers, strict=True)
        )
        yield "  ".join(fitted).rstrip()


_NARROWEST = 8


def _fitted(cell: str, width: int, right: bool) -> str:
    while columns_of(cell) > width:
        cell = cell.removesuffix("…")[:-1] + "…"
    space = " " * (width - columns_of(cell))
    return space + cell if right else cell + space
