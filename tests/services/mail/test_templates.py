"""The shop's own templates beside the built-in ones (R11.2)."""

from dataclasses import replace

import pytest

from models.database import count_statements
from services.mail.builtin_templates import LANGUAGES, EmailTemplate, builtin_templates
from services.mail.templates import (
    delete_email_template,
    find_email_template,
    list_email_templates,
    put_email_template,
)
from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import Invalid, NotFound
from tests.clock import NOW
from tests.services.setup.builders import audit_log
from tests.services.shop import ADMIN, count_rows

pytestmark = pytest.mark.usefixtures("database")

UPDATE = "balance_update"
OWN = EmailTemplate(UPDATE, "en", "Hello: {{ change }}", "<p>{{ balance }}</p>", "{{ balance }}")


async def put(code: str = UPDATE, locale: str = "en", subject: str = OWN.subject) -> EmailTemplate:
    template = replace(OWN, code=code, locale=locale, subject=subject)
    return await put_email_template(template=template, caller=ADMIN, now=NOW)


async def found(locale: str, code: str = UPDATE) -> tuple[str, str, bool]:
    """Return code and locale of the template for a customer, and whether it is the shop's own."""
    template = await find_email_template(kind=EmailKind.BALANCE_UPDATE, code=code, locale=locale)
    return template.code, template.locale, template.subject.startswith("Hello")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en", "en"), ("de-AT", "de"), ("ES", "es"), ("sv-NO", "sv"), ("fr", "en")],
)
async def test_a_customer_gets_the_built_in_template_of_their_language_else_english(
    locale: str, language: str
) -> None:
    """R11.2."""
    assert await found(locale) == (UPDATE, language, False)


async def test_the_shop_s_own_goes_before_the_built_in_of_the_same_locale() -> None:
    """R11.2: the customer's locale, then its language, then English."""
    for locale in ("de-AT", "de", "en", "fr"):
        await put(locale=locale)

    assert await found("de-AT") == (UPDATE, "de-AT", True)
    assert await found("de-CH") == (UPDATE, "de", True)
    assert await found("fr-CA") == (UPDATE, "fr", True)
    assert await found("it") == (UPDATE, "en", True)
    assert await found("sv") == (UPDATE, "sv", False)


async def test_a_code_of_the_shop_s_own_is_found_by_its_name() -> None:
    """R11.2: per website, by the settings' codes."""
    await put(code="mine", locale="en")

    assert await found("de", code="mine") == ("mine", "en", True)


async def test_a_code_that_names_nothing_stands_for_the_built_in() -> None:
    """R11.3: a mail is sent whatever the settings name."""
    assert await found("de", code="nowhere") == (UPDATE, "de", False)


async def test_finding_a_template_takes_one_statement() -> None:
    with count_statements() as counted:
        await found("de-AT")

    assert counted.round_trips == 1


async def test_putting_again_changes_the_one_there_is() -> None:
    await put(locale="de-at")

    await put(locale="DE-AT", subject="Hello again: {{ balance }}")

    assert await count_rows("email_templates") == 1
    template = await find_email_template(kind=EmailKind.BALANCE_UPDATE, code=UPDATE, locale="de-AT")
    assert (template.locale, template.subject) == ("de-AT", "Hello again: {{ balance }}")


async def test_a_bad_template_is_not_kept() -> None:
    """R11.2: nor anything noted of it."""
    with pytest.raises(Invalid):
        await put(subject="{{ secret }}")

    assert await count_rows("email_templates") == await count_rows("audit_entries") == 0


async def test_the_list_is_what_is_in_force() -> None:
    await put(locale="de")
    await put(code="mine", locale="fr")

    templates = await list_email_templates()

    keys = [(template.code, template.locale) for template in templates]
    assert keys == sorted([*builtin_templates(), ("mine", "fr")])
    assert len(keys) == 2 * len(LANGUAGES) + 1
    german = templates[keys.index((UPDATE, "de"))]
    assert german.subject == OWN.subject


async def test_a_template_taken_back_gives_way_to_the_built_in() -> None:
    await put(locale="de-AT")

    deleted = await delete_email_template(code=UPDATE, locale="de-at", caller=ADMIN, now=NOW)

    assert deleted == UPDATE
    assert await found("de-AT") == (UPDATE, "de", False)
    assert [entry.action for entry in await audit_log()] == [
        "emailTemplateDelete",
        "emailTemplatePut",
    ]


@pytest.mark.parametrize(("code", "locale"), [(UPDATE, "de"), ("mine", "en"), ("", ""), ("x", "?")])
async def test_a_built_in_template_cannot_be_deleted(code: str, locale: str) -> None:
    with pytest.raises(NotFound):
        await delete_email_template(code=code, locale=locale, caller=ADMIN, now=NOW)
