"""What templates print is escaped as markupsafe does it."""

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from site_builder.render.escaping import PrintingGenerator

SOURCES = [
    "{{ x }}",
    "<b>{{ x }}</b>{{ x ~ '<' }}{{ x | upper }}",
    "{% macro m(y) %}<i>{{ y }}</i>{% endmacro %}{{ m(x) }}{{ m(m(x)) }}",
    "{% set y %}<u>{{ x }}</u>{% endset %}{{ y }}{{ y ~ x }}",
    "{% filter upper %}{{ x }}{% endfilter %}",
    "{% for one in [x, x] %}{{ loop.index }}{{ one }}{% endfor %}",
    "{% if x %}{{ x if x else '<' }}{% endif %}{{ '<a>' }}{{ 1 < 2 }}",
    "{% call(z) w() %}{{ z }}{% endcall %}",
]
WITH_CALL = "{% macro w() %}{{ caller(x) }}{% endmacro %}"
VALUES = (
    st.text("<>&\"'aé1 ")
    | st.integers()
    | st.floats()
    | st.none()
    | st.booleans()
    | st.text("<&a").map(Markup)
)


def environments() -> list[jinja2.Environment]:
    made = []
    for generator in (jinja2.Environment.code_generator_class, PrintingGenerator):
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        environment.code_generator_class = generator
        made.append(environment)
    return made


ENVIRONMENTS = environments()


@pytest.mark.parametrize("source", SOURCES)
@given(value=VALUES)
def test_any_value_is_printed_as_jinja_prints_it(source: str, value: object) -> None:
    stock, ours = (
        environment.from_string((WITH_CALL if "call" in source else "") + source).render(x=value)
        for environment in ENVIRONMENTS
    )
    assert ours == stock


def test_what_is_not_there_is_still_a_mistake() -> None:
    for environment in ENVIRONMENTS:
        with pytest.raises(jinja2.UndefinedError):
            environment.from_string("{{ missing }}").render()
