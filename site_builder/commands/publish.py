"""``site-builder publish``: bring the site to where readers find it."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from site_builder.build import build
from site_builder.commands.options import find_site, jobs_option, json_option, moment
from site_builder.commands.publish_report import PublishReport
from site_builder.commands.reports import count_of, running
from site_builder.config import Config, read_config
from site_builder.errors import ChangedByHand, Diagnostics, SiteError, UsageError
from site_builder.options import BuildOptions, BuildReport, Progress
from site_builder.output.manifest import Manifest, read_manifest
from site_builder.paths import OUTPUT
from site_builder.publish_settings import TargetSettings
from site_builder.publishers.digest_file import digest_files
from site_builder.publishers.kinds import open_target
from site_builder.publishers.plan import PublishPlan, new_record, plan_publication
from site_builder.publishers.publication import Publication, carry_out, clear_lock, local_lock, target_lock
from site_builder.publishers.record import PublishRecord, read_record
from site_builder.publishers.safety import name_some, refusals
from site_builder.publishers.sample import fetch_sample
from site_builder.publishers.site_files import SiteFile, site_files, with_compressed
from site_builder.publishers.target import Target, TargetContext
from site_builder.runtime.interruption import Interrupted
from site_builder.runtime.store import state_folder
from site_builder.verify import verify

if TYPE_CHECKING:
    from site_builder.publishers.news import News

#: Of so many files, one may be removed without being asked for; and so many always.
_ONE_IN, _ALWAYS = 10, 10
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
    report: Path | None
    announces: bool
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
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write what is new since the last publication into a folder, as JSON and as a digest to be mailed.",
)
@click.option("--announce", "announces", is_flag=True, help="Mail what is new, as [announce] says.")
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
    build_options = BuildOptions(
        root,
        root / OUTPUT,
        moment(root, None),
        with_full_text=True,
        jobs=jobs,
        stops_at_edits=True,
    )
    with running(
        consequence="nothing was published.", as_json=wishes.as_json, shows_all=wishes.shows_all
    ) as progress:
        config = _config(root)
        name, settings = _target_of(config, name)
        if wishes.announces and config.announce is None:
            raise UsageError("--announce needs a table [announce] in site.toml: server, sender and to")
        work = state_folder(root) / "publish" / name
        with local_lock(work):
            report = _built(build_options, progress)
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


def _built(options: BuildOptions, progress: Progress) -> BuildReport:
    """Build; raise :class:`Refused` if that would write over what somebody changed."""
    try:
        return build(options, progress)
    except ChangedByHand as error:
        raise Refused(
            f"these files of the built site were changed by hand: {name_some(error.paths)}; make the change "
            "in content/, templates/ or static/, then run site-builder build, which writes them anew. "
            "Nothing was published"
        ) from error


def _verify(options: BuildOptions, report: BuildReport, progress: Progress, wishes: _Wishes) -> None:
    differences = verify(options, report, progress) if wishes.verifies else ()
    if differences:
        raise Refused(
            f"{differences[0].path} differs from a build from nothing, which is a bug of site-builder: "
            "please report it. site-builder build --clean repairs the site; nothing was published"
        )


class _Publisher:
    """Publishes a built site to one target."""

    def __init__(
        self,
        name: str,
        settings: TargetSettings,
        config: Config,
        options: BuildOptions,
        report: BuildReport,
        wishes: _Wishes,
    ) -> None:
        self._settings = settings
        self._config = config
        self._options = options
        self._wishes = wishes
        self._manifest = read_manifest(options.output) or Manifest()
        #: Where readers find the site.
        self._address = settings.address or config.base_url
        self._site = config.base_url or config.title
        self._says = PublishReport(name, settings, report, options.root, self._address)

    def publish(self, context: TargetContext, progress: Progress) -> None:
        """Plan, ask, carry out, and look whether readers get the new version."""
        wishes, says = self._wishes, self._says
        progress("Comparing with what is published")
        files = self._files(context.work)
        moment_text = self._options.now.isoformat(timespec="seconds")
        with _opened(self._settings, context) as target:
            before = read_record(target)
            plan = plan_publication(files, self._manifest, target, before)
            self._refuse(plan, files, before)
            news = self._news(before, progress)
            if not wishes.as_json:
                says.show(plan, before, shows_all=wishes.shows_all)
            if plan.is_empty and not wishes.is_dry_run:
                clear_lock(target)
            if plan.is_empty or wishes.is_dry_run:
                self._write_report(news)
                says.answer(plan, None, is_dry_run=wishes.is_dry_run, as_json=wishes.as_json)
                return
            self._ask(plan)
            after = new_record(files, self._manifest, self._site, moment_text)
            with target_lock(target, moment_text, takes_over=wishes.takes_over):
                if read_record(target) != before:
                    raise Refused("somebody else has published there in the meantime; publish again")
                _carry_out(Publication(files, plan, target, before, after, context.work), progress)
        served = None
        if self._address:
            progress("Fetching a sample")
            served = fetch_sample(self._address, plan.sent, files, context.pause)
        self._write_report(news)
        self._announce(news)
        says.answer(plan, served, is_dry_run=False, as_json=wishes.as_json)

    def _files(self, work: Path) -> dict[str, SiteFile]:
        """Return everything that is published, with the digests of all of it."""
        built = site_files(self._manifest, self._options.output)
        key_file = self._config.signing.key_file
        key = (self._options.root / Path(key_file).expanduser()).absolute() if key_file else None
        files = {**digest_files(built, self._manifest, key, work), **built}
        return with_compressed(files, getattr(self._settings, "precompress", ()), work)

    def _refuse(self, plan: PublishPlan, files: Mapping[str, SiteFile], before: PublishRecord | None) -> None:
        """Raise :class:`Refused` with every reason why this must not be published, or not like this."""
        reasons = list(refusals(plan.sent, files, self._address))
        if before is not None and before.site != self._site and not self._wishes.adopts:
            reasons.append(
                f"the target holds another site, {before.site}; publish to a place of its own or, if this is "
                "that site under a new name, with --adopt"
            )
        if plan.foreign and not self._wishes.adopts:
            reasons.append(
                f"the target has files at addresses of this site that publish did not put there: "
                f"{name_some(plan.foreign)}; publish to a place of its own, or with --adopt to replace them"
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

    def _ask(self, plan: PublishPlan) -> None:
        if self._wishes.yes:
            return
        if self._wishes.as_json or not sys.stdin.isatty():
            raise UsageError("nobody can be asked here; look at the plan with --dry-run, then add --yes")
        question = "Publish, and let these addresses end?" if plan.ended else "Publish?"
        if not click.confirm(question):
            raise Refused("nothing was published")

    def _news(self, before: PublishRecord | None, progress: Progress) -> "tuple[News, str, str] | None":
        """Return what is new, with the digest of it, if somebody wants to know."""
        if self._wishes.report is None and not self._wishes.announces:
            return None
        from site_builder.publishers.news import digest_texts, news_since  # noqa: PLC0415 - slow to import
        from site_builder.queries.archive import load_archive  # noqa: PLC0415

        index = load_archive(self._options, progress).index
        news = news_since(index, self._manifest, before)
        return (news, *digest_texts(news, index, self._options.root))

    def _write_report(self, news: "tuple[News, str, str] | None") -> None:
        if self._wishes.report is None or news is None:
            return
        from site_builder.publishers.news import write_report  # noqa: PLC0415 - slow to import

        try:
            write_report(self._wishes.report, *news)
        except OSError as error:
            raise SiteError(f"{self._wishes.report} cannot be written: {error.strerror}") from error

    def _announce(self, news: "tuple[News, str, str] | None") -> None:
        settings = self._config.announce
        if not self._wishes.announces or news is None or settings is None or news[0].is_empty:
            return
        from site_builder.publishers.announce import announce  # noqa: PLC0415 - slow to import

        password = _secret("SITE_BUILDER_SMTP_PASSWORD", settings.server, settings.user)
        announce(settings, password, self._config.title, *news[1:])


def _carry_out(publication: Publication, progress: Progress) -> None:
    """Publish; where a signal ends that, say what is there now."""
    try:
        carry_out(publication, progress)
    except Interrupted:
        is_whole = publication.target.is_atomic
        left = "nothing was changed" if is_whole else "publishing again goes on from there"
        click.echo(f"Stopped; {left}.", err=True)
        raise


@contextmanager
def _opened(settings: TargetSettings, context: TargetContext) -> Iterator[Target]:
    target = open_target(settings, context)
    try:
        yield target
    finally:
        target.close()
