"""Markdown as HTML that is safe to show."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_KEPT_PAGES = 64


@lru_cache(maxsize=_KEPT_PAGES)
def to_html(markdown: str) -> str:
    """Return `markdown`, with tables and strikethrough, as HTML without anything that runs.

    Raw HTML in it is shown as text; what is left goes through a sanitiser all the same, so that
    a flaw of the renderer is not a hole in every shop.
    """
    rendered = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return nh3.clean(rendered.render(markdown))
