"""One smallest request with a key, and what came of it in plain words."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale

from contactdesk.errors import ContactDeskError, RateLimitedError
from contactdesk.http.client import Client
from contactdesk.model import Provider
from contactdesk.records.parse import read_page
from contactdesk.ui.kit.text import line
from contactdesk.ui.kit.wording import error_hint, error_title


class Answer(Struct, frozen=True):
    """`tone` is the theme's colour and the icon: ok, warning or danger."""

    tone: str
    title: str
    detail: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("trial", text)


async def try_key(client: Client, provider: Provider, key: str, label: str) -> Answer:
    """Raises a ContactDeskError where the vendor, or the way to it, says no."""
    params = [*{**provider.always, **provider.smallest}.items()]
    reply = await client.get(provider, key, params, account=label)
    page = read_page(provider, reply.body)
    if page.total is None:
        return Answer("ok", _tr("Works"))
    if page.total == 1:
        return Answer("ok", _tr("Works: 1 contact"))
    return Answer("ok", _tr("Works: {n} contacts").format(n=QLocale().toString(page.total)))


def answer_of(error: ContactDeskError, provider: Provider) -> Answer:
    """A failure in the words that help where a key is being tried."""
    error.vendor = error.vendor or provider.title
    title, hint = error_title(error), error_hint(error)
    if error.kind == "forbidden" and provider.scope:
        title = _tr("The key lacks {scope}").format(scope=provider.scope)
        where = _tr("Give it this permission at {vendor}, or use another key.")
        hint = where.format(vendor=provider.title)
    elif isinstance(error, RateLimitedError):
        wait = error.retry_after
        hint = _tr("The key was not tried. Try again in a moment.")
        if wait:
            hint = _tr("The key was not tried. Try again in {n} seconds.").format(n=round(wait + 1))
    if error.said:
        title = f"{title}: {line(error.said, 1_000)}"
    details = [hint]
    if error.request_id:
        details.append(_tr("Request ID: {id}").format(id=line(error.request_id)))
    return Answer("warning" if error.retryable else "danger", title, "\n".join(details))
