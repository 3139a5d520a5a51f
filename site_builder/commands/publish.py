"""``site-builder publish``: bring the site to where readers find it."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from site_builder.build import build
from site_builder.commands.options import find_site, jobs_option, json_option, moment
from site_builder.commands.reports import (
    count_of,
    not_published,
    print_json,
    problems_as_json,
    running,
    show_problems,
)
from site_builder.config import Config, read_config
from site_builder.errors import Diagnostics, SiteError, UsageError
from site_builder.options import BuildOptions, BuildReport, Progress
from site_builder.output.manifest import Manifest, read_manifest
from site_builder.paths import OUTPUT
from site_builder.publish_settings import TargetSettings
from site_builder.publishers.kinds import open_target
from site_builder.publishers.plan import PublishPlan, new_record, plan_publication
from site_builder.publishers.publication import Publication, carry_out, local_lock, target_lock
from site_builder.publishers.record import PublishRecord, read_record
from site_builder.publishers.safety import refusals
from site_builder.publishers.sample import Served, fetch_sample
from site_builder.publishers.site_files import SiteFile, site_files
from site_builder.publishers.target import Target, TargetContext
from site_builder.runtime.store import state_folder
from site_builder.verify import verify

#: Of so many files, one may be removed without being asked for; and so many always.
_ONE_IN, _ALWAYS = 10, 10
#: How many files and addresses are named.
_NAMED = 10
#: Seconds between two looks at what readers get.
_PAUSE = 0.5


class Refused(SiteError):
    """The site must not be published as it is, or not without being asked for."""


class _Wishes(NamedTuple):
    """The options of the command."""

    is_dry_run: bool
    yes: bool
    verifies: bool
    max_removals: int | None
    adopts: bool
    takes_over: bool
    shows_all: bool
    as_json: bool


@click.command(short_help="Publish the site.")
@click.argument("name", metavar="[TARGET]", required=False)
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only say what would be done at the target.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--verify", "verifies", is_flag=True, help="First compare the site with a build from nothing.")
@click.option(
    "--max-removals",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many files may be removed at most; default: a tenth of what is there, or 10.",
)
@click.option(
    "--adopt",
    "adopts",
    is_flag=True,
    help="Take over files that something else put at addresses of the site, or another site.",
)
@click.option(
    "--take-over",
    "takes_over",
    is_flag=True,
    help="Go on although another machine seems to be publishing there.",
)
@click.option("--all", "shows_all", is_flag=True, help="Name every file.")
@jobs_option
@json_option
@click.pass_obj
def command(directory: Path, /, name: str | None, jobs: int, **options: Any) -> None:
    """Build the site, and bring what is new or has changed to a target of site.toml, [publish.NAME].

    Files are compared by digest, so only what has changed travels. Nothing is ever removed that publish did
    not put there. The plan is shown first, and you are asked.
    """
    wishes = _Wishes(**options)
    root = find_site(directory)
    now = moment(root, None)
    build_options = BuildOptions(root, root / OUTPUT, now, with_full_text=True, jobs=jobs)
    with running(
        consequence="nothing was published.", as_json=wishes.as_json, shows_all=wishes.shows_all
    ) as progress:
        config = _config(root)
        name, settings = _target_of(config, name)
        work = state_folder(root) / "publish" / name
        with local_lock(work):
            report = build(build_options, progress)
            _verify(build_options, report, progress, wishes)
            publisher = _Publisher(name, settings, config, build_options, report, wishes)
            publisher.publish(TargetContext(root, work, _secret, lambda: time.sleep(_PAUSE)), progress)


def _config(root: Path) -> Config:
    diagnostics = Diagnostics()
    config = read_config(root, diagnostics)
    diagnostics.stop_on_errors()
    return config


def _target_of(config: Config, name: str | None) -> tuple[str, TargetSettings]:
    targets = dict(config.publish)
    if not targets:
        raise UsageError(
            'site.toml has no target; add a table such as [publish.web] with kind = "folder" and '
            'path = "/var/www/archive", and read site-builder manual publishing'
        )
    listed = ", ".join(targets)
    if name is None:
        if len(targets) > 1:
            raise UsageError(f"site.toml has several targets; name one of them: {listed}")
        return next(iter(targets.items()))
    if name not in targets:
        raise UsageError(f'site.toml has no target "{name}"; it has: {listed}')
    return name, targets[name]


def _secret(variable: str, service: str, user: str) -> str:
    """Return a password of the environment, or of the keyring if that library is installed."""
    if os.environ.get(variable):
        return os.environ[variable]
    try:
        import keyring  # noqa: PLC0415 - not everybody has it
    except ImportError:
        return ""
    return keyring.get_password(service, user) or ""


def _verify(options: BuildOptions, report: BuildReport, progress: Progress, wishes: _Wishes) -> None:
    differences = verify(options, report, progress) if wishes.verifies else ()
    if differences:
        raise Refused(
            f"{differences[0].path} differs from a build from nothing, which is a bug of site-builder: "
            "please report it. site-builder build --clean repairs the site; nothing was published"
        )


class _Publisher:
    """Publishes a built site to one target, and says so."""

    def __init__(
        self,
        name: str,
        settings: TargetSettings,
        config: Config,
        options: BuildOptions,
        report: BuildReport,
        wishes: _Wishes,
    ) -> None:
        self._name = name
        self._settings = settings
        self._options = options
        self._report = report
        self._wishes = wishes
        self._manifest = read_manifest(options.output) or Manifest()
        #: Where readers find the site.
        self._address = settings.address or config.base_url
        self._site = config.base_url or config.title

    def publish(self, context: TargetContext, progress: Progress) -> None:
        """Plan, ask, carry out, and look whether readers get the new version."""
        wishes = self._wishes
        progress("Comparing with what is published")
        compressed = getattr(self._settings, "precompress", ())
        files = site_files(self._manifest, self._options.output, compressed, context.work)
        moment_text = self._options.now.isoformat(timespec="seconds")
        with _opened(self._settings, context) as target:
            before = read_record(target)
            plan = plan_publication(files, self._manifest, target, before)
            self._refuse(plan, files, before)
            if not wishes.as_json:
                self._show(plan, before)
            if plan.is_empty or wishes.is_dry_run:
                self._answer(plan, None)
                return
            self._ask(plan)
            after = new_record(files, self._manifest, self._site, moment_text)
            with target_lock(target, moment_text, takes_over=wishes.takes_over):
                if read_record(target) != before:
                    raise Refused("somebody else has published there in the meantime; publish again")
                carry_out(Publication(files, plan, target, before, after, context.work), progress)
        served = None
        if self._address:
            progress("Fetching a sample")
            served = fetch_sample(self._address, plan.sent, files, lambda: time.sleep(_PAUSE))
        self._answer(plan, served)

    def _refuse(self, plan: PublishPlan, files: dict[str, SiteFile], before: PublishRecord | None) -> None:
        """Raise :class:`Refused` with every reason why this must not be published, or not like this."""
        edited = self._report.changes.left_alone
        reasons = list(refusals(plan.sent, files, edited=edited, address=self._address))
        if before is not None and before.site != self._site and not self._wishes.adopts:
            reasons.append(
                f"the target holds another site, {before.site}; publish to a place of its own or, if this is "
                "that site under a new name, with --adopt"
            )
        if plan.foreign and not self._wishes.adopts:
            reasons.append(
                f"the target has files at addresses of this site that publish did not put there: "
                f"{_named(plan.foreign)}; publish to a place of its own, or with --adopt to replace them"
            )
        held = len(before.files) if before else 0
        limit = self._wishes.max_removals
        limit = max(_ALWAYS, held // _ONE_IN) if limit is None else limit
        if len(plan.removed) > limit:
            reasons.append(
                f"{count_of(len(plan.removed), 'file', 'files')} of {held:,} would be removed, and the "
                f"limit is {limit:,}; if that is meant, add --max-removals {len(plan.removed)}"
            )
        if reasons:
            raise Refused(f"{'; '.join(reasons)}. Nothing was published")

    def _show(self, plan: PublishPlan, before: PublishRecord | None) -> None:
        show_problems(self._report.site.warnings, self._options.root, shows_all=self._wishes.shows_all)
        target = f"[publish.{self._name}], {_place(self._settings)}"
        if plan.is_empty:
            click.echo(f"{target} holds this very version{not_published(self._report.site.held_back)}.")
        else:
            counts = (
                f"{len(plan.new):,} new, {len(plan.changed):,} changed, {len(plan.removed):,} to be removed, "
                f"{plan.unchanged:,} unchanged; {_size(plan.size)} to be sent"
            )
            click.echo(f"{target}: {counts}{not_published(self._report.site.held_back)}.")
            if before is None:
                click.echo("Nothing was published there before.")
            for verb, paths in (("new", plan.new), ("changed", plan.changed), ("remove", plan.removed)):
                self._list(verb, paths)
        for path in plan.left_alone:
            click.echo(f"{path} is no longer part of the site, but somebody changed it there, so it stays.")
        if plan.ended:
            number = count_of(len(plan.ended), "address that was published", "addresses that were published")
            click.echo(f"{number} would end (former_urls keeps an address):")
            self._list("ends", [f"{address}  {title}".rstrip() for address, title in plan.ended])

    def _list(self, verb: str, items: Iterable[str]) -> None:
        items = tuple(items)
        shown = items if self._wishes.shows_all else items[:_NAMED]
        for item in shown:
            click.echo(f"  {verb:8}{item}")
        if len(items) > len(shown):
            click.echo(f"  {verb:8}and {len(items) - len(shown):,} more; --all names them")

    def _ask(self, plan: PublishPlan) -> None:
        if self._wishes.yes:
            return
        if self._wishes.as_json or not sys.stdin.isatty():
            raise UsageError("nobody can be asked here; look at the plan with --dry-run, then add --yes")
        question = "Publish, and let these addresses end?" if plan.ended else "Publish?"
        if not click.confirm(question):
            raise Refused("nothing was published")

    def _answer(self, plan: PublishPlan, served: Served | None) -> None:
        is_done = not plan.is_empty and not self._wishes.is_dry_run
        if self._wishes.as_json:
            print_json(
                {
                    "ok": True,
                    "target": self._name,
                    "dry_run": self._wishes.is_dry_run,
                    "new": list(plan.new),
                    "changed": list(plan.changed),
                    "removed": list(plan.removed),
                    "unchanged": plan.unchanged,
                    "bytes": plan.size,
                    "left_alone": list(plan.left_alone),
                    "ended": [address for address, _ in plan.ended],
                    "published": is_done,
                    "served": None if served is None else served.is_new,
                    "problems": problems_as_json(self._report.site.warnings),
                }
            )
            return
        if not is_done:
            return
        click.echo(
            f"Published: {count_of(len(plan.sent), 'file', 'files')} sent, {len(plan.removed):,} removed."
        )
        if served is None:
            click.echo("Set base_url in site.toml, or address below the target, to have a sample fetched.")
        elif served.is_new:
            click.echo(f"{self._address} serves the new version ({served.fetched} files fetched).")
        else:
            for url in served.outdated:
                click.echo(f"{url} is still served in an older version; a cache may need a while.", err=True)
            for failure in served.failed:
                click.echo(f"{failure} could not be fetched; look whether the address is right.", err=True)


@contextmanager
def _opened(settings: TargetSettings, context: TargetContext) -> Iterator[Target]:
    target = open_target(settings, context)
    try:
        yield target
    finally:
        target.close()


def _place(settings: TargetSettings) -> str:
    """Return where a target is, in the words of ``site.toml``."""
    for key in ("path", "repository", "destination", "bucket", "url", "site", "project"):
        if hasattr(settings, key):
            server = f"{settings.server}:" if hasattr(settings, "server") else ""
            return f"{server}{getattr(settings, key)}"
    return settings.kind


def _named(items: tuple[str, ...]) -> str:
    more = f" and {len(items) - 3:,} more" if len(items) > 3 else ""
    return f"{', '.join(items[:3])}{more}"


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000):,} KB"
