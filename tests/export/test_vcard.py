"""contactdesk.export.vcard: cards that no value can break."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.export.vcard import vcard
from contactdesk.model import Contact

TEXT = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["BEGIN:VCARD\nEND:VCARD", "\r\nTEL:1", "\\", "\\n", ";", ",", "a\rb", "\u202e", "ж" * 90]
)
ONCE = {"BEGIN", "VERSION", "FN", "N", "UID", "END"}


def unfolded(data):
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def value_of(line):
    return line.partition(":")[2]


def unescaped(text):
    parts = text.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    return parts.replace("\0", "\\")


def test_a_card():
    contact = Contact(
        "c1", "Jane Döe", ("j@x.example",), ("+1 415", "+1 416"), "Smith, Sons; Co", "CEO\\CTO"
    )
    assert unfolded(vcard(contact, "bland:c1")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Jane Döe",
        "N:;Jane Döe;;;",
        "ORG:Smith\\, Sons\\; Co",
        "TITLE:CEO\\\\CTO",
        "TEL:+1 415",
        "TEL:+1 416",
        "EMAIL;TYPE=INTERNET:j@x.example",
        "UID:bland:c1",
        "END:VCARD",
    ]


def test_card_without_a_name_uses_its_id():
    assert "FN:c1" in unfolded(vcard(Contact("c1", "\u202e \x00"), "x:c1"))
    assert "FN:?" in unfolded(vcard(Contact("", ""), ""))


def test_control_and_direction_characters_are_removed():
    lines = unfolded(vcard(Contact("1", "a\u202eb\x1b[31m\ud800c\td"), "u"))
    assert "FN:a b [31m c d" in lines


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
def test_no_value_starts_a_line_of_its_own(name, email, phone, company, title, own):
    data = vcard(Contact(own, name, (email,), (phone, phone), company, title), f"x:{own}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    lines = unfolded(data)
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    assert (names[0], names[-1]) == ("BEGIN", "END")
    assert all(names.count(each) == 1 for each in ONCE)
    assert set(names) <= ONCE | {"ORG", "TITLE", "TEL", "EMAIL"}
    assert (names.count("TEL"), names.count("EMAIL")) == (
        2 * bool(_shown(phone)),
        bool(_shown(email)),
    )
    if _shown(company):
        assert unescaped(value_of(lines[names.index("ORG")])) == _shown(company)


def _shown(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = ["".join(c if c.isprintable() else " " for c in line) for line in lines]
    return "\n".join(" ".join(line.split()) for line in lines).strip()
