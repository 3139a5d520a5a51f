"""The Jinja environment: a template sees its view, the filters here, and nothing else."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar, NamedTuple

import jinja2
import jinja2.meta
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from site_builder.custom_fields import CustomFields
from site_builder.entities import Comment
from site_builder.errors import Diagnostics, Place, ProblemsFound, Rule
from site_builder.formats.citations import download
from site_builder.language import Language, direction_of
from site_builder.library_internals import escape_text
from site_builder.paths import TEMPLATES, THEME_PREFIX
from site_builder.render.escaping import PrintingGenerator, escape
from site_builder.runtime.codec import encode
from site_builder.runtime.fingerprints import digest
from site_builder.theme_files import template_folders
from site_builder.urls import (
    absolute_link,
    picture_attributes,
    prose_html,
    prose_html_absolute,
    relative_link,
    root_path,
)
from site_builder.values import Prose, When

#: What Python says of a view that lacks a field.
_NO_FIELD = re.compile(r"^'site_builder[\w.]* object' has no attribute '(\w+)'$")
#: What XML 1.0 (section 2.2) does not allow, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What a template can raise by asking for what is not there, or by giving a filter the wrong kind of value.
_MISTAKES = (jinja2.TemplateRuntimeError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError)


class _Loader(jinja2.BaseLoader):
    """Finds the site's own templates first; ``theme/NAME`` is the default one, whatever the site has.

    Every template is read once, so that the key of a page is made of what the page is made with.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = jinja2.FileSystemLoader(folders)
        self._theme = jinja2.FileSystemLoader(folders[-1])
        self._sources: dict[str, Any] = {}

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        if template not in self._sources:
            name = template.removeprefix(THEME_PREFIX)
            loader = self._folders if name == template else self._theme
            self._sources[template] = loader.get_source(environment, name)
        return self._sources[template]

    def list_templates(self) -> list[str]:
        defaults = (f"{THEME_PREFIX}{name}" for name in self._theme.list_templates())
        return [*self._folders.list_templates(), *defaults]


class _CompiledTemplates(jinja2.BytecodeCache):
    """Keeps what templates were compiled to for the next build of this process, in memory only.

    ``settings`` stands for all that decides it beside the text: filters of constants are computed then.
    """

    _codes: ClassVar[dict[tuple[str, str, str], CodeType]] = {}

    def __init__(self, settings: str) -> None:
        self._settings = settings

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what the same text was compiled to."""
        bucket.code = self._codes.get((self._settings, bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text was compiled to."""
        if bucket.code is not None:
            self._codes[self._settings, bucket.key, bucket.checksum] = bucket.code


class TemplateClosure(NamedTuple):
    """A template with those that it extends, includes and imports, and those of these.

    The digest is that of their texts, of the language, and of how links are written.
    """

    names: tuple[str, ...]
    digest: str


