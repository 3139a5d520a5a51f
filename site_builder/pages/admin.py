"""``/admin/``: an editor in the browser, through which a colleague adds writeups by way of the git host.

The editor is Decap CMS, which ``site-builder admin install`` fetches. Its forms follow from the schemas of
front matter. It needs a policy that is weaker than that of the other pages, and has it in its own page only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.config import Config, RepositorySettings
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.page import FromFile, FromJson, FromTemplate, Page, PublishOrder
from site_builder.pages.components.views import AddressView, SiteView
from site_builder.paths import ADMIN_SCRIPT, CONTENT, SITE_FILE, STATIC
from site_builder.sources.fields import SCHEMAS

ADMIN = Address("/admin/")
#: Keys that a form cannot show, and leaves as they are.
_NOT_SHOWN = frozenset({"extra", "voices", "ids", "location"})
#: Keys whose text has more than a line.
_LONG_TEXT = 500
_LABELS = {kind: kind.value.capitalize() for kind in Kind}


@dataclass(frozen=True, slots=True)
class AdminView:
    """View of ``pages/admin.html``."""

    site: SiteView
    page: AddressView


@dataclass(frozen=True, slots=True)
class AdminScriptView:
    """View of ``assets/admin.js``."""

    site: SiteView
    page: AddressView


def plan(config: Config, site: SiteView, root: Path, diagnostics: Diagnostics) -> Iterator[Page]:
    """Plan the editor, its settings and its program, if the site wants them."""
    if not config.admin:
        return
    program = root / ADMIN_SCRIPT
    if not program.is_file():
        diagnostics.error(
            Place(SITE_FILE),
            Rule.BROKEN_LINK,
            "admin = true, and the editor is not installed",
            "run site-builder admin install, or take admin away",
        )
        return
    view = AdminView(site, AddressView(ADMIN))
    yield Page(ADMIN, FromTemplate("pages/admin.html", lambda: view), PublishOrder.PAGE, "the editor")
    address = Address("/admin/admin.js")
    fields = FromTemplate("assets/admin.js", lambda: AdminScriptView(site, AddressView(address)))
    yield Page(address, fields, PublishOrder.ASSET, "the fields of the editor")
    settings = FromJson(editor_settings(config), config.base_url)
    yield Page(Address("/admin/config.yml"), settings, PublishOrder.PAGE, "the settings of the editor")
    script = Address("/admin/decap-cms.js")
    yield Page(script, FromFile(program), PublishOrder.ASSET, "the program of the editor")


def editor_settings(config: Config) -> dict[str, Any]:
    """Return the settings of Decap CMS; JSON is YAML, too."""
    return {
        "backend": _backend(config.repository),
        "local_backend": True,
        "site_url": config.base_url or "/",
        "display_url": config.base_url or "/",
        "locale": config.language.partition("-")[0],
        "media_folder": f"{STATIC}/files",
        "public_folder": "/files",
        "collections": [_collection(kind) for kind in Kind],
    }


def _backend(repository: RepositorySettings | None) -> dict[str, Any]:
    if repository is None:
        return {"name": "git-gateway", "branch": "main"}
    backend = {"name": repository.host, "repo": repository.name, "branch": repository.branch}
    login = {"base_url": repository.login_url, "app_id": repository.app_id}
    return {**backend, **{key: value for key, value in login.items() if value}}


def _collection(kind: Kind) -> dict[str, Any]:
    schema = SCHEMAS[kind].json_schema()
    required = frozenset(schema.get("required", ()))
    name = "title" if "title" in schema["properties"] else "name"
    fields = [
        _field(key, value, key in required or key == name)
        for key, value in schema["properties"].items()
        if key not in _NOT_SHOWN
    ]
    body = {"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": False}
    collection = {
        "name": kind.value,
        "label": _LABELS[kind],
        "label_singular": kind.noun.capitalize(),
        "folder": f"{CONTENT}/{kind.value}",
        "create": True,
        "delete": False,
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": name,
        "summary": f"{{{{{name}}}}}",
        "slug": "{{slug}}",
        "fields": [*fields, body],
    }
    if kind is Kind.WRITEUPS:
        collection["slug"] = "{{year}}-{{month}}-{{day}}-{{slug}}"
        collection["path"] = "{{year}}/{{slug}}"
        collection["sortable_fields"] = ["date", "title"]
    return collection


def _field(key: str, schema: Mapping[str, Any], is_required: bool) -> dict[str, Any]:
    """Return the field of a form for a key; its hint is what the schema says about the key."""
    field: dict[str, Any] = {
        "name": key,
        "label": key.replace("_", " ").capitalize(),
        "required": is_required,
    }
    if schema.get("description"):
        field["hint"] = schema["description"]
    return {**field, **_widget(key, schema)}


def _widget(key: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf", ())
    lists = [choice for choice in choices if choice.get("type") == "array"]
    objects = [choice for choice in choices if choice.get("type") == "object"]
    if "enum" in schema:
        return {"widget": "select", "options": [option for option in schema["enum"] if option]}
    if lists:
        return _list(lists[0]["items"])
    if schema.get("type") == "object" or objects:
        fields = _fields(objects[0] if objects else schema)
        return {"widget": "record" if objects else "object", "collapsed": True, "fields": fields}
    if schema.get("type") == "boolean":
        return {"widget": "boolean"}
    if key == "date" and "pattern" in schema:
        return {
            "widget": "datetime",
            "format": "YYYY-MM-DD",
            "date_format": "YYYY-MM-DD",
            "time_format": False,
        }
    return {"widget": "text" if schema.get("maxLength", 0) > _LONG_TEXT else "string"}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    """Return a list of lines, such as "Name, Position, Organisation", or of records."""
    if items.get("type") == "object":
        return {"widget": "list", "collapsed": True, "fields": _fields(items)}
    return {"widget": "list", "field": {"name": "line", "label": "Line", "widget": "line", "required": False}}


def _fields(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = frozenset(schema.get("required", ()))
    return [
        _field(key, value, key in required)
        for key, value in schema.get("properties", {}).items()
        if key not in _NOT_SHOWN
    ]
