"""Escape what templates print and call what they call, at a part of the cost.

markupsafe wraps every piece in an object that says that it is safe, so that it can be handed on. A piece that
is printed is handed on to nobody: a page has a hundred of them, and an object for each took a tenth of the
time of rendering.
"""

import keyword
from operator import call
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from site_builder.library_internals import escape_text
from site_builder.paths import TEMPLATES
from site_builder.theme_files import theme_root

__all__ = ["PrintingGenerator", "call", "escape"]


def escape(value: Any) -> str:
    """Return what markupsafe makes of a value, as a text that is only good for being printed."""
    kind = type(value)
    if kind is str:
        return escape_text(value)
    if kind is int:  # every tenth: numbers of drawings
        return str(value)
    return value if kind is markupsafe.Markup else markupsafe.escape(value)


class PrintingGenerator(CodeGenerator):
    """Compiles templates that print through :func:`escape`; all else is Jinja's.

    But for two things in templates of the default theme. Where one asks for an attribute, Python looks it up.
    Jinja does so through a function, as it may be an item of a mapping as well; views have none, and a page
    asks two hundred times. Where one calls a macro, it is called. Jinja asks each time whether it wants the
    context; that of a name can be known before. Templates of the site itself get what Jinja promises.
    """

    _THEME = str(theme_root() / TEMPLATES)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        # A template's module looks the name up when it prints, and this is the last one to give it.
        self.writeline(f"from {__name__} import call, escape")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        wants_context = getattr(self.environment.globals.get(name), "jinja_pass_arg", None) is not None
        if not name or wants_context or forward_caller or not (self.filename or "").startswith(self._THEME):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("call(")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if keyword.iskeyword(node.attr) or not (self.filename or "").startswith(self._THEME):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        # The pieces of a block are joined where it ends, and not handed from one generator to the next.
        if x.startswith("yield from context.blocks["):
            x = f"yield concat({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)
