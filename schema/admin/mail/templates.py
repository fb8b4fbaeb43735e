"""Mail templates in the admin API (R11.2)."""

from typing import Self

import strawberry

from resolvers.admin.mail import templates as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import AnswersUserErrors, Payload, command
from schema.permissions import scoped
from services.mail import builtin_templates as services
from services.mail.rendering import RenderedMail


@strawberry.type(
    description="A mail template. docs/mail.md lists its variables and the syntax allowed."
)
class EmailTemplate:
    code: str = strawberry.field(description="The template's code.")
    locale: str = strawberry.field(description="The locale of the customers it is for, BCP 47.")
    subject: str = strawberry.field(description="The subject.")
    html: str = strawberry.field(description="The HTML.")
    text: str = strawberry.field(description="The plain text.")
    is_own: bool = strawberry.field(
        description="Whether it is the shop's own, which can be deleted; false: it is built in."
    )


@strawberry.type(description="The result of saving a template.")
class EmailTemplatePayload(Payload):
    email_template: services.EmailTemplate | None = strawberry.field(
        default=None,
        graphql_type=EmailTemplate | None,
        description="The template after the change.",
    )

    @classmethod
    def of(cls, template: services.EmailTemplate) -> Self:
        """Answer with the template."""
        return cls(email_template=template)


@strawberry.type(description="A template filled in with sample data.")
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
        description="The templates in force: the shop's own, and built-in ones where it has none.",
        extensions=scoped("config:read"),
    )
    email_template_preview = strawberry.field(
        resolver=resolvers.email_template_preview,
        graphql_type=EmailPreview,
        description="Preview a template filled in with sample data. Nothing is saved.",
        extensions=[*scoped("config:read"), AnswersUserErrors(EmailPreview)],
    )


@strawberry.type
class EmailTemplateMutation:
    email_template_put = command(
        resolvers.email_template_put,
        EmailTemplatePayload,
        scope="config:write",
        description="Save the shop's own template for a locale.",
    )
    email_template_delete = command(
        resolvers.email_template_delete,
        DeletePayload,
        scope="config:write",
        description="Delete the shop's own template. The built-in one applies again.",
    )
