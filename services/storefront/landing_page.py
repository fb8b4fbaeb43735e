"""The page that explains the programme: the shop's Markdown as HTML that is safe to show (R1.7)."""

from dataclasses import dataclass

from services.rules.programme.settings import RewardSettings


@dataclass(frozen=True, slots=True)
class LandingPage:
    """A page: `html` is a fragment without scripts, to be put into the shop's own page."""

    identifier: str
    title: str
    html: str


def landing_page_of(settings: RewardSettings) -> LandingPage | None:
    """Return the page that the settings describe, None when any part of it is blank."""
    identifier, title = settings.landing_page_identifier, settings.landing_page_title
    markdown = settings.landing_page_markdown
    if identifier is None or title is None or markdown is None:
        return None
    from services.storefront.markdown import to_html  # noqa: PLC0415 - at first use (ADR 244)

    return LandingPage(identifier, title, to_html(markdown))
