"""What hosts allow: how many files, how large, how many redirects; compared with the built site."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from site_builder.output.manifest import Manifest

_MB = 1_000_000
_MIB = 1 << 20


class HostLimits(NamedTuple):
    """Limits of a host by its documentation; 0 means that there is none, or none that is known."""

    files: int = 0
    #: Of a file, and of all together, in bytes.
    file_size: int = 0
    size: int = 0
    redirects: int = 0
    #: Of the file of settings, in bytes.
    settings_size: int = 0
    #: What the limits are those of, and what is more.
    note: str = ""


#: As the hosts documented them in 2026; the smallest plan counts.
HOST_LIMITS = {
    "cloudflare": HostLimits(20_000, 25 * _MIB, 0, 2_000, 0, "the free plan; paid ones take 100,000 files"),
    "github-pages": HostLimits(0, 100 * _MIB, 1_000 * _MB, 0, 0, "limits of git, for a file, and of Pages"),
    "netlify": HostLimits(0, 0, 0, 0, 0, "no limit is documented that a site of text reaches"),
    "vercel": HostLimits(15_000, 100 * _MB, 0, 2_048, 0, "what one deployment may upload"),
    "azure": HostLimits(15_000, 0, 250 * _MB, 0, 20 * 1024, "the free plan; the standard one takes 500 MB"),
    "s3": HostLimits(0, 5_000 * _MB * 1_000, 0, 0, 0, "a bucket takes any number of files"),
    "nginx": HostLimits(note="your own server has no limit but its disk"),
    "caddy": HostLimits(note="your own server has no limit but its disk"),
    "apache": HostLimits(note="your own server has no limit but its disk"),
}
_REDIRECT_LISTS = {"cloudflare": "_redirects", "netlify": "_redirects"}
_SETTINGS = {"azure": "staticwebapp.config.json", "vercel": "vercel.json"}


class Excess(NamedTuple):
    """A limit: what it is of, what was found, and whether that is too much."""

    subject: str
    found: str
    is_too_much: bool


def compare_with_limits(host: str, manifest: Manifest, output: Path) -> Iterator[Excess]:
    """Yield what was found about each limit of a host."""
    limits = HOST_LIMITS[host]
    count = len(manifest.files)
    of = f" of {limits.files:,}" if limits.files else ""
    yield Excess("files", f"{count:,}{of}", bool(limits.files) and count > limits.files)
    sizes = {path: (output / path).stat().st_size for path in manifest.files if (output / path).exists()}
    total = sum(sizes.values())
    of = f" of {limits.size / _MB:,.0f} MB" if limits.size else ""
    yield Excess("size", f"{total / _MB:,.1f} MB{of}", bool(limits.size) and total > limits.size)
    if sizes:
        largest = max(sizes, key=lambda path: sizes[path])
        of = f" of {limits.file_size / _MB:,.0f} MB" if limits.file_size else ""
        is_too_large = bool(limits.file_size) and sizes[largest] > limits.file_size
        yield Excess("largest file", f"{largest}, {sizes[largest] / _MB:,.1f} MB{of}", is_too_large)
    listed = _REDIRECT_LISTS.get(host)
    if limits.redirects and listed and listed in sizes:
        lines = (output / listed).read_text("utf-8").splitlines()
        too_many = len(lines) > limits.redirects
        yield Excess("redirects", f"{len(lines):,} of {limits.redirects:,}", too_many)
    settings = _SETTINGS.get(host)
    if limits.settings_size and settings in sizes:
        size = sizes[settings]
        is_too_large = size > limits.settings_size
        yield Excess(settings, f"{size:,} of {limits.settings_size:,} bytes", is_too_large)
