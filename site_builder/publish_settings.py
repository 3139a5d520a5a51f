"""``[publish.NAME]`` of ``site.toml``: where a site is published. Secrets never stand there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from site_builder.errors import NOWHERE, Place, Rule
from site_builder.schema.nodes import Keyed, Node, Scalar, describe
from site_builder.schema.records import Record, key
from site_builder.schema.shapes import (
    Choice,
    Flag,
    JsonSchema,
    ListOf,
    Match,
    ReadContext,
    SiteAddress,
    Text,
    Url,
    Whole,
)
from site_builder.schema.variants import TableOf, Variants


def _public_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s?#]+", text):
        raise ValueError("write where readers find the site, such as https://example.org/archive/")
    return text if text.endswith("/") else f"{text}/"


def _kind(name: str) -> Any:
    return key(Choice((name,)), f"What kind of target it is: {name}.", name, required=True)


def _address() -> Any:
    return key(
        Match(_public_address, "a web address", Rule.NOT_AN_ADDRESS),
        "Where readers find the site, if not at base_url; a sample is fetched from there afterwards.",
    )


def _precompress() -> Any:
    return key(
        ListOf(Choice(("gzip", "brotli"))),
        "Compressed copies that stand beside text files, for servers that send them as they are.",
        (),
    )


@dataclass(frozen=True, slots=True)
class _Target:
    #: The hosts for which a site may be made that is published so; all, if none is named.
    hosts: ClassVar[tuple[str, ...]]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FolderTarget(_Target):
    """A folder on this machine, or on one whose disk it has."""

    hosts: ClassVar[tuple[str, ...]] = ("nginx", "caddy", "apache")
    kind: str = _kind("folder")
    path: str = key(Text(1_000), "The folder, seen from that of the site.", required=True)
    address: str = _address()
    precompress: tuple[str, ...] = _precompress()


@dataclass(frozen=True, slots=True)
class ZipTarget(_Target):
    """A ZIP file, to be handed over or uploaded by hand."""

    hosts: ClassVar[tuple[str, ...]] = ()
    kind: str = _kind("zip")
    path: str = key(Text(1_000), "The file, seen from the folder of the site.", required=True)
    address: str = _address()
    precompress: tuple[str, ...] = _precompress()


@dataclass(frozen=True, slots=True)
class GitTarget(_Target):
    """A branch of a git repository, from which GitHub, GitLab or Codeberg Pages serve."""

    hosts: ClassVar[tuple[str, ...]] = ("github-pages", "netlify", "cloudflare", "vercel", "azure")
    kind: str = _kind("git")
    repository: str = key(Text(1_000), "The address of the repository, as git takes it.", required=True)
    branch: str = key(Text(200), "The branch that holds the built site, and nothing else.", "gh-pages")
    domain: str = key(Text(300), "The domain of your own, which is written into CNAME.")
    force: bool = key(
        Flag(), "Whether the branch keeps its last state only, by a forced push.", default=False
    )
    address: str = _address()


@dataclass(frozen=True, slots=True)
class SftpTarget(_Target):
    """A folder on a server that OpenSSH or another SSH server gives access to."""

    hosts: ClassVar[tuple[str, ...]] = ("nginx", "caddy", "apache")
    kind: str = _kind("sftp")
    server: str = key(Text(300), "The name of the server.", required=True)
    port: int = key(Whole(), "Its port.", 22)
    user: str = key(Text(200), "The name to log in with; default: yours on this machine.")
    path: str = key(Text(1_000), "The folder on the server.", required=True)
    key_file: str = key(
        Text(1_000), "The private key to log in with; default: those of ~/.ssh and the agent."
    )
    known_hosts: str = key(Text(1_000), "The file with the keys of servers.", "~/.ssh/known_hosts")
    address: str = _address()
    precompress: tuple[str, ...] = _precompress()


@dataclass(frozen=True, slots=True)
class RsyncTarget(_Target):
    """A folder that the rsync command reaches: on this machine, over SSH or at an rsync server."""

    hosts: ClassVar[tuple[str, ...]] = ("nginx", "caddy", "apache")
    kind: str = _kind("rsync")
    destination: str = key(
        Text(1_000), "As rsync takes it, such as ada@example.org:/var/www/archive/.", required=True
    )
    address: str = _address()
    precompress: tuple[str, ...] = _precompress()


@dataclass(frozen=True, slots=True)
class S3Target(_Target):
    """A bucket of Amazon S3, or of a store that works like it."""

    hosts: ClassVar[tuple[str, ...]] = ("s3", "cloudflare")
    kind: str = _kind("s3")
    bucket: str = key(Text(200), "The name of the bucket.", required=True)
    prefix: str = key(Text(500), "The folder in the bucket; default: its root.")
    endpoint: str = key(Url(("http", "https")), "The address of the store, if it is not Amazon's.")
    region: str = key(Text(100), "The region of the bucket.")
    profile: str = key(Text(100), "The profile of ~/.aws/credentials; default: what boto3 finds.")
    address: str = _address()


@dataclass(frozen=True, slots=True)
class WebdavTarget(_Target):
    """A folder on a WebDAV server."""

    hosts: ClassVar[tuple[str, ...]] = ("nginx", "caddy", "apache")
    kind: str = _kind("webdav")
    url: str = key(Url(("http", "https")), "The address of the folder.", required=True)
    user: str = key(Text(200), "The name to log in with.")
    address: str = _address()
    precompress: tuple[str, ...] = _precompress()


@dataclass(frozen=True, slots=True)
class NetlifyTarget(_Target):
    """A site at Netlify, through its public upload interface."""

    hosts: ClassVar[tuple[str, ...]] = ("netlify",)
    kind: str = _kind("netlify")
    site: str = key(Text(200), "The id of the site, as its settings show it.", required=True)
    api: str = key(Url(("http", "https")), "The address of the interface.", "https://api.netlify.com/api/v1")
    address: str = _address()


@dataclass(frozen=True, slots=True)
class VercelTarget(_Target):
    """A project at Vercel, through its public upload interface."""

    hosts: ClassVar[tuple[str, ...]] = ("vercel",)
    kind: str = _kind("vercel")
    project: str = key(Text(200), "The name of the project.", required=True)
    team: str = key(Text(200), "The id of the team that it belongs to.")
    api: str = key(Url(("http", "https")), "The address of the interface.", "https://api.vercel.com")
    address: str = _address()


@dataclass(frozen=True, slots=True)
class CloudflarePagesTarget(_Target):
    """A project of Cloudflare Pages, through Cloudflare's own command wrangler."""

    hosts: ClassVar[tuple[str, ...]] = ("cloudflare",)
    kind: str = _kind("cloudflare-pages")
    project: str = key(Text(200), "The name of the project.", required=True)
    branch: str = key(Text(200), "The branch that Cloudflare takes for production.", "main")
    command: str = key(Text(200), "The command, with its folder if it is not found.", "wrangler")
    address: str = _address()


