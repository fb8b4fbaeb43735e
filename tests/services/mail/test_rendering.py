"""Templates of mail: sandboxed, checked when they are kept, filled in (R11.2)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mail.builtin_templates import LANGUAGES, EmailTemplate, builtin_templates
from services.mail.rendering import kind_of, render, speaks_of
from services.mail.template_checks import check_email_template
from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import Invalid
from services.rules.words.mail_content import BalanceUpdateContent, ExpiryWarningContent, MailEntry
from services.rules.words.mail_samples import sample_content

GOOD = EmailTemplate(
    code="balance_update",
    locale="en",
    subject="{{ change }} points",
    html='<p title="{{ website_name }}">Hello {{ customer_name }}: {{ balance }}</p>'
    '<a href="{{ unsubscribe_url }}">Stop</a>',
    text="{% for entry in entries %}{{ loop.index }}. {{ entry.label }}\n{% endfor %}",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EmailKind)
def test_the_built_in_templates_are_good(kind: EmailKind, language: str) -> None:
    """R11.2: by the rules that a shop's own are checked by."""
    template = builtin_templates()[kind.value.lower(), language]

    mail = check_email_template(template)

    assert speaks_of(template, kind)
    for part in (mail.subject, mail.html, mail.text):
        assert "[[" not in part
        assert "{{" not in part
    assert f'<html lang="{language}"' in mail.html
    assert "https://example.com/unsubscribe/sample" in mail.text
    assert 'href="https://example.com/unsubscribe/sample"' in mail.html


def test_a_good_template_is_good() -> None:
    mail = check_email_template(GOOD)

    assert mail.subject == "+50 points"
    assert "1. \u2068Making purchases\u2069" in mail.text


