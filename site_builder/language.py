"""The language of a site: the theme's own words, its dates and numbers, and the order of its alphabet.

Words come from gettext catalogues, ``locale/<tag>.po`` of the program and of the site; what the second has
replaces the first, and what neither has stays English. Dates and numbers follow the Unicode Common Locale
Data Repository, by way of Babel.
"""

import codecs
import datetime
import gettext
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import babel
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.paths import LOCALE
from site_builder.runtime.fingerprints import digest
from site_builder.values import When

#: Letters that are letters of their own, each behind the letter or letters that it follows, by language.
#: From the collation data of CLDR 45; what is not here sorts as its base letter does.
_ALPHABETS = {
    "cs": "c:č h:ch r:ř s:š z:ž",
    "da": "z:æäøöåaa",
    "es": "n:ñ",
    "et": "s:šzž w:õäöü",
    "fi": "z:åäö",
    "hr": "c:čć d:đ s:š z:ž",
    "is": "a:á d:ð e:é i:í o:ó u:ú y:ý z:þæöå",
    "lt": "c:č s:š z:ž",
    "lv": "c:č g:ģ k:ķ l:ļ n:ņ s:š z:ž",
    "nb": "z:æäøöåaa",
    "nn": "z:æäøöåaa",
    "pl": "a:ą c:ć e:ę l:ł n:ń o:ó s:ś z:źż",
    "ro": "a:ăâ i:î s:șş t:țţ",
    "sk": "a:ä c:č h:ch o:ô s:š z:ž",
    "sl": "c:čć d:đ s:š z:ž",
    "sv": "z:åäö",
    "tr": "c:ç g:ğ o:ö s:ş u:ü",
}
#: Letters that are one in two ways of writing.
_SAME = {"aa": "å", "ä": "æ", "ö": "ø"}
_STROKES = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
#: What stands before the first letter or figure of a name.
_SIGNS = re.compile(r"^[\W_]+")
#: Behind everything that a name can have.
_LAST = "\U0010fffd"
_ENGLISH = "en"
#: A date that begins with its day, as in English and German: 26 October, 26. Oktober.
_DAY_FIRST = re.compile(r"\d+(\.?) ")
#: What plain "en" means: the day before the month, and 24 hours.
_INTERNATIONAL = "en_GB"


