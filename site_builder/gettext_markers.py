"""Markers of translatable text that is declared before the language of a site is known.

They do nothing: ``make messages`` finds the text by their names (``gettext_noop`` in the gettext manual).
"""


def gettext_noop(words: str) -> str:
    """Return words of the theme as they are.

    :meth:`Language.translate` translates them where they are printed.
    """
    return words


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Return the two forms of words that go with a number, as :func:`gettext_noop` does one."""
    return singular, plural