@pytest.mark.parametrize(
    ("part", "source", "said"),
    [
        ("subject", "", "1 to 255"),
        ("subject", "x" * 256, "1 to 255"),
        ("subject", "two\nlines", "one line"),
        ("subject", "two\r\nBcc: all@example.com", "one line"),
        ("subject", "{% if is_gain %}{% else %}x{% endif %}", "Must not be empty"),
        ("subject", "{{ secret }}", "no variable secret"),
        ("text", "", "1 to 50,000"),
        ("text", "x" * 50_001, "1 to 50,000"),
        ("text", "a\0b", "of text"),
        ("text", "one\n{{ nobody }}", "Line 2: there is no variable nobody"),
        ("text", "{{ lots }}", "no variable lots"),
        ("text", "{{ entries }}", "entries is a list"),
        ("text", "{{ balance", "Line 1"),
        ("text", "{% if is_gain %}", "Line 1"),
        ("text", "{% endfor %}", "Line 1"),
        ("text", "{% for lot in lots %}{% endfor %}", "for can only go through entries"),
        ("text", "{% for a in entries %}{{ a.secret }}{% endfor %}", "a has no part secret"),
        ("text", "{% for a in entries %}{{ a.__class__ }}{% endfor %}", "no part __class__"),
        ("text", "{% for a in entries %}{% for b in entries %}{% endfor %}{% endfor %}", "for"),
        ("text", "{% for balance in entries %}{% endfor %}", "one new name"),
        ("text", "{% for a in entries if a.points %}{% endfor %}", "a condition"),
        ("text", "{% for a in entries recursive %}{% endfor %}", "recursion"),
        ("text", "{% for a in range(9) %}{% endfor %}", "for can only go through"),
        ("text", "{{ balance.__class__.__mro__ }}", "no"),
        ("text", "{{ balance['x'] }}", "getitem is not allowed"),
        ("text", "{{ ''.join }}", "nothing here with a part named join"),
        ("text", "{{ range(10) }}", "call is not allowed"),
        ("text", "{{ lipsum() }}", "call is not allowed"),
        ("text", "{{ 'x' * 1000000000 }}", "mul is not allowed"),
        ("text", "{{ 10 ** 10 ** 10 }}", "pow is not allowed"),
        ("text", "{{ balance ~ balance }}", "concat is not allowed"),
        ("text", "{{ [balance] }}", "list is not allowed"),
        ("text", "{{ balance | safe }}", "safe"),
        ("text", "{{ balance | replace('a', 'b') }}", "replace"),
        ("text", "{% set x = 1 %}", "assign is not allowed"),
        ("text", "{% include 'x' %}", "include is not allowed"),
        ("text", "{% extends 'x' %}", "extends is not allowed"),
        ("text", "{% import 'x' as y %}", "import is not allowed"),
        ("text", "{% macro m() %}{% endmacro %}", "macro is not allowed"),
        ("html", "<p>open<b></p>", "</p> has no matching start tag"),
        ("html", "<div>\n<p>open", "Line 1: <div> has no end tag"),
        ("html", "</div>", "</div> has no matching start tag"),
        ("html", "<script>alert(1)</script>", "<script> is not allowed"),
        ("html", "<iframe></iframe>", "<iframe> is not allowed"),
        ("html", "<form></form>", "<form> is not allowed"),
        ("html", '<p onclick="x()">a</p>', "onclick"),
        ("html", '<a href="javascript:alert(1)">a</a>', "href must be an address"),
        ("html", '<a href=" javascript:alert(1)">a</a>', "href must be an address"),
        ("html", '<a href="{{ customer_name }}">a</a>', "href must be an address"),
        ("html", '<a href="https://x/{{ balance }}">a</a>', "href must be an address"),
        ("html", '<img src="data:text/html,x">', "src must be an address"),
        ("html", "<p title={{ customer_name }}>a</p>", "quoted"),
        ("html", "<p {{ customer_name }}>a</p>", "quoted"),
        ("html", "<{{ customer_name }}>a</p>", "a variable in"),
        ("html", '<p style="color:{{ balance }}">a</p>', "style"),
        ("html", "<style>p{color:{{ balance }}}</style>", "style"),
        ("html", "<a " * 16_000, "complete tag"),
        ("html", "<a href='", "complete tag"),
        ("html", "<!-- a comment -->", "complete tag"),
        ("html", "<!--><script>1</script>-->", "complete tag"),
        ("html", "<![" * 9_000, "complete tag"),
        ("html", "<p>1 < 2</p>", "complete tag"),
        (
            "html",
            "{% raw %}{{{% endraw %}<script>1</script>{% raw %}}}{% endraw %}",
            "<script> is not allowed",
        ),
        (
            "html",
            "{% raw %}{#{% endraw %}<script>1</script>{% raw %}#}{% endraw %}",
            "<script> is not allowed",
        ),
        ("html", "<scr{% if is_gain %}x{% endif %}ipt>", "complete tag"),
        ("html", "<p {% if is_gain %}id='a'{% endif %}>a</p>", "complete tag"),
        ("html", "{% if is_gain %}<b>{% else %}</b>{% endif %}", "<b> has no end tag"),
        ("html", "{% if is_gain %}<b>{% endif %}{% if worth %}</b>{% endif %}", "no end tag"),
        ("html", "{% for a in entries %}<b>{% endfor %}", "<b> has no end tag"),
        ("html", "{% if is_gain %}a{% endif %}", "Must not be empty"),
        ("text", "{% if worth %}a{% endif %}", "Must not be empty"),
        ("html", '<meta http-equiv="refresh" content="0">', "http-equiv"),
        ("html", '<svg><a xlink:href="javascript:1">a</a></svg>', "<svg>"),
        ("html", '<p style="background:url(javascript:1)">a</p>', "must not load anything"),
        ("html", "<style>@import 'x'</style>", "must not load anything"),
        ("text", "a\x07b", "of text"),
        ("text", "{% if balance > 5 %}a{% endif %}", "== or != only"),
        ("text", "{% for a in entries %}a{% else %}{{ a.label }}{% endfor %}", "named label"),
        ("text", "{{ " + "(" * 900 + "balance" + ")" * 900 + " }}", "too deep"),
        ("text", "{% if " + "not " * 2_000 + "worth %}a{% endif %}", "too deep"),
        ("text", "{% if worth %}" * 400 + "a" + "{% endif %}" * 400, "too deep"),
        ("text", "{% if worth %}" * 99 + "a" + "{% endif %}" * 99, "too deep"),
        ("text", "{{ " + "9" * 5_000 + " }}", "too deep or too long"),
        ("locale", "xx-YY", "known locale"),
        ("code", "", "1 to 128"),
    ],
)
def test_a_bad_template_is_refused_with_what_is_wrong_and_where(
    part: str, source: str, said: str
) -> None:
    """R11.2."""
    with pytest.raises(Invalid) as refused:
        check_email_template(replace(GOOD, **{part: source}))  # type: ignore[arg-type] # all text

    assert refused.value.path == (part,)
    assert said in refused.value.message


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>one<li>two</ul>",
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<p>one<p>two",
        "<br><hr/><img src='https://example.com/a.png' alt=''>",
        '<a href="mailto:help@example.com">Help</a>',
        "{% if is_gain %}<b>{{ change | upper }}</b>{% elif not worth %}-{% else %}+{% endif %}",
        "{% for a in entries %}{% if not loop.first %}, {% endif %}{{ a.points }}{% endfor %}",
    ],
)
def test_what_html_and_templates_allow_is_allowed(html: str) -> None:
    check_email_template(replace(GOOD, html=html))


