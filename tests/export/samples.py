"""A contact to export, and what is written of it."""

from contactdesk.export.exported import Exported
from contactdesk.export.write import write
from contactdesk.model import Contact

JANE = Contact(
    id="c1",
    name="Jane “J” Döe",
    emails=("jane@x.example", "j@y.example"),
    phones=("+1 (415) 555-0192", "+14155550193"),
    company="Smith, Sons; & Co",
    title="CEO",
    created_at="2026-03-01T00:00:00Z",
    updated_at="",
    raw={"id": "c1"},
)
RAW = b'{ "id":"c1", "big":123456789012345678901234567890, "twice":1, "twice":2,\n "e":"\\u00e9" }'


def exported(contact=JANE, raw=RAW, account="Support EU", provider="bland"):
    return Exported(account, provider, contact, raw)


def written(tmp_path, fmt, *contacts):
    out = tmp_path / f"out.{fmt}"
    assert write(fmt, out, iter(contacts)) == len(contacts)
    return out.read_bytes()
