"""Marks words for translators where they are declared, before the language of a site is known (as gettext
calls it.

Noop).

``make messages`` finds words by the names of these functions.
"""


def gettext_noop(words: str) -> str:
    """Return words of the theme as they are.

    :meth:`Language.translate` translates them where they are printed.
    """
    return words


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Return the two forms of words that go with a number, as :func:`gettext_noop` does one."""
    return singular, plural
