"""Mail template fields and mutations (R11.2)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.mail import templates as email_templates
from services.mail.builtin_templates import EmailTemplate
from services.mail.rendering import RenderedMail


@strawberry.input(description="A mail template of the shop's own.")
class EmailTemplateInput:
    code: str = strawberry.field(
        description=(
            "The template's code. `balance_update` and `expiry_warning` replace the built-in "
            "templates; others are used if a website's settings name them."
        )
    )
    locale: str = strawberry.field(description="The locale of the customers it is for, BCP 47.")
    subject: str = strawberry.field(description="The subject, one line.")
    html: str = strawberry.field(description="The complete HTML, with named variables.")
    text: str = strawberry.field(description="The same content as plain text.")

    def template(self) -> EmailTemplate:
        """Return the template in the service's words."""
        return EmailTemplate(self.code, self.locale, self.subject, self.html, self.text)


Template = Annotated[
    EmailTemplateInput, strawberry.argument(name="input", description="The template.")
]


async def list_email_templates() -> list[EmailTemplate]:
    return await email_templates.list_email_templates()


async def email_template_preview(template: Template) -> RenderedMail:
    return email_templates.preview_email_template(template.template())


async def email_template_put(info: Info, template: Template) -> EmailTemplate:
    return await email_templates.put_email_template(
        template=template.template(), caller=caller(info), now=info.context.now
    )


async def email_template_delete(
    info: Info,
    code: Annotated[str, strawberry.argument(description="The template's code.")],
    locale: Annotated[str, strawberry.argument(description="The locale it is for.")],
) -> str:
    return await email_templates.delete_email_template(
        code=code, locale=locale, caller=caller(info), now=info.context.now
    )
