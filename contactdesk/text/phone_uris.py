"""Phone numbers in URIs and links: `tel:` (RFC 3966), `sip:`, `callto:` and their like."""

from __future__ import annotations

import re
from urllib.parse import unquote

URI = re.compile(
    r"(?:tel|callto|sips?|sms|smsto|mms|mmsto|fax|modem|skype|facetime(?:-audio)?):(?://)?"
    r"|whatsapp://send/?\?phone="
    r"|(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)"
)

COUNTRY_CONTEXT = re.compile(r"phone-context=(\+[\d().-]+)")
EXTENSION = re.compile(r"ext=(\d+)")


def dialed_by_uri(normalized: str) -> str:
    """The number of a URI as it is written, with its country and `;ext=`; an address if it has no
    number; other text unchanged."""
    scheme = URI.match(normalized)
    if scheme is None:
        return normalized
    address = unquote(normalized[scheme.end() :]).strip()
    address = re.split(r"[?&]", address, maxsplit=1)[0]
    number, *parameters = address.split(";")
    number = number.partition("@")[0] if re.match(r"[+(\d]", number) else number
    for parameter in parameters:
        if (country := COUNTRY_CONTEXT.fullmatch(parameter)) and not number.startswith("+"):
            number = f"{country[1]}{number.removeprefix('0')}"
    extensions = [each[1] for parameter in parameters if (each := EXTENSION.fullmatch(parameter))]
    return f"{number};ext={extensions[0]}" if extensions else number
