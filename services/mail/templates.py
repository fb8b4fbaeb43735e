"""Templates of mail: built in, and the shop's own instead of them (R11.2)."""

from collections.abc import Sequence
from datetime import datetime

from models.tables.mail import EmailTemplateRow
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.transaction import one_transaction
from services.mail.builtin_templates import EmailTemplate, builtin_templates
from services.mail.rendering import RenderedMail, builtin_of
from services.programme.set_up_lock import take_turn
from services.rules.basics.codes import is_id
from services.rules.basics.enums import EmailKind
from services.rules.basics.locales import DEFAULT_LOCALE, canonical_locale
from services.rules.basics.refusals import NotFound


async def list_email_templates() -> list[EmailTemplate]:
    """Return the templates in force, by code and locale: the shop's own, else the built-in."""
    found = dict(builtin_templates())
    for row in await EmailTemplateRow.all():
        found[row.code, row.locale] = _template(row)
    return [found[key] for key in sorted(found)]


async def find_email_template(*, kind: EmailKind, code: str, locale: str) -> EmailTemplate:
    """Return the template of `code` for a customer's locale, else its language's, else English.

    The shop's own goes before a built-in one of the same language. A code that names no template
    stands for the built-in of `kind`.
    """
    own = [_template(row) for row in await EmailTemplateRow.filter(code=code)]
    language = canonical_locale(locale).partition("-")[0]
    for wanted in (canonical_locale(locale), language, DEFAULT_LOCALE):
        found = _of_locale(own, wanted) or builtin_templates().get((code, wanted))
        if found is not None:
            return found
    return builtin_of(kind, locale)


async def put_email_template(
    *, template: EmailTemplate, caller: Caller, now: datetime
) -> EmailTemplate:
    """Keep a template of the shop's own. Raises Invalid, naming the part and the line."""
    preview_email_template(template)  # before the transaction: nobody waits for it to be read
    return await _keep(template, caller, now)


@one_transaction
async def _keep(template: EmailTemplate, caller: Caller, now: datetime) -> EmailTemplate:
    await take_turn()
    locale = canonical_locale(template.locale)
    row = await EmailTemplateRow.get_or_none(code=template.code, locale=locale)
    if row is None:
        row = EmailTemplateRow(id=new_id(now), code=template.code, locale=locale)
    row.subject, row.html, row.text = template.subject, template.html, template.text
    await row.save()
    details = {"code": row.code, "locale": row.locale, "subject": row.subject}
    await audit.record(
        action="emailTemplatePut", target=row.code, details=details, caller=caller, now=now
    )
    return _template(row)


@one_transaction
async def delete_email_template(*, code: str, locale: str, caller: Caller, now: datetime) -> str:
    """Take a template of the shop's own back and return its code; a built-in one holds again.

    Raises NotFound.
    """
    await take_turn()
    own = await EmailTemplateRow.filter(code=code if is_id(code) else "")
    rows = [row for row in own if row.locale == canonical_locale(locale)]
    if not rows:
        raise NotFound(
            f"The shop has no template {code} of its own for this locale.", path=("code",)
        )
    await rows[0].delete()
    details = {"code": code, "locale": rows[0].locale}
    await audit.record(
        action="emailTemplateDelete", target=code, details=details, caller=caller, now=now
    )
    return code


def preview_email_template(template: EmailTemplate) -> RenderedMail:
    """Return how a template would look, filled in with a sample; nothing is kept.

    Raises Invalid, naming the part and the line.
    """
    from services.mail.template_checks import check_email_template  # noqa: PLC0415 - at first use (ADR 244)

    return check_email_template(template)


def _of_locale(templates: Sequence[EmailTemplate], locale: str) -> EmailTemplate | None:
    return next((template for template in templates if template.locale == locale), None)


def _template(row: EmailTemplateRow) -> EmailTemplate:
    return EmailTemplate(row.code, row.locale, row.subject, row.html, row.text, is_own=True)
