"""``site-builder doctor``: what is installed here, what is missing, and the command that brings it."""

import locale
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from site_builder import __version__
from site_builder.commands.options import json_option
from site_builder.commands.reports import print_json
from site_builder.commands.terminal import coloured
from site_builder.commands.versions import (
    library_name,
    optional_requirements,
    required_libraries,
    version_of,
)
from site_builder.errors import Diagnostics
from site_builder.paths import CONTENT, OUTPUT, SITE_FILE, STATE_FOLDER
from site_builder.publish_settings import HOSTS

_OLDEST_PYTHON = (3, 11)
_FREE_MEGABYTES = 200
#: What each extra is for.
_EXTRAS = {
    "search": "the search page finds words in texts",
    "pdf": "site-builder briefing writes PDFs",
    "suggest": "site-builder suggest asks a model for names, too",
    "spreadsheets": "site-builder import reads spreadsheets",
    "sftp": "site-builder publish reaches a server by SFTP",
    "s3": "site-builder publish reaches a bucket",
    "webdav": "site-builder publish reaches a WebDAV server",
    "brotli": "site-builder publish makes copies that are compressed by Brotli",
    "readability": "site-builder import finds the text in a saved web page",
}
_INOTIFY = Path("/proc/sys/fs/inotify/max_user_watches")


class Finding(NamedTuple):
    """Something that was looked at: "ok", "optional" for an extra that is missing, or "problem"."""

    state: str
    subject: str
    found: str
    remedy: str = ""


@click.command(short_help="Say what is installed here, and what is missing.")
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    help="Compare the built site with what a host allows, too; default: that of site.toml.",
)
@json_option
@click.pass_obj
def command(directory: Path, host: str | None, as_json: bool) -> None:
    """Say what is installed here, which extras are missing, and the command that brings each.

    The exit code is 1 if something is wrong; a missing extra is not.
    """
    findings = [*_environment(), *_libraries(), *_extras(), *_site(directory, host)]
    is_well = all(finding.state != "problem" for finding in findings)
    if as_json:
        print_json({"ok": is_well, "findings": [finding._asdict() for finding in findings]})
    else:
        for finding in findings:
            _print(finding)
        click.echo("Nothing is wrong." if is_well else "Something is wrong; see above.")
    if not is_well:
        raise click.exceptions.Exit(1)


def _print(finding: Finding) -> None:
    colour = {"ok": "green", "optional": "yellow", "problem": "red"}[finding.state]
    mark = {"ok": "ok", "optional": "--", "problem": "!!"}[finding.state]
    click.echo(f"{coloured(mark, sys.stdout, fg=colour)}  {finding.subject:22}{finding.found}")
    if finding.remedy:
        click.echo(f"{'':26}{finding.remedy}")


def _environment() -> Iterator[Finding]:
    yield Finding("ok", "site-builder", f"{__version__}, in {Path(__file__).resolve().parents[1]}")
    is_new_enough = sys.version_info >= _OLDEST_PYTHON
    yield Finding(
        "ok" if is_new_enough else "problem",
        "Python",
        f"{platform.python_version()}, {sys.executable}",
        "" if is_new_enough else "install Python 3.11 or newer",
    )
    yield Finding("ok", "system", f"{platform.system()} {platform.release()}, {platform.machine()}")
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).upper()
    is_utf8 = encoding.replace("-", "") == "UTF8"
    yield Finding(
        "ok" if is_utf8 else "optional",
        "terminal",
        encoding,
        "" if is_utf8 else "letters that it lacks are printed as numbers; set PYTHONUTF8=1",
    )
    if _INOTIFY.is_file():
        yield Finding("ok", "files to be watched", f"at most {int(_INOTIFY.read_text('ascii')):,} folders")
    from site_builder.markdown.acceleration import KNOWN_VERSIONS, is_available  # noqa: PLC0415 - slow to import

    if not is_available():
        remedy = _pip(f"markdown=={KNOWN_VERSIONS[-1]}")
        yield Finding("optional", "Markdown", "of a version that makes builds slow", remedy)


def _libraries() -> Iterator[Finding]:
    libraries = required_libraries()
    missing = [name for name, number in libraries.items() if number == "missing"]
    for name in missing:
        yield Finding("problem", name, "missing", _pip(name))
    if libraries and not missing:
        yield Finding("ok", "libraries", f"all {len(libraries)}; site-builder --version names them")


def _extras() -> Iterator[Finding]:
    requirements = optional_requirements()
    for extra, purpose in _EXTRAS.items():
        needed = requirements.get(extra, [])
        versions = [f"{name} {version_of(name)}" for name in map(library_name, needed)]
        if needed and not any("missing" in number for number in versions):
            yield Finding("ok", f"extra {extra}", f"{', '.join(versions)}: {purpose}")
        else:
            yield Finding(
                "optional", f"extra {extra}", f"missing: {purpose}", _pip(*needed) if needed else ""
            )


def _site(root: Path, host: str | None) -> Iterator[Finding]:
    if not (root / CONTENT).is_dir() and not (root / SITE_FILE).exists():
        yield Finding("ok", "site", f"none in {root}")
        return
    from site_builder.config import read_config  # noqa: PLC0415 - slow to import

    diagnostics = Diagnostics()
    config = read_config(root, diagnostics)
    count = len(list((root / CONTENT).rglob("*.md")))
    if diagnostics.has_errors:
        yield Finding("problem", SITE_FILE, "has mistakes", "run site-builder check")
    yield Finding("ok", "site", f"{root}, {count:,} files of content")
    free = shutil.disk_usage(root).free // 1_000_000
    is_enough = free >= _FREE_MEGABYTES
    yield Finding(
        "ok" if is_enough else "problem",
        "disk",
        f"{free:,} MB free",
        "" if is_enough else f"make room: a build keeps the site and, in {STATE_FOLDER}/, its state",
    )
    if host or config.host:
        yield from _host(root, host or config.host)


def _host(root: Path, host: str) -> Iterator[Finding]:
    from site_builder.commands.host_limits import HOST_LIMITS, compare_with_limits  # noqa: PLC0415 - slow to import
    from site_builder.output.manifest import read_manifest  # noqa: PLC0415

    yield Finding("ok", f"host {host}", HOST_LIMITS[host].note)
    manifest = read_manifest(root / OUTPUT)
    if manifest is None:
        yield Finding("optional", "built site", "none", "run site-builder build, to compare its size")
        return
    for excess in compare_with_limits(host, manifest, root / OUTPUT):
        remedy = 'fewer: feeds = "site", briefings = false and full_text_search = false in site.toml'
        state = "problem" if excess.is_too_much else "ok"
        yield Finding(state, excess.subject, excess.found, remedy if excess.is_too_much else "")


def _pip(*requirements: str) -> str:
    quoted = " ".join(f'"{requirement}"' for requirement in requirements)
    return f'"{sys.executable}" -m pip install {quoted}'
