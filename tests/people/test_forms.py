"""Values that say the same have one form; what cannot be compared has none."""

from __future__ import annotations

import pytest

from contactdesk.people.forms import channel_form, company_form, form_of, role_form, zone_form
from contactdesk.people.traits import FIELDS


@pytest.mark.parametrize(
    "spellings",
    [
        ("Acme", "ACME, Inc.", "The Acme Co.", "acme corporation"),
        ("Fernández Logistics GmbH", "Fernandez Logistics"),
        ("Müller & Söhne GmbH & Co. KG", "Muller und Sohne"),
        ("Banco S.A.", "Banco SA", "banco"),
    ],
)
def test_companies_are_one_without_their_legal_forms(spellings: tuple[str, ...]) -> None:
    assert len({company_form(each) for each in spellings}) == 1


def test_company_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert company_form("Co") == "co"
    assert company_form("Acme") != company_form("Acme Logistics")


def test_roles_are_one_whether_written_out_or_not() -> None:
    assert role_form("VP, Sales") == role_form("Vice President of Sales")
    assert role_form("C.T.O.") == role_form("Chief Technology Officer")
    assert role_form("Sales Manager") != role_form("Sales Director")


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("sms", "sms"),
        ("Text message", "sms"),
        ("call after 17:00 CET", "phone"),
        ("text to my mobile", "sms"),
        ("E-Mail", "email"),
        ("web chat", "chat"),
        ("call or e-mail", ""),
        ("whatever suits", ""),
    ],
)
def test_channel_is_the_only_one_that_a_text_names(text: str, channel: str) -> None:
    assert channel_form(text) == channel


def test_zones_with_the_same_offsets_all_year_are_one() -> None:
    assert zone_form("Europe/Berlin") == zone_form("Europe/Paris") == zone_form("europe/berlin")
    assert zone_form("America/Los Angeles") == zone_form("America/Los_Angeles")
    assert zone_form("UTC+5:30") == zone_form("Asia/Kolkata") == zone_form("+0530")
    assert zone_form("America/Phoenix") != zone_form("America/Denver")
    assert zone_form("Europe/Berlin") != zone_form("UTC+1")


@pytest.mark.parametrize("text", ["Eastern", "EST", "", "../../etc/passwd", "x" * 5000, "UTC+99"])
def test_text_that_names_no_zone_is_not_compared(text: str) -> None:
    assert zone_form(text) == ""


def test_number_without_a_country_is_compared_only_where_its_country_is_known() -> None:
    assert form_of("phone", "(415) 555-0192") == ""
    assert form_of("phone", "(415) 555-0192", "US") == form_of("phone", "+1 415 555 0192")


@pytest.mark.parametrize("field", [each for each in FIELDS if each != "consent"])
@pytest.mark.parametrize("text", ["", "\0", "\ud800", "😀" * 300, "<b>x</b>", "(" * 2000, "٣٤٥"])
def test_no_text_is_too_odd_for_a_form(field: str, text: str) -> None:
    assert isinstance(form_of(field, text), str)
