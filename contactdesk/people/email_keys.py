"""E-mail addresses in the form that links contacts: one form for one mailbox. Tells which addresses
several people read.

Plus signs and dots before the @ are kept: only some providers ignore them.
"""

from __future__ import annotations

import re

ROLE_WORDS = frozenset(
    (
        *("accounting", "accounts", "admin", "administration", "administrator", "admissions"),
        *("agenda", "appointments", "assistance", "atencion", "ayuda", "bestellung", "billing"),
        *("booking", "bookings", "buchhaltung", "buero", "business", "care", "careers", "clientes"),
        *("comercial", "commercial", "compras", "compta", "comptabilite", "contact", "contacto"),
        *("contato", "contatti", "customer", "customercare", "customers", "customerservice"),
        *("desk", "direction", "dispatch", "donotreply", "einkauf", "empfang", "enquiries"),
        *(
            "enquiry",
            "events",
            "finance",
            "financeiro",
            "front",
            "frontdesk",
            "general",
            "hallo",
            "hello",
        ),
        *("help", "helpdesk", "hi", "hola", "hr", "info", "informacion", "information", "inbox"),
        *("inquiries", "inquiry", "invoice", "invoices", "invoicing", "it", "jobs", "kontakt"),
        *("leads", "legal", "mail", "mailbox", "mailer", "main", "manager", "management"),
        *("marketing", "media", "membership", "news", "newsletter", "no-reply", "noreply"),
        *("notifications", "office", "oficina", "operations", "ops", "order", "orders", "pagos"),
        *("payable", "payables", "payments", "payroll", "personal", "post", "postmaster", "press"),
        *("privacy", "procurement", "purchasing", "quotes", "rechnung", "reception", "recepcion"),
        *("recruiting", "reply", "reservas", "reservations", "root", "sales", "scheduling"),
        *("secretaria", "secretary", "sekretariat", "service", "services", "shop", "soporte"),
        *("staff", "store", "studio", "suporte", "support", "team", "tech", "tickets", "ventas"),
        *("vendas", "verkauf", "vertrieb", "webmaster", "welcome", "zentrale"),
    )
)
"""Words of addresses that belong to a role, in common languages."""

PLACEHOLDER_WORDS = frozenset(
    (
        *("anonymous", "asdf", "donthaveone", "email", "example", "fake", "first.last", "foo"),
        *("n.a", "na", "name", "no", "no-email", "noemail", "nomail", "none", "nobody", "null"),
        *("nil", "notprovided", "noone", "noname", "placeholder", "test", "testing", "unknown"),
        *("user", "undefined", "xx", "xxx", "xxxx", "your.email", "youremail", "yourname"),
    )
)
"""What people type before the @ when an address is required and they have none to give."""

PLACEHOLDER_DOMAINS = frozenset(
    (
        *("email.invalid", "invalid.com", "noemail.com", "nomail.com", "none.com", "noreply.com"),
        *("notprovided.com", "placeholder.com", "na.com", "null.com", "test.com", "unknown.com"),
    )
)

DIVIDERS = re.compile(r"[._+\-\d]+")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")
IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")
MAX_TEXT_CHARS, MAX_ADDRESS_CHARS = 1000, 254


def email_key(text: str) -> str:
    """The address in the form that links; "" for a placeholder and for anything but a single
    address."""
    if len(text) > MAX_TEXT_CHARS:
        return ""
    address = text.strip().casefold()
    if "<" in address and (bracketed := IN_BRACKETS.search(address)):
        address = bracketed[1].strip()
    address = address.removeprefix("mailto:").rstrip(".")
    if len(address) > MAX_ADDRESS_CHARS or not ADDRESS.fullmatch(address):
        return ""
    local, domain = address.split("@")
    if local in PLACEHOLDER_WORDS or domain in PLACEHOLDER_DOMAINS:
        return ""
    if domain.isascii():
        return address
    domain = _ascii_domain(domain)
    return f"{local}@{domain}" if domain else ""


def is_role_address(address: str) -> bool:
    """Whether an address as `email_key` gives it belongs to a role: sales@, info-2@."""
    local = address.partition("@")[0]
    if local in ROLE_WORDS:
        return True
    words = [word for word in DIVIDERS.split(local) if word]
    return bool(words) and ROLE_WORDS.issuperset(words)


def _ascii_domain(domain: str) -> str:
    """A domain of another script as DNS knows it; "" if it cannot be a domain."""
    import idna  # Rarely needed, and its tables are large.

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return ""
