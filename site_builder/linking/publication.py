"""What is published at a moment, and until when that stays the same: embargoes, drafts, events to come."""

import datetime
from collections.abc import Iterable

from site_builder.config import Config
from site_builder.entities import HeldBack
from site_builder.errors import Diagnostics, Rule
from site_builder.options import BuildOptions
from site_builder.sources.documents import Parsed, date_of
from site_builder.sources.event_fields import EventFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import When


def select_published(
    writeups: Iterable[Parsed[WriteupFields]], options: BuildOptions, config: Config
) -> tuple[tuple[Parsed[WriteupFields], ...], HeldBack]:
    """Return the writeups that may be published, and which are held back, or would be without an option."""
    published: list[Parsed[WriteupFields]] = []
    drafts: list[str] = []
    embargoed: list[str] = []
    shown_early: list[str] = []
    for writeup in writeups:
        embargo = writeup.fields.embargo
        is_draft = writeup.fields.status == "draft"
        is_embargoed = embargo is not None and _beginning(embargo, config) > options.now
        if is_draft and not options.with_drafts:
            drafts.append(writeup.path)
        elif is_embargoed and not options.with_embargoed:
            embargoed.append(writeup.path)
        else:
            published.append(writeup)
            if is_draft or is_embargoed:
                shown_early.append(writeup.path)
    return tuple(published), HeldBack(tuple(drafts), tuple(embargoed), tuple(shown_early))


def start_of(fields: WriteupFields) -> When:
    """Return when the event of a writeup began: on the day of the writeup if nothing else is said."""
    return start_of_event(fields.event, When(date_of(fields).day))


def start_of_event(event: EventFields, default: When) -> When:
    """Return when an event began, as far as that is said."""
    given = event.start or event.date
    return given.value if given else default


def first_day(start: When, config: Config) -> datetime.date:
    """Return the day on which something begins where the site is."""
    return start.moment.astimezone(config.zone).date() if start.moment else start.day


def report_future_dates(
    writeups: Iterable[Parsed[WriteupFields]], now: datetime.datetime, diagnostics: Diagnostics
) -> None:
    """Report every writeup with a date that has not come yet; the event that it is about may be to come."""
    # A writer just east of the date line is a day ahead of UTC.
    tomorrow = now.astimezone(datetime.UTC).date() + datetime.timedelta(days=1)
    for writeup in writeups:
        fields, date = writeup.fields, writeup.fields.date
        if date and date.value.day > tomorrow:
            message = f"the day {date.value.day} has not come yet, and the writeup is published all the same"
            hint = "correct the date, or hold the writeup back with embargo:"
            if start_of(fields).day > tomorrow:
                message += "; its event is shown as upcoming"
                hint = (
                    "write today's date, and the day of the event as date: below event:; or correct the date"
                )
            diagnostics.warning(date.place, Rule.FUTURE_DATE, message, hint)


def unchanging_period(
    writeups: Iterable[Parsed[WriteupFields]], now: datetime.datetime, config: Config
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return between which moments the same is published, with the same events to come and warnings."""
    turns: set[datetime.datetime] = set()
    first_days: set[datetime.date] = set()
    dates: set[datetime.date] = set()
    for writeup in writeups:
        start = start_of(writeup.fields)
        first_days.add(first_day(start, config))
        dates.update((date_of(writeup.fields).day, start.day))
        if writeup.fields.embargo:
            turns.add(_beginning(writeup.fields.embargo, config))
    turns.update(_midnight(day, config) for day in first_days)
    # The warning of a future date ends with the day before it.
    eves = (day - datetime.timedelta(days=1) for day in dates if day > datetime.date.min)
    turns.update(datetime.datetime.combine(eve, datetime.time(), datetime.UTC) for eve in eves)
    past = (turn for turn in turns if turn <= now)
    future = (turn for turn in turns if turn > now)
    return max(past, default=None), min(future, default=None)


def _beginning(when: When, config: Config) -> datetime.datetime:
    return when.moment or _midnight(when.day, config)


def _midnight(day: datetime.date, config: Config) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), config.zone)
