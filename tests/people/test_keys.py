"""The keys of the vendors' records."""

import pytest

from contactdesk.model import Contact
from contactdesk.people.keys import (
    EMAIL,
    ID,
    MAX_KEYS_PER_KIND,
    PHONE,
    described_keys,
    is_shared_by_nature,
    keys_of_number,
    kind_of,
    link_keys,
)
from contactdesk.providers import all_providers

PROVIDERS = all_providers()
CLOSE_ID = "cont_b4Hb4Hb4H"


def keys_of(vendor, raw, region=""):
    provider = PROVIDERS[vendor]
    return set(link_keys(provider.contact(raw), provider.ids, region))


def ids_of(vendor, raw):
    return {key for key in keys_of(vendor, raw) if kind_of(key) == ID}


def crm(source, id="48213377", type="contact"):
    return {"crm_association": {"source": source, "crm_object_id": id, "object_type": type}}


def test_a_contact_has_a_key_for_each_address_and_number_once():
    contact = Contact(
        "1",
        "Ann",
        ("ann@example.com", "Ann@Example.com."),
        ("+14155550192", "+1 415 555 0192", "x"),
    )
    keys = link_keys(contact, (), "")
    assert sorted(map(kind_of, keys)) == [EMAIL, PHONE]
    assert keys == tuple(sorted(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_the_kind_is_part_of_a_key_and_so_is_what_is_shared_by_nature():
    contact = Contact("1", "", ("info@example.com", "ann@example.com"), ("+18005550199",))
    shared = {kind_of(key): is_shared_by_nature(key) for key in link_keys(contact, (), "")[:]}
    assert shared[PHONE]
    by_text = {each.text: key for key, each in described_keys(contact, (), "").items()}
    assert is_shared_by_nature(by_text["info@example.com"])
    assert not is_shared_by_nature(by_text["ann@example.com"])


def test_keys_are_described_as_the_vendor_wrote_them():
    contact = Contact("1", "", ("Ann@Example.com",), ("+1 (415) 555-0192",))
    described = described_keys(contact, (), "")
    assert set(described) == set(link_keys(contact, (), ""))
    assert {key.text for key in described.values()} == {"Ann@Example.com", "+1 (415) 555-0192"}


def test_a_number_of_an_agent_has_the_key_that_contacts_have():
    contact = Contact("1", "", (), ("(415) 555-0192",))
    assert link_keys(contact, (), "US") == (keys_of_number("+14155550192", ""),)
    assert keys_of_number("Anonymous", "US") is None


def test_a_region_lets_national_numbers_link():
    raw = {"id": "1", "phone_number": "(415) 555-0192"}
    assert keys_of("opencx", raw) == set()
    assert keys_of("opencx", raw, "US") == {keys_of_number("+14155550192", "")}


@pytest.mark.parametrize(
    ("vendor", "raw"),
    [
        ("askelephant", crm("close", CLOSE_ID)),
        ("quo", {"externalId": CLOSE_ID, "source": "public-api"}),
        ("quo", {"externalId": CLOSE_ID, "source": None}),
        ("opencx", {"custom_data": {"close_contact_id": CLOSE_ID}}),
        (
            "bland",
            {"identifiers": [{"identifier_type": "external_id", "identifier_value": CLOSE_ID}]},
        ),
    ],
)
def test_an_id_of_close_links_wherever_it_is(vendor, raw):
    assert ids_of(vendor, raw) & ids_of("close", {"id": CLOSE_ID})


def test_ids_of_one_system_link_within_it_only():
    hubspot = {"externalId": "48213377", "source": "HubSpot"}
    assert ids_of("quo", hubspot) == ids_of("askelephant", crm("hubspot"))
    assert ids_of("quo", hubspot) != ids_of("askelephant", crm("salesforce"))


@pytest.mark.parametrize(
    ("vendor", "raw"),
    [
        ("quo", {"externalId": "48213377", "source": "csv-v2"}),
        ("quo", {"externalId": "48213377", "source": "public-api"}),
        ("quo", {"externalId": "48213377", "source": None}),
        ("quo", {"externalId": "320", "source": "hubspot"}),
        ("quo", {"externalId": "0000000", "source": "hubspot"}),
        ("quo", {"externalId": "lead_b4Hb4Hb4H", "source": "close"}),
        ("askelephant", crm("hubspot", type="company")),
        ("askelephant", {"company": {"id": "cmp_01HQXVB4Y9"}}),
        ("close", {"lead_id": CLOSE_ID, "organization_id": "orga_zq1Zq1"}),
        ("bland", {"identifiers": [{"identifier_type": "external", "identifier_value": "48213"}]}),
        ("opencx", {"custom_data": "close_contact_id"}),
        ("bland", {"identifiers": "cont_b4Hb4Hb4H"}),
    ],
)
def test_ids_of_unknown_origin_and_of_other_things_link_nobody(vendor, raw):
    assert ids_of(vendor, raw) == set()


def test_a_list_without_end_gives_keys_with_one():
    every = tuple(f"ann{at}@example.com" for at in range(1000))
    assert len(link_keys(Contact("1", "", every), (), "")) == MAX_KEYS_PER_KIND


def test_every_vendor_declares_ids_that_exist_in_its_records():
    for provider in PROVIDERS.values():
        for linked in provider.ids:
            assert linked.path.startswith("$.")
            assert bool(linked.namespace) != bool(linked.namespace_at)
