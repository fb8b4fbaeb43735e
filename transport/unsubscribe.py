"""The page behind a mail's link: it asks, and unsubscribes by POST only (R11.2, RFC 8058)."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.command import clock
from services.mail.unsubscribing import locale_of_link, read_unsubscribe_token, unsubscribe
from services.rules.basics.refusals import NotFound
from services.rules.words.unsubscribe_words import unsubscribe_words
from transport.pages.plain import html_page


async def show_unsubscribe(request: Request) -> Response:
    """Ask by GET, which mail clients follow by themselves; unsubscribe by POST.

    A mail client's one click and the page's button send the same.
    """
    token = str(request.path_params["token"])
    try:
        if request.method == "POST":
            return await _unsubscribed(token)
        return await _asked(token)
    except NotFound:
        words = unsubscribe_words()
        return _answer(words.title, f"<p>{escape(words.unknown)}</p>", status=404)


async def _asked(token: str) -> Response:
    subscription = read_unsubscribe_token(token)
    locale = await locale_of_link(subscription)
    words = unsubscribe_words(locale)
    form = (
        f"<p>{escape(words.questions[subscription.kind])}</p>"
        f'<form method="post"><button name="List-Unsubscribe" value="One-Click">'
        f"{escape(words.button)}</button></form>"
    )
    return _answer(words.title, form, locale=locale)


async def _unsubscribed(token: str) -> Response:
    subscription = await unsubscribe(token=token, now=await clock.now())
    locale = await locale_of_link(subscription)
    words = unsubscribe_words(locale)
    return _answer(words.title, f"<p>{escape(words.done)}</p>", locale=locale)


def _answer(title: str, body: str, *, locale: str = "en", status: int = 200) -> Response:
    page = html_page(title, body, language=locale)
    # No search engine and no cache has any business with somebody's subscription.
    headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
    return HTMLResponse(page, status_code=status, headers=headers)