class Templates:
    """The templates of one site."""

    def __init__(self, site_root: Path, language: Language, *, file_urls: bool) -> None:
        self._site_root = site_root
        self._language_and_links = f"{file_urls}{language.digest}"
        self._scanned: dict[str, tuple[str, list[str]]] = {}
        self._environment = jinja2.Environment(
            loader=_Loader(template_folders(site_root)),
            autoescape=True,  # for every template: the usual choice by file name leaves feeds unescaped
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=_CompiledTemplates(self._language_and_links),
        )
        self._environment.code_generator_class = PrintingGenerator
        self._environment.globals.clear()
        self._environment.policies["ext.i18n.trimmed"] = True
        _install_translations(self._environment, language)
        self._links = links = _Links(file_urls=file_urls)
        self._environment.filters.update(
            {
                "link": links.link,
                "prose": links.prose,
                "picture": links.picture,
                "root_path": (lambda _base_url: "") if file_urls else root_path,
                "absolute": links.absolute,
                "absolute_prose": links.absolute_prose,
                "day": language.day,
                "month": language.month,
                "partly": language.partly,
                "span": language.span,
                "clock": language.clock,
                "iso": iso,
                "number": language.number,
                "translate": language.translate,
                "download": download,
                "json_ld": _json_ld,
                "comment": _comment,
                "direction": direction_of,
            }
        )

    def render(self, name: str, view: Any) -> str:
        """Return the page that a template makes of a view.

        Raises :class:`ProblemsFound` with file and line for a mistake in a template.
        """
        fields = {field: getattr(view, field) for field in view.__dataclass_fields__}
        fields["structured_data"] = getattr(view, "structured_data", None)
        fields["extra"] = CustomFields(fields.get("extra"))
        self._links.begin(view)
        try:
            return self._environment.get_template(name).render(fields)
        except jinja2.TemplateNotFound as error:
            message = f'there is no template "{error.name}"'
            hint = "correct the name in the template that asks for it"
            raise self._mistake(f"{TEMPLATES}/{name}", 1, message, hint) from error
        except jinja2.TemplateSyntaxError as error:
            hint = "fix the template, or delete it to get the default one"
            raise self._mistake(
                self._path(error.filename or name), error.lineno, error.message or "", hint
            ) from error
        except RecursionError as error:
            path, line = self._where(error, name)
            own = THEME_PREFIX + path.removeprefix(f"{TEMPLATES}/")
            hint = f'to extend the default template of this name, write {{% extends "{own}" %}}'
            message = "this template extends, includes or calls itself without end"
            raise self._mistake(path, line, message, hint) from error
        except _MISTAKES as error:
            path, line = self._where(error, name)
            hint = f"docs/theming.md lists what {name} may use"
            message = _NO_FIELD.sub(r'there is no "\1" here', str(error))
            raise self._mistake(path, line, message, hint) from error

    def closure(self, name: str) -> TemplateClosure | None:
        """Return all templates that a page is made with.

        They are looked up afresh: a template that hides another one, appears or disappears changes what is
        returned. None if it cannot be told, because one of them is broken or not there.
        """
        texts: dict[str, str] = {}
        queue = [name]
        while queue:
            wanted = queue.pop()
            if wanted in texts:
                continue
            try:
                if wanted not in self._scanned:
                    self._scanned[wanted] = self._scan(wanted)
                texts[wanted], others = self._scanned[wanted]
            except jinja2.TemplateNotFound:
                if wanted == name:
                    return None
                texts[wanted] = ""  # an include may be allowed to be missing
                continue
            except (jinja2.TemplateSyntaxError, UnicodeDecodeError, RecursionError):
                return None
            queue.extend(others)
        parts = [f"{len(path)}:{path}{texts[path]}" for path in sorted(texts)]
        names = tuple(path for path in sorted(texts) if texts[path])
        return TemplateClosure(names, digest(f"{self._language_and_links}{parts}".encode()))

    def compile(self, names: Iterable[str]) -> None:
        """Compile some templates now, so that processes which are forked need not do so again and again.

        What is wrong with one is told when it is used.
        """
        for name in names:
            with suppress(jinja2.TemplateError):
                self._environment.get_template(name)

    def _scan(self, name: str) -> tuple[str, list[str]]:
        """Return the text of a template, and the names of those that it extends, includes and imports."""
        loader: Any = self._environment.loader
        text = loader.get_source(self._environment, name)[0]
        referenced = list(jinja2.meta.find_referenced_templates(self._environment.parse(text)))
        # A name that is computed may mean any template.
        names = (
            self._environment.list_templates()
            if None in referenced
            else [name_there for name_there in referenced if name_there]
        )
        return f"{len(text)}:{text}", names

    def _mistake(self, path: str, line: int, message: str, hint: str) -> ProblemsFound:
        diagnostics = Diagnostics()
        diagnostics.error(Place(path, line), Rule.TEMPLATE, message, hint)
        return ProblemsFound(diagnostics.problems)

    def _where(self, error: BaseException, name: str) -> tuple[str, int]:
        """Return the innermost template and line in which an error arose."""
        path, line = f"{TEMPLATES}/{name}", 1
        traceback = error.__traceback__
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if f"/{TEMPLATES}/" in file.replace("\\", "/") and not file.endswith(".py"):
                path, line = self._path(file), traceback.tb_lineno
            traceback = traceback.tb_next
        return path, line

    def _path(self, file: str) -> str:
        path = Path(file)
        if path.is_absolute() and path.is_relative_to(self._site_root):
            return path.relative_to(self._site_root).as_posix()
        _, folder, rest = path.as_posix().rpartition(f"/{TEMPLATES}/")
        return f"{TEMPLATES}/{rest if folder else path.as_posix()}"


