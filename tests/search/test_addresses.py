"""contactdesk.search.addresses: e-mail addresses as they are pasted."""

import pytest

from contactdesk.search.addresses import pasted_addresses

JANE, BO = "jane@x.example", "bo.o'neil+1@y.example"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (f"mailto:{JANE}", [JANE]),
        (f"MAILTO:{JANE}?subject=Hello%20you and so on", [JANE]),
        ("mailto:jane%40x.example", [JANE]),
        (f"mailto:{JANE},{BO}", [JANE, BO]),
        (f"<mailto:{JANE}>", [JANE]),
        (f'"Doe, Jane" <{JANE}>', [JANE]),
        (f"Jane Doe <{JANE}>", [JANE]),
        (f"Doe, Jane <{JANE}>;", [JANE]),
        (f"“Doe” <{JANE}>", [JANE]),
        (f"To: Jane < {JANE} >, {BO}", [JANE, BO]),
        (f"{BO}, Jane <{JANE}>", [BO, JANE]),
        (f"Jane <{JANE}>; Bo <{BO}>", [JANE, BO]),
        (f'"{JANE}" <{JANE}>', [JANE]),
        (f"{JANE}; {BO}", [JANE, BO]),
        (f"{JANE}, {BO},", [JANE, BO]),
        (f"'{JANE}'", [JANE]),
        (f"“{JANE}”", [JANE]),
        (f"{JANE}.", [JANE]),
        ("jané@exämple.example; x@y", ["jané@exämple.example", "x@y"]),
    ],
)
def test_pasted_addresses_are_found(typed, found):
    assert pasted_addresses(f" {typed} ") == tuple(found)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "@",
            "<>",
            "anna",
            "anna, bo",
            JANE,
            f"{JANE} {BO}",
            "jane@",
            "mailto:",
            "mailto:jane",
        ),
        *(f"anna, {JANE}", f"has:phone <{JANE}>", f"Jane <{JANE}> has:phone", f"-<{JANE}>"),
        *(f'berlin "Jane" <{JANE}>', f"<{JANE}", f"{JANE} <", f"mailto:{JANE} has:phone"),
    ],
)
def test_any_other_text_is_a_search(typed):
    assert pasted_addresses(typed) == ()


@pytest.mark.parametrize("part", ["a@", "a@b,", "x <", '"', "a@b; x <c@d> ", "<a@b>"])
def test_very_long_text_is_a_search(part):
    assert pasted_addresses(part * 20_000 + "@ <") == ()
