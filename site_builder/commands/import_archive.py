"""``site-builder import``: an archive that another program wrote becomes files of this site."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import click

from site_builder.commands.options import find_site, jobs_option, json_option, moment
from site_builder.commands.reports import count_of, print_json, problems_as_json, running, show_problems
from site_builder.errors import UsageError
from site_builder.importers.formats import FORMATS
from site_builder.importers.items import ImportSettings
from site_builder.importers.report import ImportReport, Question

_SHOWN_SUBJECTS = 3
_SHOWN_LINES = 20
_PLURALS = {"person": "people"}


@click.command(short_help="Import an archive that another program wrote.")
@click.argument("arguments", nargs=-1, required=True, metavar="[FORMAT] SOURCE")
@click.option(
    "--into", metavar="FOLDER", default="", help="A folder below content/writeups/ for the writeups."
)
@click.option("--suggest", "suggests", is_flag=True, help="Propose speakers and more from each text.")
@click.option("--fetch", "fetches", is_flag=True, help="Fetch pictures that texts show from elsewhere.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@click.option("--all", "shows_all", is_flag=True, help="List every place of every question.")
@jobs_option
@json_option
@click.pass_obj
def command(
    directory: Path,
    arguments: tuple[str, ...],
    into: str,
    suggests: bool,
    fetches: bool,
    dry_run: bool,
    shows_all: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Import SOURCE, a file, a folder or a .zip, into this site.

    FORMAT is text, word, blogger, wordpress, markdown, html, csv, ics, schedule or popolo; without it, the
    format is found out. Files that were edited here since an earlier import are never touched. All is
    written, or nothing.
    """
    from site_builder.importers.run import import_archive  # noqa: PLC0415 - slow to import

    root = find_site(directory)
    format, source = _format_and_source(arguments)
    settings = ImportSettings(
        into=_folder(into),
        format=format,
        now=moment(root, None),
        jobs=jobs,
        dry_run=dry_run,
        fetches=fetches,
    )
    with running(consequence="nothing was imported.", as_json=as_json) as progress:
        report = import_archive(root, source, settings, progress)
    if as_json:
        print_json(_as_json(report, dry_run=dry_run))
    else:
        for line in _lines(report, dry_run=dry_run, shows_all=shows_all):
            click.echo(line)
        show_problems(report.others, root)
    if suggests and not as_json:
        from site_builder.commands.suggest import print_suggestions  # noqa: PLC0415 - slow to import

        print_suggestions(root, [root / path for path in (*report.new, *report.updated)])


def _format_and_source(arguments: tuple[str, ...]) -> tuple[str, Path]:
    if len(arguments) > 2:
        raise UsageError("give one source at a time: site-builder import [FORMAT] SOURCE")
    if len(arguments) == 2:
        if arguments[0] not in FORMATS:
            raise UsageError(f'there is no format "{arguments[0]}"; the formats are: {", ".join(FORMATS)}')
        return arguments[0], Path(arguments[1])
    if arguments[0] in FORMATS and not Path(arguments[0]).exists():
        raise UsageError(f"name the source, too: site-builder import {arguments[0]} SOURCE")
    return "", Path(arguments[0])


def _folder(into: str) -> str:
    path = PurePosixPath(into.replace("\\", "/").removeprefix("content/writeups/").strip("/") or ".")
    if (
        path.is_absolute()
        or ".." in path.parts
        or any(part.startswith(".") for part in path.parts if part != ".")
    ):
        raise UsageError(f'--into: "{into}" is no folder below content/writeups/; write a name such as blog')
    return "" if str(path) == "." else str(path)