class Language:
    """One language, for one site. Nothing of it changes once it is made."""

    def __init__(
        self, tag: str, words: Mapping[str, tuple[str, ...]], plural: str, interface: str = ""
    ) -> None:
        self.tag = tag
        #: That of the words of the theme: English where there is no catalogue for the language.
        self.interface = interface or tag
        self._words = words
        self._form: Callable[[int], int] = gettext.c2py(plural)
        self._locale = _locale(self.interface)
        self._order = _order_of(tag)
        letters = sorted(self._order, key=len, reverse=True)
        self._own_letters = re.compile("|".join(map(re.escape, letters)) or "(?!)")
        #: Stands for all that a page may take from here.
        self.digest = digest(repr((tag, sorted(words.items()), plural, babel.__version__)).encode())

    @property
    def direction(self) -> str:
        """Return ``ltr`` or ``rtl``, for the words of the theme."""
        return self._locale.text_direction

    def translate(self, words: str, **values: object) -> str:
        """Return words of the theme in this language; ``{name}`` in them stands for a value."""
        translated = self._words.get(words, (words,))[0]
        return translated.format(**values) if values else translated

    def translate_count(self, number: int, singular: str, plural: str, **values: object) -> str:
        """Return a number with its noun; ``{n}`` in the words stands for the number.

        >>> Language("en", {}, ENGLISH_PLURAL).translate_count(1200, "{n} writeup", "{n} writeups")
        '1,200 writeups'
        """
        return self.form(number, singular, plural).format(n=self.number(number), **values)

    def form(self, number: int, singular: str, plural: str) -> str:
        """Return that of two forms, or of those of this language, that goes with a number."""
        forms = self._words.get(singular, (singular, plural))
        return forms[min(self._form(number), len(forms) - 1)]

    @lru_cache(maxsize=4096)  # noqa: B019
    def number(self, number: int) -> str:
        """Return a whole number with its separators."""
        return str(format_decimal(number, locale=self._locale))

    @lru_cache(maxsize=65536)  # noqa: B019
    def day(self, date: datetime.date) -> str:
        """Return a date in words.

        >>> Language("en-GB", {}, ENGLISH_PLURAL).day(datetime.date(2010, 10, 26))
        '26 October 2010'
        """
        if not isinstance(date, datetime.date):
            raise TypeError(f"{type(date).__name__} is no day")
        return str(format_date(date, "long", locale=self._locale))

    @lru_cache(maxsize=4096)  # noqa: B019
    def month(self, date: datetime.date) -> str:
        """Return the month and year of a date in words."""
        pattern: Any = self._locale.datetime_skeletons.get("yMMMM") or "MMMM y"
        return str(format_date(date, pattern, locale=self._locale))

    def partly(self, date: str) -> str:
        """Return a day, month or year in words: 2014-05-06, 2014-05, 2014."""
        year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
        if day:
            return self.day(datetime.date(year, month, day))
        return self.month(datetime.date(year, month, 1)) if month else date

    def period(self, since: str, until: str) -> str:
        """Return a period in words, such as "since 2014"; each end is a day, month or year, or empty."""
        if since and until:
            return self.translate("{start} to {end}", start=self.partly(since), end=self.partly(until))
        if since:
            return self.translate("since {date}", date=self.partly(since))
        return self.translate("until {date}", date=self.partly(until)) if until else ""

    def years(self, first: datetime.date, last: datetime.date) -> str:
        """Return the years of two days: 2010 to 2014, or one year where both are in it."""
        if first.year == last.year:
            return str(first.year)
        return self.translate("{start} to {end}", start=first.year, end=last.year)

    def months(self, first: datetime.date, last: datetime.date) -> str:
        """Return the months of two days, or one month where they are the same day."""
        if first == last:
            return self.month(first)
        return self.translate("{start} to {end}", start=self.month(first), end=self.month(last))

    def span(self, start: When, end: When | None) -> str:
        """Return from when until when something lasted, without saying anything twice."""
        if end is None or end == start:
            return self._when(start)
        if end.day == start.day:
            if not end.moment:
                return self._when(start)
            if not start.moment:
                day, time = self.day(end.day), self._time(end.moment)
                return self.translate("{day}, until {time}", day=day, time=time)
            return self.translate("{start} to {end}", start=self._when(start), end=self._time(end.moment))
        if not start.moment and not end.moment:
            last = self.day(end.day)
            number = _DAY_FIRST.match(last)
            if number and (start.day.year, start.day.month) == (end.day.year, end.day.month):
                return self.translate("{start} to {end}", start=f"{start.day.day}{number[1]}", end=last)
        return self.translate("{start} to {end}", start=self._when(start), end=self._when(end))

    def clock(self, start: When, end: When | None) -> str:
        """Return the times of day between which something took place; empty where they are not known."""
        if not start.moment:
            return ""
        if not end or not end.moment or end.day != start.day:
            return self._time(start.moment)
        return self.translate("{start} to {end}", start=self._time(start.moment), end=self._time(end.moment))

    def _when(self, value: When) -> str:
        return f"{self.day(value.day)}, {self._time(value.moment)}" if value.moment else self.day(value.day)

    def _time(self, moment: datetime.datetime) -> str:
        # The clock of that place: a moment knows its offset, and is not moved to another.
        return str(format_time(moment.timetz().replace(tzinfo=None), "short", locale=self._locale))

    @lru_cache(maxsize=65536)  # noqa: B019
    def sort_key(self, name: str) -> str:
        """Return a key that sorts names as this language does, the same on every machine.

        Case does not matter, nor do accents but for those that make a letter of its own. This stands in for
        the collation of ICU, which no library brings without a compiler.
        """
        text = unicodedata.normalize("NFC", name.casefold())
        text = self._own_letters.sub(lambda match: self._order[match[0]], text)
        decomposed = unicodedata.normalize("NFD", text)
        kept = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_STROKES)
        return "".join(char for char in kept if char.isalnum() or char in " ," or char >= _LAST)

    @lru_cache(maxsize=65536)  # noqa: B019
    def first_letter(self, name: str) -> str:
        """Return the letter under which an index has a name; ``#`` for what begins with none."""
        text = _SIGNS.sub("", unicodedata.normalize("NFC", name.casefold()))
        own = self._own_letters.match(text)
        first = own[0] if own else self.sort_key(name).strip()[:1]
        if _SAME.get(first) in self._order:
            first = _SAME[first]
        return unicodedata.normalize("NFC", first).upper() if first[:1].isalpha() else "#"


#: The rule of English for which of two forms goes with a number, as gettext writes it.
ENGLISH_PLURAL = "n != 1"


