"""Templates of mail in the admin API (R11.2)."""

from typing import Self

import strawberry

from resolvers.admin.mail import templates as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import AnswersUserErrors, Payload, command
from schema.permissions import scoped
from services.mail import builtin_templates as services
from services.mail.rendering import RenderedMail


@strawberry.type(
    description="A template of mail. Its variables and what else it may hold: docs/mail.md."
)
class EmailTemplate:
    code: str = strawberry.field(description="Its code.")
    locale: str = strawberry.field(description="The customers' locale it is for, BCP 47.")
    subject: str = strawberry.field(description="The subject.")
    html: str = strawberry.field(description="The HTML.")
    text: str = strawberry.field(description="The plain text.")


@strawberry.type(description="A template that was kept, or why it was not.")
class EmailTemplatePayload(Payload):
    email_template: services.EmailTemplate | None = strawberry.field(
        default=None, graphql_type=EmailTemplate | None, description="The template as it is now."
    )

    @classmethod
    def of(cls, template: services.EmailTemplate) -> Self:
        """Answer with the template."""
        return cls(email_template=template)


@strawberry.type(description="A template filled in with a sample, or why it can't be.")
class EmailPreview(Payload):
    subject: str | None = strawberry.field(default=None, description="The subject.")
    html: str | None = strawberry.field(default=None, description="The HTML.")
    text: str | None = strawberry.field(default=None, description="The plain text.")

    @classmethod
    def of(cls, mail: RenderedMail) -> Self:
        """Answer with the mail."""
        return cls(subject=mail.subject, html=mail.html, text=mail.text)


@strawberry.type
class EmailTemplateQuery:
    email_templates = strawberry.field(
        resolver=resolvers.list_email_templates,
        graphql_type=list[EmailTemplate],
        description="The templates in force, the built-in ones where the shop has none of its own.",
        extensions=scoped("config:read"),
    )
    email_template_preview = strawberry.field(
        resolver=resolvers.email_template_preview,
        graphql_type=EmailPreview,
        description="How a template would look, filled in with a sample. Nothing is kept.",
        extensions=[*scoped("config:read"), AnswersUserErrors(EmailPreview)],
    )


@strawberry.type
class EmailTemplateMutation:
    email_template_put = command(
        resolvers.email_template_put,
        EmailTemplatePayload,
        scope="config:write",
        description="Keep a template of the shop's own for a locale.",
    )
    email_template_delete = command(
        resolvers.email_template_delete,
        DeletePayload,
        scope="config:write",
        description="Take a template of the shop's own back; a built-in one holds again.",
    )
