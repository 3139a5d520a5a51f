"""Carrying a plan out: one publication at a time; no page is served before what it needs.

The record at the target comes first, with both the old and the new digest of each file, and last, with the
new ones. So a publication that is broken off at any moment can be repeated, and removes nothing that is not
known to be ours.
"""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from site_builder.errors import SiteError
from site_builder.options import Progress
from site_builder.output.directory import exclusive
from site_builder.publishers.plan import PublishPlan, record_in_progress
from site_builder.publishers.record import PublishRecord
from site_builder.publishers.site_files import SiteFile, publish_order
from site_builder.publishers.target import LOCK, RECORD, Target, TargetFailed


class AlreadyPublishing(SiteError):
    """Another publication to the same target is going on."""


class BrokenOff(TargetFailed):
    """A publication ended before everything was done."""


class Publication(NamedTuple):
    """What is published where: the site, the target, and its record before and after."""

    files: Mapping[str, SiteFile]
    plan: PublishPlan
    target: Target
    before: PublishRecord | None
    after: PublishRecord
    #: A folder for files that are made on the way.
    work: Path


@contextmanager
def local_lock(work: Path) -> Iterator[None]:
    """Hold a target of this site for one publication on this machine; the lock ends with the process."""
    work.mkdir(parents=True, exist_ok=True)
    message = "another publication of this site to this target is going on; wait for it to end"
    with exclusive(work / "lock", AlreadyPublishing(message)):
        yield


@contextmanager
def target_lock(target: Target, moment: str, *, takes_over: bool) -> Iterator[None]:
    """Hold a target for one publication, whoever else may reach it.

    What a process of this machine that has ended left there is taken over. Raises :class:`AlreadyPublishing`.
    """
    if target.is_atomic:  # of two, the later one is refused, or replaces the earlier one as a whole
        yield
        return
    own = {"machine": socket.gethostname(), "process": os.getpid(), "began": moment}
    data = json.dumps(own).encode()
    if not target.claim(LOCK, data):
        other = _holder(target.read(LOCK))
        if not takes_over and not _has_ended(other):
            began = f" at {other['began']}" if other.get("began") else ""
            raise AlreadyPublishing(
                f"another publication to this target began{began} on "
                f"{other.get('machine', 'another machine')}; wait for it to end or, if it was broken off, "
                "repeat this one with --take-over"
            )
        target.remove(LOCK)
        target.flush()
        if not target.claim(LOCK, data):
            raise AlreadyPublishing("another publication to this target began just now; wait for it to end")
    target.flush()
    try:
        yield
    finally:
        with suppress(TargetFailed):  # the next publication takes it over
            target.remove(LOCK)
            target.flush()


def clear_lock(target: Target) -> None:
    """Remove the lock of a publication of this machine that was killed at its very end."""
    data = None if target.is_atomic else target.read(LOCK)
    if data is not None and _has_ended(_holder(data)):
        target.remove(LOCK)
        target.flush()


def _holder(data: bytes | None) -> dict[str, object]:
    with suppress(ValueError):
        value = json.loads(data or b"{}")
        if isinstance(value, dict):
            return value
    return {}


def _has_ended(other: Mapping[str, object]) -> bool:
    """Say whether whoever holds a target is a process of this machine that is not there any more."""
    process = other.get("process")
    if other.get("machine") != socket.gethostname() or not isinstance(process, int) or process <= 0:
        return False
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def carry_out(publication: Publication, progress: Progress) -> None:
    """Bring every file there that is new or has changed, then remove what is gone.

    Raises :class:`BrokenOff` with what was done and what was not.
    """
    files, plan, target = publication.files, publication.plan, publication.target
    paths = plan.sent
    sent, removed = 0, 0
    doing = f"Publishing {len(paths):,} files"
    try:
        if not target.is_atomic:
            _put_record(publication, record_in_progress(publication.before, publication.after))
            target.flush()
        progress(doing, 0, len(paths))
        for path in files.keys() - set(paths) if target.takes_everything else ():
            target.put(path, files[path].file)
        order = None
        for path in paths:
            if order is not None and publish_order(path) != order and not target.is_atomic:
                target.flush()
            order = publish_order(path)
            target.put(path, files[path].file)
            sent += 1
            progress(doing, sent, len(paths))
        if not target.is_atomic:
            target.flush()
        for path in plan.removed:
            target.remove(path)
            removed += 1
        if not target.is_atomic:
            target.flush()
        _put_record(publication, publication.after)
        target.flush()
    except TargetFailed as error:
        if target.is_atomic:
            raise BrokenOff(
                f"{error}; nothing was changed at the target, and publishing again is safe"
            ) from error
        raise BrokenOff(
            f"{error}; {sent:,} of {len(paths):,} files were brought there, {removed:,} of "
            f"{len(plan.removed):,} were removed; publishing again goes on from there"
        ) from error


def _put_record(publication: Publication, record: PublishRecord) -> None:
    file = publication.work / "published.json"
    file.write_bytes(record.text())
    publication.target.put(RECORD, file)
