"""Terms answered from what the user added to contacts: tag:, note: and is:favorite."""

from __future__ import annotations

from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, from_ids
from contactdesk.index.types import Annotated, Annotations
from contactdesk.search.highlight import matches
from contactdesk.search.terms import Term


def annotated(reader: BitmapReader, annotations: Annotations, term: Term) -> Bitmap:
    """The contacts in the index whose annotations match."""
    found: list[int] = []
    for (account_id, vendor_id), annotation in annotations.items():
        if _matches(annotation, term):
            row = reader.connection.execute(
                "SELECT c.id FROM account a JOIN contact c ON c.account = a.number"
                " WHERE a.id = ? AND c.vendor_id = ?",
                (account_id, vendor_id),
            ).fetchone()
            found += row or ()
    reader.check()
    return from_ids(found, reader.size)


def _matches(annotation: Annotated, term: Term) -> bool:
    if term.field == "is":
        return annotation.favourite
    texts = annotation.tags if term.field == "tag" else (annotation.note,)
    return any(matches(each, term) for each in texts)
