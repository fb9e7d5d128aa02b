"""User-facing text of errors: a title and a next step for every kind, in one table.

Free of Qt, so that the command line uses it too; the window passes every text through a translator.
`{vendor}` is the vendor's name, other fields are the error's `details`.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from contactdesk.errors import ContactDeskError

Translate = Callable[[str], str]
Number = Callable[[int], str]


class Words(Struct, frozen=True):
    """What happened, without a full stop, and what to do about it."""

    title: str
    next_step: str


KINDS: dict[str, Words] = {
    # keys
    "key-refused": Words(
        "{vendor} refused this key", "The key may be revoked or mistyped. Enter a new one."
    ),
    "forbidden": Words(
        "This key isn't allowed to list contacts",
        "Give it the permission at {vendor}, or use another key.",
    ),
    "plan": Words("{vendor} requires a different plan", "Check this account's plan at {vendor}."),
    "other-organization": Words(
        "The new key belongs to a different organization at {vendor}",
        "Nothing was mixed. Start over with the new key, or use another key.",
    ),
    "key-missing": Words("The keyring has no key for this account", "Enter the key again."),
    "keyring-locked": Words("Your keyring is locked", "Unlock it, then try again."),
    "keyring-waiting": Words(
        "Waiting for your keyring",
        "Answer its prompt, or cancel it and use a key for this session only.",
    ),
    "keyring-none": Words(
        "No keyring was found on this computer",
        "Install a Secret Service such as gnome-keyring, or use a key for this session only.",
    ),
    "keyring-unreachable": Words(
        "Your keyring can't be reached: this session has no D-Bus",
        "Run the command in your desktop session, or set DBUS_SESSION_BUS_ADDRESS to that"
        " session's bus.",
    ),
    "keyring-broken": Words(
        "Your keyring isn't working",
        "Restart the keyring service, or use a key for this session only.",
    ),
    "keyring-unsafe": Words(
        "This keyring doesn't store keys safely", "Choose a secure keyring. Nothing was saved."
    ),
    "key-text": Words("That isn't a valid API key", "Copy the complete key again."),
    # network
    "refused": Words("{vendor} couldn't be reached", "Check your connection, then retry."),
    "dns": Words("{vendor}'s address wasn't found", "Check that you are online, then retry."),
    "tls": Words(
        "{vendor}'s certificate couldn't be verified. Your key was not sent",
        "Check this computer's date, or ask your network administrator.",
    ),
    "tls-other": Words(
        "A secure connection to {vendor} couldn't be made. Your key was not sent",
        "Try again later.",
    ),
    "connect-timeout": Words("{vendor} couldn't be reached in time", "Retry in a moment."),
    "read-timeout": Words("{vendor} stopped responding", "Retry in a moment."),
    "slow": Words("{vendor} is responding too slowly", "Retry in a moment."),
    "broken": Words("The connection to {vendor} was lost", "Retry."),
    "busy": Words("Too many requests are running", "Retry in a moment."),
    "proxy": Words(
        "The proxy refused the connection",
        "Check Help → Network settings, or ask your network administrator.",
    ),
    "socks": Words(
        "SOCKS proxies aren't supported",
        "Enter an http:// or https:// proxy in Help → Network settings.",
    ),
    "insecure-url": Words(
        "Only https:// addresses are allowed", "Correct this account's server URL."
    ),
    # answers
    "rate": Words("{vendor}'s rate limit was reached", "Loading resumes automatically."),
    "server": Words("{vendor} is having problems (server error)", "Retry in a moment."),
    "bad-request": Words("{vendor} rejected this request", "Change the filter, or retry."),
    "filter-values": Words(
        "{vendor} doesn't accept these filter values", "Change the filter, then try again."
    ),
    "not-found": Words(
        "{vendor} has no contact list at this address", "Check this account's server URL."
    ),
    "moved": Words(
        "{vendor}'s address has moved. Your key was not sent to the new one",
        "Check this account's server URL.",
    ),
    "http": Words("{vendor} rejected the request", "Retry, or check the details."),
    "blocked": Words(
        "The request was blocked on its way to {vendor}. Your key wasn't checked",
        "A firewall, VPN or proxy may be the cause: try another network, or ask your network"
        " administrator. Then retry.",
    ),
    "web-page": Words(
        "A web page came back instead of data",
        "Sign in to this network's Wi-Fi or proxy, then retry.",
    ),
    "empty": Words("{vendor} sent an empty response", "Retry."),
    "bad-json": Words("{vendor}'s response is damaged or incomplete", "Retry."),
    "bad-encoding": Words(
        "{vendor}'s response is compressed in an unknown way", "Try again later."
    ),
    "bad-shape": Words(
        "{vendor}'s response isn't a page of contacts", "Copy the details for a report."
    ),
    "too-big": Words("{vendor}'s response is larger than 8 MB", "Try again later."),
    "too-big-one": Words(
        "A single contact at {vendor} is larger than 64 MB",
        "Loading can't continue until it is made smaller at {vendor}.",
    ),
    "said-error": Words("{vendor} reported an error", "Retry, or check the details."),
    "cursor-loop": Words("{vendor} sent the same page marker twice", "Refresh to try again."),
    "same-page": Words("{vendor} keeps sending the same contacts", "Refresh to try again."),
    "no-cursor": Words(
        "{vendor} reports more contacts, but not how to request them",
        "Retry, or refresh to start over.",
    ),
    "bad-cursor": Words(
        "{vendor} sent a page marker that can't be used", "Retry, or refresh to start over."
    ),
    "max-skip": Words(
        "{vendor} won't list any more contacts", "The others can't be loaded from this list."
    ),
    "empty-pages": Words("{vendor} keeps sending empty pages", "Refresh to try again."),
    # index and files
    "index-locked": Words(
        "Another program is using the index", "Close the other contactdesk, then retry."
    ),
    "index-unusable": Words(
        "The index can't be read or written", "Check the disk and the file permissions, then retry."
    ),
    "index-full": Words("The disk is full", "Free up space, then retry."),
    "index-damaged": Words(
        "The index was damaged",
        "It was set aside, and contacts are loaded again. Your keys aren't affected.",
    ),
    "index-newer": Words(
        "The index was made by a newer contactdesk",
        "It was set aside, and contacts are loaded again.",
    ),
    "index-older": Words(
        "The index was made by an older contactdesk",
        "It was set aside, and contacts are loaded again.",
    ),
    "userdata-damaged": Words(
        "Your saved searches and notes couldn't be read",
        "Their file was set aside and a new one started.",
    ),
    "userdata-newer": Words(
        "Your saved searches and notes were made by a newer contactdesk",
        "Their file was set aside and a new one started.",
    ),
    "accounts-file": Words("accounts.toml can't be used", "Correct the file, then start again."),
    "data-file": Words(
        "This file has no data of contactdesk that can be read",
        "Choose a file that was written with “Export my data”.",
    ),
    "data-file-newer": Words(
        "This file was written by a newer contactdesk", "Update contactdesk, then import it again."
    ),
    "export-file": Words(
        "The file couldn't be written", "Choose another folder or name, then try again."
    ),
    "label-missing": Words("An account needs a label", "Enter a label."),
    "label-taken": Words("This label is already in use", "Choose another label."),
}

ADVICE: dict[str, str] = {
    # accounts.toml
    "field-not-text": "“{field}” must be text. Correct the file, then start again.",
    "field-missing": "“{field}” is missing. Add it to the file, then start again.",
    "field-repeated": "Two accounts have the same “{field}”. Correct the file, then start again.",
    "id-characters": "“{field}” contains characters an ID can't have. Correct the file, then start"
    " again.",
    "not-tables": "“account” must be a list of tables. Correct the file, then start again.",
    "not-utf8": "The text must be UTF-8. Save it as UTF-8, then start again.",
    "file-unwritable": "Check the disk and the folder's permissions, then try again.",
    "vendor-unknown": "This version doesn't know a vendor “{vendor_id}”.",
    "url-parts": "Enter the address alone, without a user name, a key or a query.",
    "url-example": "Enter an address such as https://example.com.",
    # keys
    "key-permission": "The key lacks {scope}. Give it that permission at {vendor}, or use another"
    " key.",
    "key-too-long": "This key is too long for the Windows Credential Manager. Use it for this session"
    " only.",
    "keyring-start": "Start a Secret Service such as gnome-keyring, then try again.",
    "session-bus-at": "Set {address}, then try again; or run the command in your desktop session.",
    "keyring-stopped": "The key is stored in {keyring}. Start it, then try again.",
    "key-new": "New keys at {vendor} can take half a minute to work. Wait a moment, then retry.",
    # network
    "proxy-address": "Enter the proxy as http://name:port.",
    "proxy-scheme": "Only http:// and https:// proxies are supported, not SOCKS. Check Help →"
    " Network settings.",
    "ca-file": "The file of additional certificates can't be read. Check Help → Network settings.",
    "ca-file-unreadable": "The file of certificates can't be read: {reason}.",
    "ca-file-not-pem": "The file has no certificate in PEM form. Ask your network administrator for"
    " one.",
    "certificate-date": "It isn't valid today. Check this computer's date; if it is right, {vendor}"
    " has to renew the certificate.",
    "certificate-name": "It was issued for another address. Check the server URL, or ask your"
    " network administrator.",
    "certificate-issuer": "It was issued by “{issuer}”. If that is your company's network, add its"
    " CA file in Help → Network settings.",
    "certificate-untrusted": "This computer doesn't trust its issuer. If this is your company's"
    " network, add its CA file in Help → Network settings.",
    # answers
    "filter-most": "“{filter}” takes at most {most} values at a time. Remove some, then try again.",
    "filter-longest": "A value of “{filter}” has more than {most} characters. Shorten it, then try"
    " again.",
    "list-end": "Only the first {most} contacts can be listed.",
    "list-end-filter": "Only the first {most} contacts can be listed. The only way to the others is"
    " the filter “{filter}”, one value at a time.",
    # files
    "disk-full": "Free up space, then try again.",
}


def _as_written(text: str) -> str:
    return text


def _with_separators(number: int) -> str:
    return f"{number:,}"


def title(error: ContactDeskError, translate: Translate = _as_written) -> str:
    """What happened, without a full stop."""
    return _filled(KINDS[error.kind].title, error, translate, _with_separators)


def next_step(
    error: ContactDeskError,
    translate: Translate = _as_written,
    number: Number = _with_separators,
) -> str:
    """What to do about it: the error's own advice, else its kind's."""
    template = ADVICE[error.advice] if error.advice else KINDS[error.kind].next_step
    return _filled(template, error, translate, number)


def sentence(
    error: ContactDeskError,
    translate: Translate = _as_written,
    number: Number = _with_separators,
) -> str:
    """Everything on one line: account, what happened, what the vendor said, the next step."""
    head = title(error, translate)
    if error.said:
        head = f"{head}: {error.said}"
    if error.request_id:
        head = translate("{title} (request {id})").format(title=head, id=error.request_id)
    account = f"{error.account}: " if error.account else ""
    return f"{account}{head}. {next_step(error, translate, number)}"


def _filled(template: str, error: ContactDeskError, translate: Translate, number: Number) -> str:
    details = {
        name: number(value) if isinstance(value, int) else value
        for name, value in error.details.items()
    }
    words = translate(template)
    unknown = translate("The vendor" if words.startswith("{vendor}") else "the vendor")
    return words.format(vendor=error.vendor or unknown, **details)
