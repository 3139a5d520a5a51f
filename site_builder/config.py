"""``site.toml``: what a site is called, where it will stand, and how it is built. Trusted, unlike content."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from site_builder.colours import LEGIBLE, LIGHT_GROUND, contrast, legible, normal_colour
from site_builder.custom_fields import CustomValues
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import WRITEUP_ADDRESSES, Kind
from site_builder.paths import SITE_FILE
from site_builder.publish_settings import (
    HOSTS,
    TARGETS,
    AnnounceSettings,
    Redirect,
    Redirects,
    SigningSettings,
    TargetSettings,
)
from site_builder.schema.custom_values import CustomTable
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.records import Record, key
from site_builder.schema.shapes import (
    Choice,
    Flag,
    ListOf,
    Match,
    ReadContext,
    Text,
    Url,
    Whole,
    language_tag,
)
from site_builder.schema.toml_text import read_toml


def normal_base_url(text: str) -> str:
    """Return a base URL with a ``/`` at its end; raise ValueError with a remedy if it is not one."""
    remedy = "write where the site will stand, such as https://example.org/archive/"
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(remedy)
    if " " in text or ".." in parts.path.split("/"):
        raise ValueError(remedy)
    return text if text.endswith("/") else text + "/"


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _timezone(text: str) -> str:
    if text not in _timezones():
        raise ValueError(did_you_mean(text, _timezones(), "write a name such as Europe/London or UTC"))
    return text


def _navigation_address(text: str) -> str:
    if not text.startswith(("/", "https://", "http://", "mailto:")) or text.startswith("//") or " " in text:
        raise ValueError("write an address of this site (/about/) or a complete one (https://...)")
    return text


def _asset_address(text: str) -> str:
    is_path = re.fullmatch(r"/[^\s?#]+", text) and not text.startswith("//") and "/../" not in text
    if not is_path and not re.fullmatch(r"https://[^\s/]+/\S+", text):
        raise ValueError("put the file into static/, and write /assets/own.css for static/assets/own.css")
    return text


def _accent(text: str) -> str:
    colour = normal_colour(text)
    ratio = contrast(colour, LIGHT_GROUND)
    if ratio < LEGIBLE:
        raise ValueError(
            f"its contrast with the page is {ratio:.1f}, and has to be {LEGIBLE} to 1 (WCAG 2.2, 1.4.3); "
            f'"{legible(colour, LIGHT_GROUND)}" is the nearest shade that will do'
        )
    return colour


def _writeup_addresses(text: str) -> str:
    """Accept a pattern of addresses: it may keep those of the blog that an archive comes from."""
    remedy = f'write a pattern such as "{WRITEUP_ADDRESSES}", with {{year}}, {{month}}, {{day}} and {{id}}'
    names = re.findall(r"\{([^{}]*)\}", text)
    path = re.sub(r"\{(year|month|day|id)\}", "0", text)
    if names.count("id") != 1 or not re.fullmatch(r"(/[\w~.-]+)+(/|\.html)", path) or "/." in path:
        raise ValueError(remedy)
    for kind in Kind:
        if kind not in {Kind.WRITEUPS, Kind.PAGES} and text.startswith(kind.index_address):
            raise ValueError(f"{kind.index_address} is where {kind.value} are; {remedy}")
    return text


def _gone(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("write the address as the message has it, such as /2010/old/")
    return text


def _logo(text: str) -> str:
    if not re.fullmatch(r"/[^\s?#]+\.(svg|png|jpe?g|webp|gif|avif)", text) or "/../" in text:
        raise ValueError("put the picture into static/, and write /logo.svg for static/logo.svg")
    return text


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One more link in the navigation of every page."""

    label: str = key(Text(40), "The words of the link.", required=True)
    address: str = key(
        Match(_navigation_address, "an address", Rule.NOT_AN_ADDRESS), "Where the link leads.", required=True
    )


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which the texts may be used."""

    name: str = key(Text(100), "Such as CC BY 4.0.", required=True)
    url: str = key(Url(("http", "https")), "Where its terms stand.", required=True)


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """Files that every page loads beside those of the theme."""

    stylesheets: tuple[str, ...] = key(
        ListOf(Match(_asset_address, "the address of a file", Rule.NOT_AN_ADDRESS)),
        "Stylesheets that every page loads after that of the theme, such as /assets/own.css.",
        (),
    )
    scripts: tuple[str, ...] = key(
        ListOf(Match(_asset_address, "the address of a file", Rule.NOT_AN_ADDRESS)),
        "Scripts that every page loads, such as /assets/own.js.",
        (),
    )


@dataclass(frozen=True, slots=True)
class AddressSettings:
    """Where pages are."""

    writeup: str = key(
        Match(_writeup_addresses, "a pattern of addresses", Rule.NOT_AN_ADDRESS),
        "Where writeups are: a pattern with {year}, {month} and {day} of the writeup, and {id}.",
        WRITEUP_ADDRESSES,
    )
    gone: tuple[str, ...] = key(
        ListOf(Match(_gone, "an address of this site", Rule.NOT_AN_ADDRESS)),
        "Addresses that were published, and may lead nowhere from now on.",
        (),
    )


@dataclass(frozen=True, slots=True)
class NameSettings:
    """What stands before and behind names in this archive, beside what the program knows."""

    titles: tuple[str, ...] = key(ListOf(Text(100)), "Titles in front of names, such as Alkalo.", ())
    post_nominals: tuple[str, ...] = key(ListOf(Text(40)), "Letters behind names, such as FRTPI.", ())


@dataclass(frozen=True, slots=True)
class SuggestSettings:
    """How names are proposed from texts."""

    model: str = key(Text(300), "A spaCy model that looks for names, too, such as en_core_web_md.")


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """How large pages and pictures may be, and how many files there may be, before ``check`` warns."""

    page: int = key(Whole(), "Kilobytes of a page, without what it loads; 0: any.", 1_000)
    picture: int = key(Whole(), "Kilobytes of a picture; 0: any.", 2_000)
    files: int = key(Whole(), "Files of the whole site; 0: any.", 0)


@dataclass(frozen=True, slots=True)
class RepositorySettings:
    """Where the files of the site are kept; the editor in the browser writes there."""

    host: str = key(
        Choice(("github", "gitlab", "gitea")), "What kind of host it is; Forgejo is gitea.", required=True
    )
    name: str = key(Text(200), "Owner and name, such as ada/archive.", required=True)
    branch: str = key(Text(100), "The branch that is published.", "main")
    login_url: str = key(Url(("http", "https")), "The service that lets people log in, or the host itself.")
    app_id: str = key(Text(200), "The id of the application that the host knows the editor by.")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a site; ``base_url`` is empty or ends in ``/``."""

    title: str = key(Text(100), "The name of the archive, on every page.", "Event writeups")
    tagline: str = key(Text(200), "A line under the title on the home page.")
    description: str = key(Text(500), "What the archive is, for search engines and feeds.")
    author: str = key(Text(200), "Who wrote the writeups that name no author.")
    base_url: str = key(
        Match(normal_base_url, "a web address to put pages under", Rule.NOT_AN_ADDRESS),
        "Where the site will stand; feeds, the sitemap and canonical links need it.",
    )
    language: str = key(
        Match(language_tag, "a language tag", Rule.NOT_A_CHOICE),
        "The language of the texts, as a tag such as en or en-GB.",
        "en",
    )
    timezone: str = key(
        Match(_timezone, "a time zone", Rule.NOT_A_CHOICE),
        "The zone in which times without an offset are meant.",
        "UTC",
    )
    footer: str = key(Text(500), "A line at the foot of every page.")
    accent: str = key(
        Match(_accent, "a colour that can be read on the page", Rule.CONTRAST),
        "The colour of links, lines and marks; a lighter shade is used in the dark.",
        "#1f4d5c",
    )
    logo: str = key(
        Match(_logo, "a picture of the site", Rule.NOT_AN_ADDRESS),
        "A picture in front of the title, in place of the mark of the theme.",
    )
    licence: Licence | None = key(Record(Licence), "The terms under which the texts may be used.", None)
    raw_html: bool = key(
        Flag(), "Publish HTML in texts as it was written, without making it safe first.", default=False
    )
    wiki_links: bool = key(
        Flag(), "Whether [[Name]] in a text is a link to somebody or something; default: true.", default=True
    )
    feeds: str = key(
        Choice(("all", "site")),
        "Which feeds there are: for everybody and everything, or one of the whole site.",
        "all",
    )
    link_names: bool = key(Flag(), "Whether names in texts become links; default: true.", default=True)
    open_data: bool = key(
        Flag(),
        "Whether the archive is published as data and as a calendar too; default: true.",
        default=True,
    )
    briefings: bool = key(
        Flag(),
        "Whether speakers, organisations and topics get a page to be printed too; default: true.",
        default=True,
    )
    card_images: bool = key(
        Flag(),
        "Whether each writeup gets a picture that shows when its address is shared; default: false.",
        default=False,
    )
    full_text_search: bool = key(
        Flag(), "Whether the search page finds words in texts; default: true.", default=True
    )
    comments: bool = key(
        Flag(),
        "Whether comments of readers (content/comments/) stand below writeups; default: false.",
        default=False,
    )
    admin: bool = key(Flag(), "Whether /admin/ has an editor for the browser; default: false.", default=False)
    statistics: bool = key(
        Flag(), "Whether there is a page with the figures of the archive; default: false.", default=False
    )
    link_surnames: bool = key(
        Flag(),
        "Whether a surname alone becomes a link if the writeup lists one person who has it; default: true.",
        default=True,
    )
    names: NameSettings = key(
        Record(NameSettings), "Titles and letters of your own before and behind names.", NameSettings()
    )
    suggest: SuggestSettings = key(
        Record(SuggestSettings), "How names are proposed from texts.", SuggestSettings()
    )
    addresses: AddressSettings = key(Record(AddressSettings), "Where pages are.", AddressSettings())
    theme: ThemeSettings = key(
        Record(ThemeSettings), "Files that every page loads beside those of the theme.", ThemeSettings()
    )
    repository: RepositorySettings | None = key(
        Record(RepositorySettings),
        "Where the files of the site are kept, for the editor in the browser.",
        None,
    )
    budgets: BudgetSettings = key(
        Record(BudgetSettings), "How large things may be before check warns.", BudgetSettings()
    )
    host: str = key(
        Choice(HOSTS),
        "What serves the site; its redirects, headers and types of files are written for it.",
    )
    redirects: tuple[Redirect, ...] = key(
        Redirects(), "Addresses that belong to no page, each with where it leads.", ()
    )
    publish: tuple[tuple[str, TargetSettings], ...] = key(
        TARGETS, "Where site-builder publish publishes the site, each target under a name.", ()
    )
    announce: AnnounceSettings | None = key(
        Record(AnnounceSettings), "The mail server that publish --announce sends what is new through.", None
    )
    signing: SigningSettings = key(
        Record(SigningSettings), "The key with which what is published is signed.", SigningSettings()
    )
    extra: CustomValues = key(CustomTable(), "Fields of your own, for your templates.", None)
    navigation: tuple[NavigationLink, ...] = key(
        ListOf(Record(NavigationLink)), "More links in the navigation of every page.", ()
    )

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which times without an offset are meant."""
        return ZoneInfo(self.timezone)


#: What ``site.toml`` is read as.
SCHEMA: Record[Config] = Record(Config)


def read_config(root: Path, diagnostics: Diagnostics) -> Config:
    """Read ``site.toml``; a site without one gets the defaults. Broken settings are replaced by theirs."""
    file = root / SITE_FILE
    place = Place(SITE_FILE)
    if not file.exists() and not file.is_symlink():
        return Config()
    try:
        if not file.is_file():
            hint = "put a text file here, or delete it"
            diagnostics.error(place, Rule.NOT_A_FILE, "this is not a regular file", hint)
            return Config()
        text = file.read_bytes()[:_MAX_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError:
        diagnostics.error(place, Rule.ENCODING, "this is not UTF-8", "save the file as UTF-8")
        return Config()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        diagnostics.error(place, Rule.UNREADABLE, reason, "check the permissions of the file")
        return Config()
    keys = read_toml(text.replace("\r\n", "\n"), SITE_FILE, diagnostics)
    config = SCHEMA.read(keys, ReadContext(diagnostics, ZoneInfo("UTC"))) if keys is not None else None
    if config is not None:
        _report_targets_of_other_hosts(config, diagnostics)
    return config or Config()


def _report_targets_of_other_hosts(config: Config, diagnostics: Diagnostics) -> None:
    for name, target in config.publish if config.host else ():
        if target.hosts and config.host not in target.hosts:
            message = f"[publish.{name}] is of kind {target.kind}, and the site is made for {config.host}"
            hint = f"write host = one of {', '.join(target.hosts)}, or leave host out"
            diagnostics.error(target.place, Rule.NOT_A_CHOICE, message, hint)


#: More than any settings need; what is behind it is cut off, and so reported.
_MAX_BYTES = 1_000_001
