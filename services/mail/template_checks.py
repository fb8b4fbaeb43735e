"""Template checks, made before a mail template is saved (R11.2)."""

from services.mail.builtin_templates import EmailTemplate, builtin_code
from services.mail.markup import check_markup
from services.mail.rendering import RenderedMail, fill
from services.mail.sandbox import check_template
from services.rules.basics.enums import EmailKind
from services.rules.basics.limits import NAME_LENGTH, check_id, is_text
from services.rules.basics.locales import check_locale
from services.rules.basics.refusals import Invalid
from services.rules.words.mail_samples import sample_contents

PART_LENGTH = 50_000


def check_email_template(template: EmailTemplate) -> RenderedMail:
    """Refuse a template that could not be sent; return it filled in with a sample.

    Those of the built-in codes have the variables of their kind, others those of either. Raises
    Invalid, naming the part, what is wrong and in which line.
    """
    check_id(template.code, path=("code",))
    check_locale(template.locale, path=("locale",))
    if not template.subject.strip() or len(template.subject) > NAME_LENGTH:
        raise Invalid(f"Must be 1 to {NAME_LENGTH} characters.", path=("subject",))
    if not template.subject.isprintable():
        raise Invalid("Must be one line of printable characters.", path=("subject",))
    for name, part in (("html", template.html), ("text", template.text)):
        if not part.strip() or len(part) > PART_LENGTH or not is_text(part):
            raise Invalid(f"Must be 1 to {PART_LENGTH:,} characters of text.", path=(name,))
    kind = _checked_kind(template)
    check_markup(template.html, path=("html",))
    shown = [fill(template, content) for content in sample_contents(kind, template.locale)]
    for mail in shown:
        for name in ("subject", "html", "text"):
            if not getattr(mail, name).strip():
                raise Invalid("Must not be empty when filled in.", path=(name,))
    return shown[0]


def _checked_kind(template: EmailTemplate) -> EmailKind:
    """Return the kind of mail that the template is for. Raises Invalid where it is for none."""
    kinds = [kind for kind in EmailKind if builtin_code(kind) == template.code] or list(EmailKind)
    refusals: list[Invalid] = []
    for kind in kinds:
        try:
            _check_parts(template, kind)
        except Invalid as error:
            refusals.append(error)
        else:
            return kind
    raise refusals[0]


def _check_parts(template: EmailTemplate, kind: EmailKind) -> None:
    check_template(template.subject, kind, path=("subject",))
    check_template(template.html, kind, path=("html",))
    check_template(template.text, kind, path=("text",))
