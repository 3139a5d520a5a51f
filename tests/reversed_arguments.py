"""Runs the program with the arguments of every call evaluated from the last to the first.

Python promises to evaluate them from the first to the last; a function that relies on that hides an effect in
what looks like a value. Run as ``python -m tests.reversed_arguments ARGUMENTS``.
"""

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

_CALL = "__call_in_reverse__"


def call_in_reverse(
    function: Any, arguments: list[Callable[[], Any]], keywords: dict[str, Callable[[], Any]]
) -> Any:
    values = {name: keywords[name]() for name in reversed(keywords)}
    positional = [argument() for argument in reversed(arguments)]
    return function(*reversed(positional), **{name: values[name] for name in keywords})


class _Reverser(ast.NodeTransformer):
    """Rewrites the calls inside functions that have several arguments, all of them plain."""

    def __init__(self) -> None:
        self._depth = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._depth += 1
        node.body = [self.visit(statement) for statement in node.body]
        self._depth -= 1
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        is_plain = not any(isinstance(value, ast.Starred) for value in node.args) and all(
            keyword.arg for keyword in node.keywords
        )
        has_scope = any(
            isinstance(inner, ast.Yield | ast.YieldFrom | ast.NamedExpr)
            or (isinstance(inner, ast.Name) and inner.id in {"super", "__class__"})
            for value in values
            for inner in ast.walk(value)
        )
        if not self._depth or len(values) < 2 or not is_plain or has_scope:
            return node
        names = [ast.Constant(keyword.arg) for keyword in node.keywords]
        return ast.Call(
            ast.Name(_CALL, ast.Load()),
            [
                node.func,
                ast.List([_later(value) for value in node.args], ast.Load()),
                ast.Dict(list(names), [_later(keyword.value) for keyword in node.keywords]),
            ],
            [],
        )


def _later(value: ast.expr) -> ast.Lambda:
    arguments = ast.arguments(
        posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[], vararg=None, kwarg=None
    )
    return ast.Lambda(arguments, value)


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)  # never what was compiled before

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:
        tree = ast.fix_missing_locations(_Reverser().visit(ast.parse(data)))
        return compile(tree, path, "exec", dont_inherit=True)

    def exec_module(self, module: Any) -> None:
        setattr(module, _CALL, call_in_reverse)
        super().exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name.partition(".")[0] != "site_builder":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


if __name__ == "__main__":
    sys.meta_path.insert(0, _Finder())
    from site_builder.cli import main

    main()
