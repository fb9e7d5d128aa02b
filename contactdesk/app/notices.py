"""What startup, retention, removal and trouble with the index say above the table."""

from __future__ import annotations

from msgspec import Struct

from contactdesk.errors import ContactDeskError
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import error_hint, error_title, tr


class Template(Struct, frozen=True):
    """A notice before it is filled in. One notice at a time is shown of each `id`. `{title}` and
    `{hint}` are the error's; `{name}` is an account's label."""

    id: str
    text: str
    tone: str = "warning"


TEMPLATES: dict[str, Template] = {
    # At the start
    "not-saved": Template(
        "not-saved",
        "Contacts, keys, searches and notes last until you close contactdesk; nothing is saved on"
        " this computer.",
    ),
    "not-saved-because": Template(
        "not-saved",
        "{title}. Contacts, keys, searches and notes last until you close contactdesk; nothing is"
        " saved on this computer.",
    ),
    "unknown-vendor": Template(
        "unknown-vendor",
        "This version of contactdesk doesn't know the vendor of {name}. The accounts stay in"
        " accounts.toml.",
    ),
    "index-set-aside": Template("index-set-aside", "{title}. {hint}"),
    "userdata-set-aside": Template("userdata-set-aside", "{title}. {hint}"),
    "userdata-not-saved": Template(
        "userdata-not-saved",
        "Saved searches, notes and nicknames can't be read, and new ones last until you close"
        " contactdesk. {title}. {hint}",
    ),
    # Removal
    "account-left": Template(
        "account-left {name}", "“{name}” couldn't be fully removed yet. {title}. {hint}"
    ),
    "userdata-left": Template(
        "userdata-left",
        "Recent searches and notes on removed contacts couldn't be deleted yet. {title}. {hint}",
    ),
    "files-left": Template(
        "files-left",
        "Some saved contacts, searches or notes couldn't be deleted yet. {title}. {hint}",
    ),
    "index-erased": Template(
        "index-erased",
        "There was no room to delete the contacts of one account, so the contacts of all accounts"
        " were deleted from this computer. Those of the other accounts load again.",
    ),
    "not-notified": Template(
        "not-notified",
        "A saved search finds more, but this desktop can't show notifications.",
    ),
    # Trouble
    "index-trouble": Template("index-trouble", "{title}. {hint}", "danger"),
    "restart-failed": Template(
        "restart-failed {name}", "“{name}” couldn't be started over. {title}. {hint}", "danger"
    ),
}


def notice(kind: str, error: ContactDeskError | None = None, name: str = "") -> Notice:
    """The notice of a kind of TEMPLATES. Details to copy are what the system said."""
    template = TEMPLATES[kind]
    filled = {"title": error_title(error), "hint": error_hint(error)} if error else {}
    return Notice(
        template.id.format(name=name),
        tr(template.text).format(name=text.line(name), **filled),
        error.said if error is not None else "",
        template.tone,
    )
