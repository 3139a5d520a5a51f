"""``site-builder admin``: the editor in the browser."""

import base64
import hashlib
import io
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

import click

from site_builder.commands.options import find_site
from site_builder.commands.suggestions import CommandGroup
from site_builder.errors import SiteError
from site_builder.paths import ADMIN_SCRIPT
from site_builder.runtime.store import state_folder

#: The version that was tried, and what its file on the npm registry must be (Subresource Integrity, SHA-512).
VERSION = "3.16.3"
_INTEGRITY = "hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw=="
_ADDRESS = f"https://registry.npmjs.org/decap-cms/-/decap-cms-{VERSION}.tgz"
_PROGRAM = "package/dist/decap-cms.js"
_SECONDS = 120
_MOST_BYTES = 100_000_000


@click.group(cls=CommandGroup, short_help="Install the editor in the browser.")
def command() -> None:
    """Install the editor in the browser, which admin = true in site.toml publishes at /admin/."""


@command.command()
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The package, fetched before: decap-cms-VERSION.tgz; default: from the npm registry.",
)
@click.pass_obj
def install(directory: Path, file: Path | None) -> None:
    """Fetch Decap CMS, in the version that was tried, into .site-builder/admin/.

    Nothing is put there unless the package is exactly the one that was tried.
    """
    root = find_site(directory)
    state_folder(root)
    data = file.read_bytes() if file else _fetch()
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if digest != _INTEGRITY:
        raise SiteError(f"this is not the package of Decap CMS {VERSION}; nothing was installed")
    program = _program(data)
    target = root / ADMIN_SCRIPT
    try:
        target.parent.mkdir(exist_ok=True)
        beside = target.with_suffix(".new")
        beside.write_bytes(program)
        beside.replace(target)
    except OSError as error:
        raise SiteError(f"{target} cannot be written: {error.strerror}") from error
    click.echo(
        f"Installed Decap CMS {VERSION} in {ADMIN_SCRIPT}. Write admin = true in site.toml, and build."
    )


def _fetch() -> bytes:
    try:
        with urllib.request.urlopen(_ADDRESS, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_MOST_BYTES)
    except (OSError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or error
        message = f"{_ADDRESS} cannot be fetched ({reason}); fetch it by hand, and give it with --from"
        raise SiteError(message) from error
    return data


def _program(package: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        member = archive.extractfile(_PROGRAM)
        if member is None:
            raise SiteError(f"the package has no {_PROGRAM}")
        return member.read()
