"""``site-builder serve``: the site in a browser while it is being written."""

import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import click

from site_builder.build import build
from site_builder.commands.options import find_site, moment
from site_builder.commands.problem_listing import excerpt_of
from site_builder.commands.reports import (
    count_of,
    problems_as_json,
    report_failure,
    show_problems,
)
from site_builder.commands.terminal import progress_line
from site_builder.config import read_config
from site_builder.entities import HeldBack
from site_builder.errors import Diagnostics, Problem, ProblemsFound, SiteError, Superseded
from site_builder.incremental.memory import BuildMemory
from site_builder.options import BuildOptions, BuildReport
from site_builder.output.manifest import Manifest, read_manifest
from site_builder.paths import OUTPUT
from site_builder.preview.messages import Built, ServerSettings
from site_builder.preview.process import PreviewServer
from site_builder.runtime.store import state_folder
from site_builder.runtime.workers import processors

if TYPE_CHECKING:
    from site_builder.preview.watching import SiteWatcher

_PORT = 8000
#: How many ports behind the usual one are tried, if that is taken.
_MORE_PORTS = 9
#: Seconds between two looks at the files of the site while a build is running.
_BETWEEN_LOOKS = 0.5
#: How many files a line names.
_NAMED = 8


@click.command(short_help="Show the site in a browser while you write.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help=f"Where to serve; default: {_PORT}, or the next that is free.",
)
@click.option(
    "--no-drafts", is_flag=True, help="Leave out drafts and what is under embargo, as a build does."
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("--follow", is_flag=True, help="Let the browser go to the page of the file that was saved.")
@click.option(
    "--editor",
    metavar="URL",
    default="vscode://file{path}:{line}:{column}",
    show_default=True,
    help="What a link to a mistake opens: an address with {path}, {line} and {column}.",
)
@click.option("--as-of", metavar="DATE", help="Show the site as on this day or at this time.")
@click.pass_obj
def command(
    directory: Path,
    port: int | None,
    no_drafts: bool,
    opens: bool,
    follow: bool,
    editor: str,
    as_of: str | None,
) -> None:
    """Show the site in a browser on this machine; every saved change appears at once.

    Drafts are shown, too, and what is under embargo, each with a line that says so. The preview is built
    beside the site, so that _site/ stays as you last built it. After a mistake the browser and the terminal
    say what is wrong, and the last good pages stay.
    """
    root = find_site(directory)
    output = state_folder(root) / "preview"
    output.mkdir(exist_ok=True)
    config = read_config(root, Diagnostics())  # a broken site.toml is reported by the build
    base_path = urlsplit(config.base_url).path or "/"
    ports = (port,) if port else tuple(range(_PORT, _PORT + _MORE_PORTS))
    server = PreviewServer(ServerSettings(output, base_path, ports, int(time.time())))
    builder = _PreviewBuilder(root, output, server, editor)
    builder.shows_drafts, builder.as_of, builder.follows = not no_drafts, as_of, follow
    try:
        from site_builder.preview.watching import SiteWatcher  # noqa: PLC0415 - while the server starts

        requests = _Requests(server, SiteWatcher(root))
        taken = server.take_port()
        if taken != ports[0]:
            click.echo(f"Port {ports[0]} is used by another program.")
        click.echo(f"Serving {server.address} - stop with Ctrl+C.")
        if opens:
            click.launch(server.address)
        builder.build(requests, ())
        while True:
            changed = requests.changes()
            if changed:
                builder.build(requests, changed)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        server.stop()


class _Requests:
    """Those who wait for pages, and the author, whose next save ends a build that is running."""

    def __init__(self, server: PreviewServer, watcher: "SiteWatcher") -> None:
        self._server = server
        self._watcher = watcher
        self._changed: frozenset[str] = frozenset()
        self._looked = 0.0

    def wanted(self) -> Collection[str]:
        """Return the files of the output that somebody waits for since the last time."""
        return self._server.wanted()

    def deliver(self, path: str, data: bytes) -> None:
        """Give the bytes of a file to those who wait for it."""
        self._server.deliver(path, data)

    def is_superseded(self) -> bool:
        """Say whether files have changed; a look takes a moment, so there are two in a second."""
        now = time.monotonic()
        if not self._changed and now - self._looked > _BETWEEN_LOOKS:
            self._changed = self._watcher.changes()
            self._looked = time.monotonic()
        return bool(self._changed)

    def changes(self) -> frozenset[str]:
        """Return the files that have changed; wait for a moment if none has."""
        changed, self._changed = self._changed, frozenset()
        return changed or self._watcher.changes()


class _PreviewBuilder:
    """Builds the preview again and again, and says in the terminal and in the browser how that went."""

    shows_drafts = True
    follows = False
    as_of: str | None = None

    def __init__(self, root: Path, output: Path, server: PreviewServer, editor: str) -> None:
        self._root = root
        self._output = output
        self._server = server
        self._editor = editor
        self._memory = BuildMemory()
        #: The warnings that were printed, without their lines, which move.
        self._shown_warnings: frozenset[tuple[str, ...]] = frozenset()
        self._is_first = True

    def build(self, requests: "_Requests", changed: Collection[str]) -> None:
        """Build after a change of some files, and again for what changes before that is done."""
        while True:
            try:
                self._build(requests, changed)
            except Superseded:
                changed = {*changed, *requests.changes()}
            else:
                return

    def _build(self, requests: "_Requests", changed: Collection[str]) -> None:
        began = time.monotonic()
        self._server.begin()
        try:
            with progress_line() as progress:
                renamed = tuple(self._renames(changed))
                report = build(self._options(), progress, self._memory, requests)
        except Superseded:
            raise
        except ProblemsFound as error:
            self._fail(error, changed)
        except SiteError as error:
            click.echo(f"{_clock()} site-builder: {error}", err=True)
            self._server.finish(Built(({"severity": "error", "message": str(error)},)))
        else:
            self._succeed(report, changed, time.monotonic() - began)
            for line in renamed:
                click.echo(line)

    def _options(self) -> BuildOptions:
        return BuildOptions(
            self._root,
            self._output,
            # The day is asked for each time: an embargo may pass while the preview runs.
            moment(self._root, self.as_of),
            with_drafts=self.shows_drafts,
            with_embargoed=self.shows_drafts,
            jobs=processors(),
            is_preview=True,
        )

    def _fail(self, error: ProblemsFound, changed: Collection[str]) -> None:
        report_failure(error, as_json=False, consequence="the last good site is shown.")
        click.echo(f"{_clock()} Not built{_cause(changed)}.")
        self._server.finish(Built(tuple(self._problem_as_json(problem) for problem in error.problems)))

    def _problem_as_json(self, problem: Problem) -> dict[str, Any]:
        path, line, column = problem.place
        file = quote((self._root / path).as_posix())
        editor = self._editor.replace("{path}", file).replace("{line}", str(line))
        return {
            **problems_as_json([problem])[0],
            "excerpt": excerpt_of(problem, self._root),
            "editor": editor.replace("{column}", str(column)),
        }

    def _succeed(self, report: BuildReport, changed: Collection[str], seconds: float) -> None:
        from site_builder.preview.edited_pages import edited_page  # noqa: PLC0415 - slow to import

        self._show_new_warnings(report.site.warnings)
        files = count_of(len(report.changes.written), "file", "files")
        click.echo(f"{_clock()} Built in {seconds:.1f} s, {files} changed{_cause(changed)}.")
        if self._is_first:
            self._is_first = False
            _name_unpublished(report.site.held_back)
        page = edited_page(changed, report.changes.written) if self.follows else ""
        follow = f"{self._server.base_path}{quote(page.removesuffix('index.html'))}" if page else ""
        self._server.finish(Built((), (*report.changes.written, *report.changes.removed), follow))

    def _show_new_warnings(self, warnings: Iterable[Problem]) -> None:
        keys = {warning: (warning.place.path, warning.rule, warning.message) for warning in warnings}
        show_problems(
            (warning for warning, key in keys.items() if key not in self._shown_warnings), self._root
        )
        self._shown_warnings = frozenset(keys.values())

    def _renames(self, changed: Collection[str]) -> Iterable[str]:
        """Yield what to say about renamed files of which a page was published."""
        if not changed:
            return
        from site_builder.preview.edited_pages import renames  # noqa: PLC0415 - slow to import

        with suppress(SiteError):  # a damaged manifest is the business of the next build
            published = read_manifest(self._root / OUTPUT) or Manifest()
            for rename in renames(self._root, changed, self._memory.state.digest_of_input, published):
                yield (
                    f"{rename.before} was renamed to {rename.after}, and its page was published. "
                    f"To keep the address, write in the renamed file: "
                    f"former_urls: [{', '.join(rename.addresses)}]"
                )


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def _cause(changed: Collection[str]) -> str:
    """Say which file caused a build, as the end of a sentence."""
    if not changed:
        return ""
    first = min(changed)
    return f": {first}" if len(changed) == 1 else f": {first} and {len(changed) - 1:,} more"


def _name_unpublished(held_back: HeldBack) -> None:
    """Name what is shown here and left out of a build."""
    if not held_back.shown_early:
        return
    count = count_of(len(held_back.shown_early), "file", "files")
    click.echo(f"Shown here, and left out by a build ({count}, draft or under embargo):")
    for path in held_back.shown_early[:_NAMED]:
        click.echo(f"  {path}")
    if len(held_back.shown_early) > _NAMED:
        click.echo(f"  and {len(held_back.shown_early) - _NAMED:,} more")
