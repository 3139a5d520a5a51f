"""``site-builder verify-published``: whether a page, or a quotation, is as it was published."""

from pathlib import Path

import click

from site_builder.commands.options import json_option
from site_builder.commands.reports import print_json
from site_builder.config import read_config
from site_builder.errors import Diagnostics, UsageError
from site_builder.paths import SITE_FILE
from site_builder.publishers.verification import Verification, verify_address


@click.command(short_help="Say whether a published page or quotation has changed.")
@click.argument("address")
@click.option(
    "--key",
    metavar="KEY",
    default="",
    help="The public key of whoever publishes, or a file with it; default: that of site.toml.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A digests.json that was kept earlier, in place of the one that is served now.",
)
@json_option
@click.pass_obj
def command(directory: Path, address: str, key: str, against: Path | None, as_json: bool) -> None:
    """Fetch a page, and say whether it, or the statement at its #anchor, is as it was published.

    It is compared by the digests that the site serves in digests.json, or by those of a file that you kept.
    The exit code is 1 if something has changed or cannot be told.
    """
    found = verify_address(address, _public_key(directory, key), against.read_bytes() if against else None)
    if as_json:
        print_json(
            {
                "ok": found.is_unchanged,
                "page": found.page,
                "page_unchanged": found.is_page_same,
                "statement_unchanged": found.is_statement_same,
                "signed": found.is_signed,
                "signature_right": found.is_signature_right,
            }
        )
    else:
        for line in _lines(found):
            click.echo(line)
    if not found.is_unchanged:
        raise click.exceptions.Exit(1)


def _public_key(directory: Path, key: str) -> str:
    if not key:
        has_site = (directory / SITE_FILE).exists()
        return read_config(directory, Diagnostics()).signing.public_key if has_site else ""
    if key.startswith(("ssh-", "ecdsa-", "sk-")):
        return key
    try:
        return Path(key).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{key} is neither a public key (ssh-ed25519 ...) nor a file with one") from error


def _lines(found: Verification) -> list[str]:
    states = {
        True: "is as it was published",
        False: "has changed since it was published",
        None: "is not among the pages that were published",
    }
    lines = [f"{found.page} {states[found.is_page_same]}."]
    if found.is_statement_same is not None:
        verb = "are" if found.is_statement_same else "are not"
        lines.insert(0, f"The words of this statement {verb} as they were published.")
    if found.is_signature_right:
        lines.append("The digests are signed with the key.")
    elif found.is_signature_right is False:
        lines.append("The digests are not signed with the key: do not rely on them.")
    elif found.is_signed:
        lines.append("The digests are signed; --key with the public key checks the signature.")
    return lines
