"""What is not part of the public interface of a library, and used all the same because it saves much time.

Nothing else in the program touches a private attribute of a library, so this is what to look at when one of
them has a new version. Each use has a way to do without: :mod:`site_builder.markdown.acceleration` is off for
versions of Markdown that it does not know, and escaping goes through markupsafe's public function.
"""

from collections.abc import Callable
from typing import Any

import markupsafe

#: What markupsafe itself escapes with; it makes no object for what is only printed.
escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def registered(registry: Any) -> dict[str, float]:
    """Return the names in a registry of Markdown and their priorities, in the order of these."""
    items = sorted(registry._priority, key=lambda item: -item.priority)
    return {item.name: item.priority for item in items}


def placeholder_method(processor: Any) -> Any:
    """Return the method of Markdown's inline processor that replaces marks with finished elements."""
    return processor._InlineProcessor__processPlaceholders


def set_inline_handler(processor: Any, handler: Callable[..., str]) -> None:
    """Let Markdown's inline processor hand every text to a function."""
    processor._InlineProcessor__handleInline = handler