def read_language(root: Path, tag: str, diagnostics: Diagnostics) -> Language:
    """Return the language of a site; broken catalogues of the site itself are reported and left out."""
    words: dict[str, tuple[str, ...]] = {}
    plural = ENGLISH_PLURAL
    for folder in (_own_folder(), root / LOCALE):
        file = next((path for name in _file_names(tag) if (path := folder / name).is_file()), None)
        if file is None:
            continue
        place = Place(f"{LOCALE}/{file.name}")
        try:
            data = io.BytesIO(file.read_bytes().removeprefix(codecs.BOM_UTF8))
            catalogue = read_po(data, locale=file.stem.replace("-", "_"), abort_invalid=True)
            _try_plural(catalogue.plural_expr)
        except (PoFileError, UnknownLocaleError, LookupError, ValueError, OSError) as error:
            reason = str(error).partition(" on ")[0] or "it cannot be read"
            line = Place(place.path, getattr(error, "lineno", 0) + 1)
            diagnostics.error(line, Rule.CATALOGUE, f"this is no catalogue of words: {reason}", _FIX)
            continue
        plural = catalogue.plural_expr
        for message in catalogue:
            _report_wrong_values(message, place, diagnostics)
        words.update(_words(catalogue))
    has_words = bool(words) or tag.partition("-")[0].lower() == _ENGLISH
    return Language(tag, words, plural, tag if has_words else _ENGLISH)


def _try_plural(rule: str) -> None:
    """Raise ValueError for a rule that does not give a form for every number."""
    form = gettext.c2py(rule)
    try:
        is_sound = all(form(number) >= 0 for number in range(1_000))
    except (ArithmeticError, RecursionError) as error:
        raise ValueError("its rule for plurals cannot be computed") from error
    if not is_sound:
        raise ValueError("its rule for plurals gives a form below 0")


_FIX = "fix it with an editor for gettext catalogues, such as Poedit"
_VALUE = re.compile(r"\{(\w*)\}|%\((\w+)\)s")


def _report_wrong_values(message: Any, place: Place, diagnostics: Diagnostics) -> None:
    """Report words in which something stands for a value that these words do not have."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    values = {match[0] for id in ids for match in _VALUE.finditer(id)}
    translations = message.string if isinstance(message.string, tuple) else (message.string,)
    for words in translations if message.id and not message.fuzzy else ():
        wrong = [match[0] for match in _VALUE.finditer(words) if match[0] not in values]
        if any("{" in id for id in ids) and not wrong and set("{}") & set(_VALUE.sub("", words)):
            wrong = ["{"]
        if wrong:
            problem = f'"{words[:60]}" has {wrong[0]}, which is not in "{ids[0][:60]}"'
            line = Place(place.path, message.lineno or 1)
            hint = "write the values in braces as they are there"
            diagnostics.error(line, Rule.CATALOGUE, problem, hint)


def _own_folder() -> Path:
    return Path(__file__).resolve().parent / LOCALE


def _file_names(tag: str) -> Iterator[str]:
    """Yield what the catalogue of a language may be called: de-AT.po, de_AT.po, de.po."""
    for name in _names(tag):
        yield f"{name}.po"
        if "-" in name:
            yield f"{name.replace('-', '_')}.po"


def _names(tag: str) -> Iterator[str]:
    """Yield a tag and what it is a kind of: de-AT, de."""
    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        yield "-".join(parts[:end])


def _words(catalogue: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple):
            if all(message.string):
                yield message.id[0], tuple(message.string)
        elif message.string:
            yield message.id, (message.string,)


@lru_cache(maxsize=64)
def _locale(tag: str) -> babel.Locale:
    if tag == _ENGLISH:
        return babel.Locale.parse(_INTERNATIONAL)
    for name in _names(tag):
        try:
            return babel.Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return babel.Locale.parse(_INTERNATIONAL)


@lru_cache(maxsize=64)
def direction_of(tag: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, else ``ltr``."""
    return _locale(tag).text_direction


@lru_cache(maxsize=64)
def _order_of(tag: str) -> Mapping[str, str]:
    """Return the letters of a language that sort behind others, and what sorts in their place."""
    language = tag.partition("-")[0]
    rules = _ALPHABETS.get("nb" if language == "no" else language, "")
    order: dict[str, str] = {}
    for rule in rules.split():
        base, _, letters = rule.partition(":")
        for letter in re.findall("ch|aa|.", letters):
            rank = chr(ord("a") + len(order))
            order[letter] = order.get(_SAME.get(letter, ""), f"{base}{_LAST}{rank}")
    return order
