"""R11.2, case 36: a template that is refused costs nothing: it is neither compiled nor kept."""

import time

import pytest

from services.mail.sandbox import check_template, compiled
from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import Invalid

BOMBS = {
    "repeated": "{{ 'a' * 10**9 }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a width": "{{ '%999999999d' % 1 }}",
    "a filter's width": "{{ 'a'|center(10**9) }}",
    "a filter's width, as a constant": "{{ 'a'|center(1000000000) }}",
    "formatted": "{{ '%0999999999d'|format(1) }}",
    "joined": "{{ ('a' * 99999)|join('b' * 99999) }}",
    "indented": "{{ 'a\n' * 9999|indent(99999999) }}",
    "ranges": "{% for a in range(10**9) %}{% for b in range(10**9) %}x{% endfor %}{% endfor %}",
    "a list": "{{ [1] * 10**9 }}",
    "a tuple compared": "{{ ((1,) * 10**8) == ((1,) * 10**8) }}",
    "a macro": "{% macro m() %}{{ 'a' * 10**9 }}{% endmacro %}{{ m() }}",
    "set": "{% set x = 'a' * 10**9 %}{{ x }}",
    "a method": "{{ 'a'.ljust(10**9) }}",
    "joined by ~": "{{ ('a' * 10**8) ~ ('b' * 10**8) }}",
    "in a condition": "{% if 'a' * 10**9 == 'b' %}x{% endif %}",
    "in an else": "{% if balance %}x{% elif 2**9999999999 %}y{% endif %}",
    "in a good loop": "{% for entry in entries %}{{ entry.label }}{{ 'a' * 10**9 }}{% endfor %}",
    "a long number": "{{ " + "9" * 5_000 + " }}",
    "too deep": "{{ " + "(" * 9_000 + "1" + ")" * 9_000 + " }}",
    "much that is unknown": "{{ x }}" * 7_000,
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_a_template_that_would_cost_much_is_refused_at_once(source: str) -> None:
    kept = compiled.cache_info().currsize
    began_at = time.process_time()

    with pytest.raises(Invalid, match="Line 1"):
        check_template(source, EmailKind.BALANCE_UPDATE, path=("html",))

    assert time.process_time() - began_at < 1
    assert compiled.cache_info().currsize == kept


def test_a_good_template_with_constants_is_kept() -> None:
    source = "{% if balance == 'nothing'|upper %}{{ 'a'|upper }}{% endif %}{{ change }}"

    check_template(source, EmailKind.BALANCE_UPDATE, path=("html",))

    kept = compiled(source, is_html=True)
    assert kept.render(balance="NOTHING", change="x") == "\x02A\x03\x02x\x03"
