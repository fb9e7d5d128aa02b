"""Every provider and its recorded replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page

DATA = Path(__file__).parent.parent / "data"


def read_all(provider, bodies):
    """The pages of a listing, each asked for with the cursor of the one before."""
    pages, cursor = [], None
    for body in bodies:
        pages.append(read_page(provider, body, cursor))
        cursor = pages[-1].next_cursor
    return pages


@pytest.fixture(params=all_providers().values(), ids=lambda provider: provider.id)
def provider(request):
    return request.param


@pytest.fixture
def bodies(provider):
    """The recorded replies in order: tests/data/<id>/page-*.json."""
    return [file.read_bytes() for file in sorted((DATA / provider.id).glob("page-*.json"))]


@pytest.fixture
def pages(provider, bodies):
    return read_all(provider, bodies)


@pytest.fixture
def records(pages):
    return [record for page in pages for record in page.records]


@pytest.fixture
def documented(provider):
    """Every response field of a contact in the vendor's document, as listed in fields.txt."""
    return (DATA / provider.id / "fields.txt").read_text().split()


@pytest.fixture
def undocumented(provider):
    """Fields that real replies have beyond the vendor's document, from undocumented.txt."""
    file = DATA / provider.id / "undocumented.txt"
    return file.read_text().split() if file.exists() else []


@pytest.fixture
def recorded(pages_of):
    """`recorded(id)`: the provider, and its recorded records by their contact's id."""

    def read(provider_id):
        records = {r.contact.id: r for page in pages_of(provider_id) for r in page.records}
        return all_providers()[provider_id], records

    return read


@pytest.fixture
def pages_of():
    """`pages_of(id)`: the recorded pages of a vendor."""

    def read(provider_id):
        files = sorted((DATA / provider_id).glob("page-*.json"))
        return read_all(all_providers()[provider_id], [file.read_bytes() for file in files])

    return read
