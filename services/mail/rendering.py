"""Rendering of mail from a template and its content (R11.2)."""

from dataclasses import dataclass
from functools import lru_cache

import structlog

from services.mail.builtin_templates import EmailTemplate, builtin_code, builtin_templates
from services.rules.basics.enums import EmailKind
from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.basics.refusals import Invalid
from services.rules.words.direction import (
    isolated_in_a_line,
    isolated_in_html,
    isolated_in_text,
)
from services.rules.words.mail_content import BalanceUpdateContent, MailContent

_KEPT_ANSWERS = 512

_log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """What a mail says: a subject of one line, HTML and plain text of the same content."""

    subject: str
    html: str
    text: str


def render(template: EmailTemplate, content: MailContent) -> RenderedMail:
    """Fill a template in. One that is meant for the other kind of mail gives way to the built-in.

    Numbers and dates are as the customer writes them where the template speaks their language,
    else as the template does.
    """
    kind = kind_of(content)
    if speaks_of(template, kind):
        try:
            return fill(template, content)
        except Exception:  # noqa: BLE001  whatever a template fails of, the mail goes out
            # A template is never worth a mail: logged whole, the built-in one says the same.
            _log.exception("template failed", code=template.code, locale=template.locale)
    return fill(builtin_of(kind, template.locale), content)


def fill(template: EmailTemplate, content: MailContent) -> RenderedMail:
    """Fill in a template that is not saved yet, without a fallback."""
    from services.mail.sandbox import compiled  # noqa: PLC0415 - at first use (ADR 244)
    from services.rules.words.mail_variables import variables_of  # noqa: PLC0415 - as above

    locale = content.locale if _same_language(template, content) else template.locale
    variables = variables_of(content, locale)
    subject = compiled(template.subject, is_html=False).render(variables)
    return RenderedMail(
        subject=isolated_in_a_line(" ".join(subject.split())),
        html=isolated_in_html(compiled(template.html, is_html=True).render(variables)),
        text=isolated_in_text(compiled(template.text, is_html=False).render(variables)),
    )


def kind_of(content: MailContent) -> EmailKind:
    """Return what kind of mail tells this."""
    if isinstance(content, BalanceUpdateContent):
        return EmailKind.BALANCE_UPDATE
    return EmailKind.EXPIRY_WARNING


@lru_cache(maxsize=_KEPT_ANSWERS)
def speaks_of(template: EmailTemplate, kind: EmailKind) -> bool:
    """Test whether a valid template has only variables of this kind of mail."""
    from services.mail.sandbox import check_template  # noqa: PLC0415 - at first use (ADR 244)

    try:
        for part in (template.subject, template.html, template.text):
            check_template(part, kind, path=())
    except Invalid:
        return False
    return True


def builtin_of(kind: EmailKind, locale: str) -> EmailTemplate:
    """Return the built-in template in the language of `locale`, else in English."""
    code, language = builtin_code(kind), locale.partition("-")[0].lower()
    found = builtin_templates().get((code, language))
    return found or builtin_templates()[code, DEFAULT_LOCALE]


def _same_language(template: EmailTemplate, content: MailContent) -> bool:
    return template.locale.partition("-")[0].lower() == content.locale.partition("-")[0].lower()
