"""One form for one mailbox, and addresses that several people read."""

import pytest

from contactdesk.people.email_keys import email_key, is_role_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Maria.Lopez@Example.COM. ", "maria.lopez@example.com"),
        ("mailto:maria@example.com", "maria@example.com"),
        ("Maria Lopez <maria@example.com>", "maria@example.com"),
        ("maria+news@gmail.com", "maria+news@gmail.com"),
        ("m.a.r.i.a@gmail.com", "m.a.r.i.a@gmail.com"),
        ("info@Müller.de", "info@xn--mller-kva.de"),
        ("info@xn--mller-kva.de", "info@xn--mller-kva.de"),
        ("иван@почта.рф", "иван@xn--80a1acny.xn--p1ai"),
    ],
)
def test_ways_to_write_an_address_are_one_key(text, address):
    assert email_key(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "maria",
        "maria@",
        "@example.com",
        "maria@localhost",
        "a@b.com, c@d.com",
        "a@b@c.com",
        "none@none.com",
        "noemail@clinic.example",
        "test@test.com",
        "n/a",
        "unknown@gmail.com",
        "a b@c.com",
        "x@" + "y" * 300 + ".com",
        "a@․.com",
    ],
)
def test_what_is_nobodys_address_has_no_key(text):
    assert email_key(text) == ""


@pytest.mark.parametrize(
    "address",
    [
        "info@example.com",
        "sales-team@example.com",
        "info2@example.com",
        "no-reply@example.com",
        "front.desk@example.com",
        "support+billing@example.com",
        "kontakt@example.de",
    ],
)
def test_addresses_of_a_role_are_known(address):
    assert is_role_address(address)


@pytest.mark.parametrize("address", ["maria@example.com", "m.sales@example.com", "42@example.com"])
def test_addresses_of_a_person_are_not_taken_for_a_role(address):
    assert not is_role_address(address)
