"""The words of templates, put into the language of the site when a template is compiled.

``{% trans %}`` is written as in Jinja's own extension, so that Babel finds what is to be translated. That
one looks every phrase up for every page; here a page prints plain text.
"""

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.parser import Parser
from markupsafe import escape

from site_builder.language import Language

_SPACE = re.compile(r"\s*\n\s*")
_VALUE = re.compile(r"%\((\w+)\)s")


class Translation(Extension):
    """``{% trans name=value %}... {{ name }} ...{% pluralize %}...{% endtrans %}``.

    The first value is the number that decides between the two, as in Jinja. Environments have the language
    as ``site_language``.
    """

    tags = {"trans"}  # noqa: RUF012 - the library's interface

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        values = dict(self._values(parser))
        one = self._message(parser, line)
        many = None
        if parser.stream.current.value == "pluralize":
            next(parser.stream)
            if parser.stream.current.type != "block_end":
                parser.fail("name the number first: {% trans count=... %}", line)
            parser.stream.expect("block_end")
            many = self._message(parser, line)
        parser.stream.expect("name:endtrans")
        language: Language = self.environment.site_language  # type: ignore[attr-defined]
        if many is None:
            return [self._output(language.translate(one), one, values, line)]
        if not values:
            parser.fail("a phrase with two forms needs a number: {% trans count=... %}", line)
        number = next(iter(values.values()))
        forms = [self._output(said, one, values, line) for said in language.forms(one, many)]
        if len(forms) == 2 and language.has_english_forms:
            is_one = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))], lineno=line)
            return [nodes.If(is_one, [forms[0]], [], [forms[1]], lineno=line)]
        return [self._choice(number, forms, line)]

    def _choice(self, number: nodes.Expr, forms: list[nodes.Output], line: int) -> nodes.Node:
        which = self.call_method("_which", [number], lineno=line)
        chosen: nodes.Node = forms[-1]
        for position in range(len(forms) - 2, -1, -1):
            is_it = nodes.Compare(which, [nodes.Operand("eq", nodes.Const(position))], lineno=line)
            chosen = nodes.If(is_it, [forms[position]], [], [chosen], lineno=line)
        return chosen

    def _which(self, number: int) -> int:
        language: Language = self.environment.site_language  # type: ignore[attr-defined]
        return language.number_of_form(number)

    def _values(self, parser: Parser) -> Iterator[tuple[str, nodes.Expr]]:
        is_first = True
        while parser.stream.current.type != "block_end":
            if not is_first:
                parser.stream.expect("comma")
            is_first = False
            name: Token = parser.stream.expect("name")
            if parser.stream.current.type == "assign":
                next(parser.stream)
                yield name.value, parser.parse_expression()
            else:
                yield name.value, nodes.Name(name.value, "load", lineno=name.lineno)
        parser.stream.expect("block_end")

    def _message(self, parser: Parser, line: int) -> str:
        """Return a phrase as catalogues have it, up to the next block."""
        parts = []
        while parser.stream.current.type != "block_begin":
            token = next(parser.stream)
            if token.type == "data":
                parts.append(token.value.replace("%", "%%"))
            elif token.type == "variable_begin":
                parts.append(f"%({parser.stream.expect('name').value})s")
                parser.stream.expect("variable_end")
            else:
                parser.fail("a phrase holds words and {{ names }} only", line)
        next(parser.stream)
        return _SPACE.sub(" ", "".join(parts).strip())

    def _output(self, said: str, english: str, values: dict[str, nodes.Expr], line: int) -> nodes.Output:
        """Return what prints words; what stands for elements in them is text, unless it is in English too."""
        pieces: list[nodes.Expr] = []
        for position, piece in enumerate(_VALUE.split(said)):
            if position % 2:
                pieces.append(values.get(piece) or nodes.Name(piece, "load", lineno=line))
            elif piece:
                words = piece.replace("%%", "%")
                shown = words if "<" in english else str(escape(words))
                pieces.append(nodes.TemplateData(shown, lineno=line))
        return nodes.Output(pieces, lineno=line)