def _install_translations(environment: Any, language: Language) -> None:
    """Let ``{% trans %}`` print words of the theme in the language of the site.

    A catalogue is text, so its signs are escaped, but where the English words have an element themselves.
    What a phrase becomes is cached: a page has dozens, and most are on every page.
    """

    @cache
    def as_html(english: str, translated: str) -> str:
        return translated if "<" in english else escape_text(translated)

    @cache
    def phrase(english: str) -> Markup:
        return Markup(as_html(english, language.translate(english)) % {})  # noqa: S704

    def fill(words: str, values: Mapping[str, object]) -> Markup:
        return Markup(words % {name: escape(value) for name, value in values.items()})  # noqa: S704

    def gettext(english: str, **values: object) -> Markup:
        return fill(as_html(english, language.translate(english)), values) if values else phrase(english)

    def ngettext(singular: str, plural: str, number: int, **values: object) -> Markup:
        values.setdefault("num", number)
        return fill(as_html(singular, language.form(number, singular, plural)), values)

    # As install_gettext_callables does, without its wrapper, which wraps every value of a phrase.
    environment.globals.update(gettext=gettext, ngettext=ngettext)
    environment.newstyle_gettext = True


class _Links:
    """Writes the links of one page after another.

    Asked of this object and not of the context, so that a partial that is imported is the same for all pages
    and is made once.
    """

    def __init__(self, *, file_urls: bool) -> None:
        self._file_urls = file_urls
        self._page = self._base_url = ""

    def begin(self, view: Any) -> None:
        """Take the page of a view, from which links are relative, and its site."""
        page, site = getattr(view, "page", None), getattr(view, "site", None)
        self._page = page.address if page else ""
        self._base_url = site.base_url if site else ""

    @jinja2.pass_context
    def link(self, _: Context, target: str) -> str:
        """Return a link to an address."""
        return relative_link(self._page, target, file_urls=self._file_urls)

    @jinja2.pass_context
    def prose(self, _: Context, text: Prose) -> Markup:
        """Return the HTML of a text."""
        html = prose_html(self._page, text, file_urls=self._file_urls)
        return Markup(html)  # noqa: S704 - sanitised when the text was converted

    @jinja2.pass_context
    def picture(self, _: Context, target: str, sizes: str) -> Markup:
        """Return the attributes of a picture that is shown in a certain width."""
        link = partial(relative_link, self._page, file_urls=self._file_urls)
        attributes = picture_attributes(target, link, sizes)
        return Markup(attributes)  # noqa: S704 - quoted addresses and numbers

    @jinja2.pass_context
    def absolute(self, _: Context, target: str) -> str:
        """Return the complete address of a page."""
        return absolute_link(target, self._base_url)

    @jinja2.pass_context
    def absolute_prose(self, _: Context, text: Prose) -> str:
        """Return the HTML of a text as plain text, for a feed that escapes it."""
        return _NOT_XML.sub("", prose_html_absolute(text, self._base_url))


def _comment(comment: Comment) -> Markup:
    """Return the HTML of what a reader wrote."""
    return Markup(comment.html)  # noqa: S704 - sanitised when the text was converted


def _json_ld(make: Callable[[], Any]) -> Markup:
    """Return a graph as JSON that cannot end the element that it stands in."""
    text = encode(make()).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def iso(value: When | datetime.date) -> str:
    """Return what ``<time datetime>`` wants."""
    if isinstance(value, When):
        return value.moment.isoformat(timespec="minutes") if value.moment else value.day.isoformat()
    return value.isoformat()