def _lines(report: ImportReport, *, dry_run: bool, shows_all: bool) -> Iterator[str]:
    written = len(report.new) + len(report.updated)
    kinds = ", ".join(_counted(kind, number) for kind, number in sorted(report.kinds.items()))
    verb = "Would import" if dry_run else "Imported"
    yield (
        f"{verb} {count_of(written, 'item', 'items')} of {report.items:,} "
        f"from {report.source} ({report.format}){f': {kinds}' if kinds else ''}."
    )
    details = [
        (len(report.new), "new"),
        (len(report.updated), "updated"),
        (report.unchanged, "unchanged"),
        (len(report.left_alone), "left alone"),
        (len(report.left_out), "not imported"),
    ]
    yield "  " + ", ".join(f"{number:,} {what}" for number, what in details) + f"; {report.items:,} in all"
    others = [
        (report.drafts, "draft", "drafts"),
        (report.files, "file beside the texts", "files beside the texts"),
        (report.comments, "comment", "comments"),
    ]
    shown = [count_of(number, one, many) for number, one, many in others if number]
    if shown:
        yield f"  with {', '.join(shown)}"
    yield from _reasons("Left alone", report.left_alone, shows_all=shows_all)
    yield from _reasons("Not imported", report.left_out, shows_all=shows_all)
    if report.no_longer_there:
        count = count_of(len(report.no_longer_there), "text is", "texts are")
        yield f"{count} no longer in the source; the files stay: {', '.join(report.no_longer_there[:5])}"
    if report.questions:
        yield ""
        yield f"{count_of(len(report.questions), 'question', 'questions')}, the one that settles most first:"
    for number, question in enumerate(report.questions, start=1):
        yield from _question(number, question, shows_all=shows_all)


def _counted(kind: str, number: int) -> str:
    return count_of(number, kind, _PLURALS.get(kind, f"{kind}s"))


def _reasons(title: str, entries: list[tuple[str, str]], *, shows_all: bool) -> Iterator[str]:
    """Yield lines with the places of what was not written, by reason."""
    by_reason: dict[str, list[str]] = {}
    for place, reason in entries:
        by_reason.setdefault(reason, []).append(place)
    for index, (reason, places) in enumerate(sorted(by_reason.items(), key=lambda one: -len(one[1]))):
        if index == _SHOWN_LINES and not shows_all:
            yield f"{title}: ... and {len(by_reason) - index} more reasons; --all lists them"
            return
        most = len(places) if shows_all else _SHOWN_SUBJECTS
        more = f" and {len(places) - most:,} more" if len(places) > most else ""
        count = f" ({len(places):,})" if len(places) > 1 else ""
        yield f"{title}{count}: {reason}: {', '.join(places[:most])}{more}"


def _question(number: int, question: Question, *, shows_all: bool) -> Iterator[str]:
    times = f" ({question.times:,} times)" if question.times > 1 else ""
    yield f"{number:3}. {question.kind}{times}; {question.hint}"
    most = len(question.subjects) if shows_all else _SHOWN_SUBJECTS
    for subject, place, count in question.subjects[:most]:
        again = f" ({count:,} times)" if count > 1 else ""
        yield f"       {place}: {subject}{again}" if place.path else f"       {subject}{again}"
    if len(question.subjects) > most:
        yield f"       ... and {len(question.subjects) - most:,} more; --all lists them"


def _as_json(report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    return {
        "ok": True,
        "dry_run": dry_run,
        "format": report.format,
        "source": report.source,
        "ledger": report.ledger,
        "items": report.items,
        "kinds": report.kinds,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "left_alone": [{"place": place, "reason": reason} for place, reason in report.left_alone],
        "left_out": [{"place": place, "reason": reason} for place, reason in report.left_out],
        "no_longer_there": report.no_longer_there,
        "drafts": report.drafts,
        "files": report.files,
        "comments": report.comments,
        "remote": list(report.remote),
        "questions": [
            {
                "kind": question.kind,
                "hint": question.hint,
                "times": question.times,
                "subjects": [
                    {"subject": subject, "path": place.path, "line": place.line, "times": count}
                    for subject, place, count in question.subjects
                ],
            }
            for question in report.questions
        ],
        "problems": problems_as_json(report.others),
    }
