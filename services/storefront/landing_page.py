"""The page that explains the programme: the shop's Markdown as HTML that is safe to show (R1.7)."""

from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from services.rules.programme.settings import RewardSettings

_KEPT_PAGES = 64


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
    return LandingPage(identifier, title, to_html(markdown))


@lru_cache(maxsize=_KEPT_PAGES)
def to_html(markdown: str) -> str:
    """Return `markdown`, with tables and strikethrough, as HTML without anything that runs.

    Raw HTML in it is shown as text; what is left goes through a sanitiser all the same, so that
    a flaw of the renderer is not a hole in every shop.
    """
    rendered = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return nh3.clean(rendered.render(markdown))
