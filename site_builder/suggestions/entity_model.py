"""A named-entity model as one more source of candidates: an extra, and never on the network."""

from collections.abc import Iterable
from typing import Any

from site_builder.errors import UsageError
from site_builder.names.people import NameParser


def load_model(name: str) -> Any:
    """Load a spaCy model by its name; raise :class:`UsageError` with what installs it."""
    try:
        import spacy  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise UsageError(
            f'site.toml names the model "{name}"; install it: pip install "site-builder[suggest]" {name}'
        ) from error
    try:
        return spacy.load(name, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    except (OSError, ValueError) as error:
        raise UsageError(
            f'the model "{name}" is not installed here; install it: pip install {name}, or take [suggest]'
            " out of site.toml"
        ) from error


def people_in(model: Any, texts: Iterable[str], parser: NameParser) -> frozenset[str]:
    """Return the names of people that a model finds, folded."""
    names = set()
    for document in model.pipe(texts):
        for entity in document.ents:
            if entity.label_ in {"PERSON", "PER"}:
                words = entity.text.removesuffix("’s").removesuffix("'s").strip()
                names.add(parser.fold(words))
    return frozenset(names)
