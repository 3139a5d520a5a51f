"""``digests.json``: the digests of all pages and statements, published with them, and signed with an SSH key.

Signatures are those of ``ssh-keygen -Y`` (SSHSIG), which is on nearly every machine.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.errors import UsageError
from site_builder.formats.digests import DIGESTS, NAMESPACE, SIGNATURE
from site_builder.output.manifest import Manifest
from site_builder.page import is_page
from site_builder.publishers.site_files import SiteFile
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode
from site_builder.runtime.fingerprints import digest

_FORMAT = 1
_SIGNER = "site-builder"


@dataclass(frozen=True, slots=True)
class PublishedDigests:
    """Address of a page -> SHA-256 of its bytes; address and anchor of a statement -> that of its words."""

    format: int
    pages: dict[str, str] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)


_DIGESTS: Decoder[PublishedDigests] = Decoder(PublishedDigests)


def digest_files(
    files: Mapping[str, SiteFile], manifest: Manifest, key_file: Path | None, work: Path
) -> dict[str, SiteFile]:
    """Return the file of digests of a built site, with its signature if there is a key.

    Raises :class:`UsageError` for a key that does not sign.
    """
    pages = {
        "/" + path.removesuffix("index.html"): built.digest for path, built in files.items() if is_page(path)
    }
    statements = {
        f"{address}#{anchor.anchor}": anchor.digest
        for address, page in manifest.published.items()
        for anchor in page.anchors
        if anchor.digest
    }
    text = encode(PublishedDigests(_FORMAT, dict(sorted(pages.items())), dict(sorted(statements.items()))))
    file, signature = work / DIGESTS, work / SIGNATURE
    is_same = file.exists() and file.read_bytes() == text
    if not is_same:
        file.write_bytes(text)
        signature.unlink(missing_ok=True)
    made = {DIGESTS: SiteFile(digest(text), str(file))}
    if key_file is not None:
        _sign(file, signature, key_file, work / "signed-with")
        made[SIGNATURE] = SiteFile(digest(signature.read_bytes()), str(signature))
    return made


def _sign(file: Path, signature: Path, key_file: Path, signed_with: Path) -> None:
    """Sign a file, unless it has a signature with this key."""
    if signature.exists() and signed_with.exists() and signed_with.read_text("utf-8") == str(key_file):
        return
    signature.unlink(missing_ok=True)
    done = _ssh_keygen("-Y", "sign", "-q", "-f", str(key_file), "-n", NAMESPACE, str(file))
    if done.returncode or not signature.exists():
        raise UsageError(f"{key_file} does not sign: {_said(done)}; correct key_file below [signing]")
    signed_with.write_text(str(key_file), encoding="utf-8")


def is_signed_by(text: bytes, signature: bytes, public_key: str) -> bool:
    """Say whether a file of digests was signed with the private part of a key."""
    with tempfile.TemporaryDirectory() as folder:
        signers, file = Path(folder, "signers"), Path(folder, "signature")
        signers.write_text(f'{_SIGNER} namespaces="{NAMESPACE}" {public_key.strip()}\n', encoding="utf-8")
        file.write_bytes(signature)
        arguments = ("-Y", "verify", "-f", str(signers), "-I", _SIGNER, "-n", NAMESPACE, "-s", str(file))
        return _ssh_keygen(*arguments, given=text).returncode == 0


def read_digests(text: bytes) -> PublishedDigests | None:
    """Return the digests that a file holds; None if it is no such file."""
    try:
        found = _DIGESTS.decode(text)
    except UnreadableRecord:
        return None
    return found if found.format == _FORMAT else None


def _ssh_keygen(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = shutil.which("ssh-keygen")
    if command is None:
        raise UsageError("signatures need the command ssh-keygen; install OpenSSH's client")
    return subprocess.run(  # noqa: S603 - a list, without a shell
        [command, *arguments], input=given, capture_output=True, check=False
    )


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    return (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()[-1:][0]