def test_a_template_of_another_code_may_be_for_either_kind() -> None:
    """R11.2."""
    update = replace(GOOD, code="mine")
    warning = replace(update, subject="{{ expiring }}", text="{{ expires_on }}")

    check_email_template(update)
    check_email_template(warning)
    with pytest.raises(Invalid):
        check_email_template(replace(update, text="{{ expires_on }}"))


def test_a_template_named_for_the_wrong_kind_gives_way_to_the_built_in() -> None:
    """R11.2: a mail is sent whatever a website's settings name."""
    warning = sample_content(EmailKind.EXPIRY_WARNING, "de")

    mail = render(replace(GOOD, code="mine", locale="de"), warning)

    assert "Punkte" in mail.subject


texts = st.text(max_size=60)


@given(name=texts, shop=texts, label=texts)
def test_no_value_breaks_out_of_its_place(name: str, shop: str, label: str) -> None:
    """R11.2: all values are escaped, and the subject is one line."""
    content = sample_content(EmailKind.BALANCE_UPDATE, "en")
    assert isinstance(content, BalanceUpdateContent)
    hostile = replace(
        content,
        customer_name=f"<b>{name}",
        website_name=f'"><script>{shop}',
        entries=(MailEntry(f"</td><img src=x>{label}", 1),),
    )

    for template in (GOOD, builtin_templates()["balance_update", "en"]):
        mail = render(template, hostile)

        assert "<script" not in mail.html
        assert "<img" not in mail.html
        assert "<b>" not in mail.html
        assert len(mail.subject.splitlines()) <= 1


@given(name=texts)
def test_numbers_go_by_the_customer_s_locale_if_the_template_speaks_their_language(
    name: str,
) -> None:
    """R11.2."""
    content = replace(sample_content(EmailKind.BALANCE_UPDATE, "de-CH"), customer_name=name)
    own = replace(GOOD, locale="de")

    assert "1\u2019250" in render(own, content).html
    assert "1,250" in render(GOOD, content).html


def test_a_warning_without_a_name_still_greets() -> None:
    content = sample_content(EmailKind.EXPIRY_WARNING, "en")
    assert isinstance(content, ExpiryWarningContent)
    lot = replace(content.lots[0], expires_at=datetime(2026, 2, 1, tzinfo=UTC))
    nobody = replace(content, customer_name=None, lots=(lot,))

    mail = render(builtin_templates()["expiry_warning", "en"], nobody)

    assert mail.text.startswith("Hello,\n")
    assert "February 1, 2026" in mail.subject
    assert kind_of(nobody) is EmailKind.EXPIRY_WARNING


def test_plain_text_and_html_say_the_same() -> None:
    """R11.2."""
    content = sample_content(EmailKind.EXPIRY_WARNING, "en")
    mail = render(builtin_templates()["expiry_warning", "en"], content)

    for said in ("Ada Byron", "1,250 points", "€12.50", "December 24, 2026", "100 points"):
        assert said in mail.text
        assert said in mail.html
    assert Decimal("12.50") == content.worth.amount
