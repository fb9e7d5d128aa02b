"""A key test: one request for the smallest page, and its result in plain words."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from contactdesk.errors import ContactDeskError, RateLimitedError
from contactdesk.http.client import Client
from contactdesk.model import Provider
from contactdesk.records.parse import read_page
from contactdesk.ui.kit.text import line
from contactdesk.ui.kit.wording import error_hint, error_references, error_title


class Answer(Struct, frozen=True):
    """`tone` is the color role and the icon: ok, warning, danger or muted."""

    tone: str
    title: str
    detail: str = ""


translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return translate("key_test", text)


async def try_key(client: Client, provider: Provider, key: str, label: str) -> Answer:
    """Raises a ContactDeskError if the vendor refuses the key or cannot be reached."""
    params = [*{**provider.always, **provider.smallest}.items()]
    reply = await client.get(provider, key, params, account=label)
    page = read_page(provider, reply.body)
    if page.total is None:
        return Answer("ok", _tr("Key accepted"))
    return Answer("ok", translate("key_test", "Key accepted: %Ln contact(s)", "", page.total))


def answer_of(error: ContactDeskError, provider: Provider) -> Answer:
    """A failed test in words that help with the key."""
    error.vendor = error.vendor or provider.title
    title, hint = error_title(error), error_hint(error)
    if error.kind == "forbidden" and provider.scope:
        title = _tr("The key lacks the {scope} permission").format(scope=provider.scope)
        where = _tr("Grant it at {vendor}, or use another key.")
        hint = where.format(vendor=provider.title)
    elif error.kind == "key-refused" and provider.new_key_delay_s:
        words = _tr("New keys at {vendor} can take half a minute to work: test again in a moment.")
        hint = f"{hint}\n{words.format(vendor=provider.title)}"
    elif isinstance(error, RateLimitedError):
        wait = error.retry_after
        hint = _tr("The key was not tested. Try again in a moment.")
        if wait:
            hint = translate(
                "key_test",
                "The key was not tested. Try again in %Ln second(s).",
                "",
                round(wait + 1),
            )
    if error.said:
        title = f"{title}: {line(error.said, 1_000)}"
    details = [hint, *(f"{label}: {line(value)}" for label, value in error_references(error))]
    if error.request_id:
        details.append(_tr("Request ID: {id}").format(id=line(error.request_id)))
    return Answer("warning" if error.retryable else "danger", title, "\n".join(details))
