"""``site-builder serve``: the site in a browser while it is being written."""

import time
from pathlib import Path

import click

from site_builder.build import build
from site_builder.commands.options import find_site, moment
from site_builder.commands.reports import count_of, report_failure, show_problems
from site_builder.errors import ProblemsFound, SiteError
from site_builder.incremental.state_store import StateCache
from site_builder.options import BuildOptions
from site_builder.runtime.store import state_folder
from site_builder.runtime.workers import processors


@click.command(short_help="Show the site in a browser while you write.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to serve."
)
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--as-of", metavar="DATE", help="Show the site as on this day or at this time.")
@click.pass_obj
def command(directory: Path, port: int, drafts: bool, as_of: str | None) -> None:
    """Show the site in a browser on this machine; every saved change appears at once.

    The preview is built beside the site, so that _site/ stays as you last built it. After a mistake the
    last good pages stay, and the terminal says what is wrong.
    """
    from site_builder.preview import Preview, SiteWatcher  # noqa: PLC0415 - slow to import

    root = find_site(directory)
    output = state_folder(root) / "preview"
    output.mkdir(exist_ok=True)
    address = f"http://127.0.0.1:{port}/"
    preview = Preview(output, port)
    cache = StateCache()

    def rebuild() -> bool:
        began = time.monotonic()
        # The day is asked for each time: an embargo may pass while the preview runs.
        now = moment(root, as_of)
        options = BuildOptions(
            root, output, now, with_drafts=drafts, base_url=address, jobs=processors(), is_preview=True
        )
        try:
            report = build(options, lambda _doing: None, cache)
        except ProblemsFound as error:
            report_failure(error, as_json=False, consequence="the last good site is shown.")
            return False
        except SiteError as error:
            click.echo(f"site-builder: {error}", err=True)
            return False
        show_problems(report.site.warnings, root)
        seconds = time.monotonic() - began
        changed = count_of(len(report.changes.written), "file", "files")
        click.echo(f"Built in {seconds:.1f} s, {changed} changed.")
        return bool(report.changes.written or report.changes.removed)

    watcher = SiteWatcher(root)
    address = preview.take_port()  # before the first build: one that is taken belongs to another preview
    rebuild()  # before there are threads, so that several processes can do it
    watcher.start()
    preview.start()
    click.echo(f"Serving {address} - stop with Ctrl+C.")
    try:
        while True:
            watcher.wait()
            if rebuild():
                preview.reload()
    except KeyboardInterrupt:
        click.echo("Stopped.")
