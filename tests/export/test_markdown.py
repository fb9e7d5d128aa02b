"""contactdesk.export.markdown: pages of contacts, with all markup escaped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from contactdesk.export.markdown import encode, escaped, page
from contactdesk.export.options import Options
from contactdesk.model import Contact, Field, Kind, Layout, Section
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page
from tests.export.samples import exported
from tests.http.client_box import VENDOR

DATA = Path(__file__).parents[1] / "data"


def vendor(*sections):
    return replace(VENDOR, sections=sections)


def test_malformed_record_lists_its_basics():
    contact = Contact("c_1", "Jane", ("j@x.example",), ("+1",), "Acme")
    assert page(VENDOR, "Support", contact) == (
        "# Jane\n\n"
        "- **Account:** Support (Vendor)\n"
        "- **ID:** c_1\n\n"
        "- **E-mail:** j@x.example\n"
        "- **Phone:** +1\n"
        "- **Company:** Acme\n"
    )


def test_sections():
    provider = vendor(
        Section("About", (Field("Job", "$.job"), Field("Note", "$.note", Kind.LONG))),
        Section(
            "Calls",
            (Field("Who", "$.who"), Field("How long", "$.seconds", Kind.DURATION)),
            each="$.calls",
            layout=Layout.TABLE,
        ),
        Section(
            "Messages",
            (Field("", "$.who"), Field("", "$.text"), Field("", "$.channel"), Field("", "$.at")),
            each="$.messages",
            layout=Layout.CHAT,
        ),
        Section("Memories", (Field("Summary", "$.summary"),), each="$.memories", tab=True),
    )
    raw = {
        "id": "1",
        "job": "CEO",
        "note": "one\n# two\n1. three",
        "calls": [{"who": "A|B", "seconds": 65}, {"who": "C"}],
        "messages": [{"who": "user", "text": "Hi\nthere", "channel": "sms"}],
        "memories": [{"summary": "Likes *tea*"}],
        "unnamed": "kept",
    }
    text = page(provider, "S", Contact("1", "Jane", raw=raw))
    assert (
        "## About\n\n- **Job:** CEO\n- **Note:** one\\\n  \\# two\\\n  1\\. three\n\n"
        "## Calls\n\n"
        "| Who | How long |\n| --- | --- |\n| A\\|B | 1 min 05 s |\n| C |  |\n\n"
        "## Messages\n\n- **user** (sms): Hi\\\n  there\n\n"
    ) in text
    assert "- **Unnamed:** kept\n" in text
    assert text.endswith("## Memories: Untitled memory 1\n\n- **Summary:** Likes \\*tea\\*\n")


MEMORIES = {
    "id": "1",
    "memories": [
        {
            "persona_id": "5f0c-2b01",
            "recent_messages": [
                {"role": "user", "content": "Hi", "channel": "sms"},
                {"role": "Assistant", "content": "Hello", "channel": "sms"},
                {"role": "tool", "content": "{}", "channel": "sms"},
            ],
        },
        {"agent_number": "+14155550100", "summary": "Called"},
    ],
}


def test_named_agents_are_written_by_their_names_and_contacts_speak_by_theirs():
    provider = all_providers()["bland"]
    names = {"5f0c-2b01": "*Anna*", "+14155550100": "Sales"}
    text = page(provider, "S", Contact("1", "Jane", raw=MEMORIES), agent_names=names)
    assert "## Memories: \\*Anna\\* (Persona, 5f0c-2b01)\n" in text
    assert "## Memories: Sales (Agent number, +14155550100)\n" in text
    assert "- **Jane** (SMS): Hi\n- **\\*Anna\\*** (SMS): Hello\n- **Tool** (SMS): {}\n" in text


def test_agents_without_a_name_are_written_as_the_vendor_names_them():
    provider = all_providers()["bland"]
    text = page(provider, "S", Contact("1", "", raw=MEMORIES), agent_names={"other": "Anna"})
    assert "## Memories: 5f0c-2b01 (Persona)\n" in text
    assert "- **User** (SMS): Hi\n- **Assistant** (SMS): Hello\n" in text


def test_names_of_agents_are_those_of_the_contacts_account():
    contacts = [
        exported(Contact("1", "Jane", raw=MEMORIES), account=account) for account in ("A", "B")
    ]
    options = Options(agent_names={"A": {"5f0c-2b01": "Anna"}})
    text = b"".join(encode(contacts, options)).decode()
    first, second = text.split("\n---\n")
    assert "Memories: Anna (" in first
    assert "Memories: 5f0c-2b01 (" in second


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("![x](http://e)", "!\\[x\\](http://e)"),
        ("# head", "\\# head"),
        ("`code` ~~no~~", "\\`code\\` \\~\\~no\\~\\~"),
        ("_it_ a_b", "\\_it\\_ a_b"),
        ("&lt;b&gt; A & B", "\\&lt;b\\&gt; A & B"),
        ("a\\b", "a\\\\b"),
        ("two\nlines\x1b\u202e", "two lines"),
        ("علی\u200cرضا \U0001fa77", "علی\u200cرضا \U0001fa77"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("", ""),
    ],
)
def test_escaped(text, safe):
    assert escaped(text) == safe


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("- first", "- first"),
        ("a\n- no list", "a\\\n  \\- no list"),
        ("a\n+ no list", "a\\\n  \\+ no list"),
        ("a\n+1 415", "a\\\n  +1 415"),
        ("a\n-5", "a\\\n  -5"),
        ("a\n12. no list", "a\\\n  12\\. no list"),
        ("a\n12.5", "a\\\n  12.5"),
        ("a\n===\n- - -", "a\\\n  \\===\\\n  \\- - -"),
        ("a\n\nb", "a\\\n  \u00a0\\\n  b"),
        ("a\n > quote", "a\\\n  \\> quote"),
    ],
)
def test_escaped_lines(text, safe):
    assert escaped(text, indent="  ") == safe


@pytest.mark.parametrize("provider", all_providers().values(), ids=lambda each: each.id)
def test_pages_of_recorded_contacts_name_what_they_hold(provider):
    for file in sorted((DATA / provider.id).glob("page*.json")):
        for record in read_page(provider, file.read_bytes()).records:
            text = page(provider, "Label", record.contact)
            assert text.startswith("# ")
            assert "- **Account:** Label" in text
            for email in record.contact.emails:
                assert escaped(email) in text
            assert json.dumps(record.contact.id)[1:-1].replace("_", "") in text.replace(
                "\\", ""
            ).replace("_", "")