TargetSettings = (
    FolderTarget
    | ZipTarget
    | GitTarget
    | SftpTarget
    | RsyncTarget
    | S3Target
    | WebdavTarget
    | NetlifyTarget
    | VercelTarget
    | CloudflarePagesTarget
)

#: Every kind of target, by its word in ``site.toml``.
TARGET_RECORDS: Mapping[str, Record[TargetSettings]] = MappingProxyType(
    {
        "folder": Record(FolderTarget),
        "zip": Record(ZipTarget),
        "git": Record(GitTarget),
        "sftp": Record(SftpTarget),
        "rsync": Record(RsyncTarget),
        "s3": Record(S3Target),
        "webdav": Record(WebdavTarget),
        "netlify": Record(NetlifyTarget),
        "vercel": Record(VercelTarget),
        "cloudflare-pages": Record(CloudflarePagesTarget),
    }
)

TARGETS: TableOf[TargetSettings] = TableOf(Variants("kind", TARGET_RECORDS))


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that belongs to no page, and where it leads: a path of this site or a web address."""

    address: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Redirects:
    """Addresses that belong to no page, each with where it leads."""

    def read(self, node: Node, context: ReadContext) -> tuple[Redirect, ...] | None:
        if not isinstance(node, Keyed):
            message = f"addresses with where they lead should stand here, not {describe(node)}"
            hint = 'write lines such as "/old.php" = "/writeups/2010/a/" below [redirects]'
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        redirects = []
        for entry in node:
            address = SiteAddress().read(Scalar(entry.key, entry.key_place), context)
            target = Match(_redirect_target, "where a redirect may lead", Rule.NOT_AN_ADDRESS)
            leads_to = target.read(entry.value, context)
            if address is not None and leads_to is not None:
                redirects.append(Redirect(address.value, leads_to, entry.key_place))
        return tuple(redirects)

    def json_schema(self) -> JsonSchema:
        return {"type": "object", "additionalProperties": {"type": "string"}}


def _redirect_target(text: str) -> str:
    if not re.fullmatch(r"/(?!/)[^\s?#]*(#[^\s]*)?|https?://[^\s/]+(/\S*)?", text):
        raise ValueError("write a path of this site, such as /topics/energy/, or a complete web address")
    return text


@dataclass(frozen=True, slots=True)
class AnnounceSettings:
    """The mail server through which ``publish --announce`` sends what is new."""

    server: str = key(Text(300), "The name of the mail server.", required=True)
    port: int = key(Whole(), "Its port.", 587)
    security: str = key(Choice(("starttls", "tls", "none")), "How the connection is protected.", "starttls")
    user: str = key(Text(200), "The name to log in with; the password is not written here.")
    sender: str = key(Text(300), "The address that the mail comes from.", required=True)
    to: tuple[str, ...] = key(ListOf(Text(300)), "Who gets it; of a list, its address.", (), required=True)


@dataclass(frozen=True, slots=True)
class SigningSettings:
    """The SSH key with which the digests of a publication are signed."""

    key_file: str = key(Text(1_000), "The private key on this machine, such as ~/.ssh/id_ed25519.")
    public_key: str = key(Text(2_000), "The public key, with which others check the signature.")


#: The hosts that a site can be made for.
HOSTS = ("netlify", "cloudflare", "vercel", "azure", "github-pages", "nginx", "caddy", "apache", "s3")
