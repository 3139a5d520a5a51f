"""What ``site-builder publish`` says: the plan, and what came of it."""

from collections.abc import Iterable
from pathlib import Path

import click

from site_builder.commands.reports import count_of, not_published, print_json, problems_as_json, show_problems
from site_builder.kinds import Kind
from site_builder.options import BuildReport
from site_builder.publish_settings import TargetSettings
from site_builder.publishers.plan import PublishPlan
from site_builder.publishers.record import PublishRecord
from site_builder.publishers.sample import Served

#: How many files and addresses are named.
_NAMED = 10


class PublishReport:
    """Tells about one publication."""

    def __init__(
        self, name: str, settings: TargetSettings, report: BuildReport, root: Path, address: str
    ) -> None:
        self._name = name
        self._settings = settings
        self._site = report.site
        self._root = root
        #: Where readers find the site; empty if that is not known.
        self._address = address

    def show(self, plan: PublishPlan, before: PublishRecord | None, *, shows_all: bool) -> None:
        """Say what will be done."""
        show_problems(self._site.warnings, self._root, shows_all=shows_all)
        target = f"[publish.{self._name}], {_place(self._settings)}"
        if plan.is_empty:
            click.echo(f"{target} holds this very version{not_published(self._site.held_back)}.")
        else:
            click.echo(
                f"{target}: {len(plan.new):,} new, {len(plan.changed):,} changed, {len(plan.removed):,} to "
                f"be removed, {plan.unchanged:,} unchanged; {_size(plan.size)} to be sent"
                f"{not_published(self._site.held_back)}."
            )
            if before is None:
                click.echo("Nothing was published there before.")
            for verb, paths in (("new", plan.new), ("changed", plan.changed), ("remove", plan.removed)):
                _list(verb, paths, shows_all=shows_all)
        for path in plan.left_alone:
            click.echo(f"{path} is no longer part of the site, but somebody changed it there, so it stays.")
        if plan.ended:
            number = count_of(len(plan.ended), "address that was published", "addresses that were published")
            click.echo(f"{number} would end (former_urls keeps an address):")
            ended = [f"{address}  {title}".rstrip() for address, title in plan.ended]
            _list("ends", ended, shows_all=shows_all)

    def answer(self, plan: PublishPlan, served: Served | None, *, is_dry_run: bool, as_json: bool) -> None:
        """Say what was done, and what readers get."""
        is_done = not plan.is_empty and not is_dry_run
        if as_json:
            print_json(
                {
                    "ok": True,
                    "target": self._name,
                    "dry_run": is_dry_run,
                    "new": list(plan.new),
                    "changed": list(plan.changed),
                    "removed": list(plan.removed),
                    "unchanged": plan.unchanged,
                    "bytes": plan.size,
                    "left_alone": list(plan.left_alone),
                    "ended": [address for address, _ in plan.ended],
                    "published": is_done,
                    "served": None if served is None else served.is_new,
                    "problems": problems_as_json(self._site.warnings),
                }
            )
        elif is_done:
            sent = count_of(len(plan.sent), "file", "files")
            click.echo(f"Published: {sent} sent, {len(plan.removed):,} removed.")
            self._say_served(served)
            self._name_caches(plan)

    def _say_served(self, served: Served | None) -> None:
        if served is None:
            click.echo("Set base_url in site.toml, or address below the target, to have a sample fetched.")
            return
        if served.is_new:
            click.echo(f"{self._address} serves the new version ({served.fetched} files fetched).")
        for url in served.outdated:
            click.echo(f"{url} is still served in an older version; a cache may need a while.", err=True)
        if served.failed:
            click.echo(
                f"{len(served.failed)} of {count_of(served.fetched, 'file', 'files')} could not be fetched, "
                f"such as {served.failed[0]}; look whether the address is right and the server is running.",
                err=True,
            )

    def _name_caches(self, plan: PublishPlan) -> None:
        """Say where copies of a person's page may be that is gone: it may have been withheld."""
        gone = [address for address, _ in plan.ended if address.startswith(Kind.PEOPLE.index_address)]
        if not gone:
            return
        click.echo(
            f"The page {gone[0]} is gone"
            f"{f', and {len(gone) - 1:,} more' if len(gone) > 1 else ''}. If somebody is not to be named any "
            "more, copies may still be in search engines (search.google.com/search-console/removals, "
            "www.bing.com/webmasters), in the Internet Archive (web.archive.org; info@archive.org), in feed "
            "readers, and in the cache of your host, which you can empty there."
        )
        if self._settings.kind == "git":
            click.echo(
                "Earlier commits of the branch have the page, too: force = true below the target keeps the "
                "last state only."
            )


def _list(verb: str, items: Iterable[str], *, shows_all: bool) -> None:
    items = tuple(items)
    shown = items if shows_all else items[:_NAMED]
    for item in shown:
        click.echo(f"  {verb:8}{item}")
    if len(items) > len(shown):
        click.echo(f"  {verb:8}and {len(items) - len(shown):,} more; --all names them")


def _place(settings: TargetSettings) -> str:
    """Return where a target is, in the words of ``site.toml``."""
    for key in ("path", "repository", "destination", "bucket", "url", "site", "project"):
        if hasattr(settings, key):
            server = f"{settings.server}:" if hasattr(settings, "server") else ""
            return f"{server}{getattr(settings, key)}"
    return settings.kind


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000):,} KB"
