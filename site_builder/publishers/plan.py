"""What a publication will do: digests of the built site, compared with what the target holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.output.manifest import Manifest
from site_builder.page import output_path
from site_builder.publishers.record import MISSING, PublishRecord
from site_builder.publishers.site_files import SiteFile, publish_order
from site_builder.publishers.target import PRIVATE_FOLDER, Found, Target

#: Stands for the digest of a file of which only this is known: it is there.
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """Paths of files that travel, in the order in which they do, and of those that will be removed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    #: How many bytes travel.
    size: int
    #: Files at addresses of the site that publish did not put there.
    foreign: tuple[str, ...]
    #: Files that would be removed, if somebody else had not changed them since.
    left_alone: tuple[str, ...]
    #: What readers may have noted and will not find any more: addresses, each with a name.
    ended: tuple[tuple[str, str], ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """Return what travels, in order."""
        return tuple(sorted((*self.new, *self.changed), key=lambda path: (publish_order(path), path)))

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.new and not self.changed and not self.removed


def plan_publication(
    files: Mapping[str, SiteFile], manifest: Manifest, target: Target, record: PublishRecord | None
) -> PublishPlan:
    """Compare a built site with a target. A file that cannot be told to be equal travels."""
    listed = target.files()
    there = _Held(listed, record, target)
    ours = record.files if record else {}
    new, changed, foreign, unchanged = [], [], [], 0
    for path, built in files.items():
        digest = there.digest(path)
        if digest == built.digest:
            unchanged += 1
        elif not digest:
            new.append(path)
        else:
            changed.append(path)
            if path not in ours:
                foreign.append(path)
    removed, left_alone = [], []
    for path in sorted(ours.keys() - files.keys()):
        digest = there.digest(path)
        if digest and digest != _UNKNOWN and digest not in ours[path]:
            left_alone.append(path)
        elif digest:
            removed.append(path)
    return PublishPlan(
        new=tuple(sorted(new)),
        changed=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=unchanged,
        size=sum(files[path].file.stat().st_size for path in (*new, *changed)),
        foreign=tuple(sorted(foreign)),
        left_alone=tuple(left_alone),
        ended=tuple(_ended(record, manifest, files)) if record else (),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What a target holds, as far as it can say, and what was put there as far as it cannot."""

    listed: Mapping[str, Found] | None
    record: PublishRecord | None
    target: Target

    def digest(self, path: str) -> str:
        """Return the digest of a file at the target: nothing if there is none, "?" if it is not known."""
        recorded = self.record.files.get(path, ()) if self.record else ()
        known = recorded[0] if len(recorded) == 1 else _UNKNOWN
        if self.listed is None:
            if recorded:
                return known
            return _UNKNOWN if self.target.exists(path) else ""
        found = self.listed.get(path)
        if found is None:
            return ""
        if found.digest:
            return found.digest
        is_as_put = self.record is not None and self.record.sizes.get(path) == found.size
        return known if is_as_put else _UNKNOWN


def _ended(
    record: PublishRecord, manifest: Manifest, files: Mapping[str, SiteFile]
) -> Iterator[tuple[str, str]]:
    """Yield what was published, and neither stands nor leads anywhere now."""
    for address, before in sorted(record.addresses.items()):
        now = manifest.published.get(address)
        if now is None:
            if not _is_served(address, files):
                yield address, before.title
            continue
        present = {anchor.anchor for anchor in now.anchors}
        lost = [anchor for anchor in before.anchors if anchor.anchor not in present]
        page = files.get(output_path(address)) if lost else None
        html = page.file.read_bytes() if page else b""
        for anchor in lost:
            # An author may have kept the anchor of words that are no statement any more.
            if f'id="{anchor.anchor}"'.encode() not in html:
                yield f"{address}#{anchor.anchor}", anchor.label


def _is_served(address: str, files: Mapping[str, SiteFile]) -> bool:
    return output_path(address) in files


def new_record(files: Mapping[str, SiteFile], manifest: Manifest, site: str, moment: str) -> PublishRecord:
    """Return what a target holds after a publication."""
    return PublishRecord(
        site=site,
        moment=moment,
        files={path: (built.digest,) for path, built in files.items()},
        sizes={path: built.file.stat().st_size for path, built in files.items()},
        addresses=manifest.published,
    )


def record_in_progress(before: PublishRecord | None, after: PublishRecord) -> PublishRecord:
    """Return a record that holds whichever of the files of two are in place."""
    files = dict(before.files) if before else {}
    for path, digests in after.files.items():
        files[path] = tuple(dict.fromkeys((*files.get(path, (MISSING,)), *digests)))
    # What has gone on its way has no size that could be relied on.
    sizes = {path: size for path, size in (before.sizes if before else {}).items() if len(files[path]) == 1}
    return PublishRecord(
        site=after.site,
        moment=before.moment if before else "",
        files={path: digests for path, digests in files.items() if not path.startswith(PRIVATE_FOLDER)},
        sizes=sizes,
        addresses=before.addresses if before else {},
    )
