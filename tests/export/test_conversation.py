"""contactdesk.export.conversation: messages as Markdown and as plain text."""

import pytest

from contactdesk.export.conversation import Spoken, as_markdown, as_plain_text


@pytest.fixture(autouse=True)
def in_utc(zone):
    zone("UTC")


MESSAGES = [
    Spoken("Maria", "Hi\n- *there*", "web", "2026-11-19T18:00:00Z"),
    Spoken("Anna", "Done", "", "2026-11-20"),
    Spoken("", "?", "sms", "soon"),
]


def test_markdown_has_an_item_for_each_message_and_no_markup_of_others():
    assert as_markdown(MESSAGES, "Talk with *Maria*") == (
        "# Talk with \\*Maria\\*\n\n"
        "- **Maria** (web, 2026-11-19 18:00): Hi\\\n  \\- \\*there\\*\n"
        "- **Anna** (2026-11-20): Done\n"
        "- **?** (sms, soon): ?\n"
    )


def test_plain_text_keeps_the_lines_of_a_message_together():
    assert as_plain_text(MESSAGES, "Talk") == (
        "Talk\n\n"
        "[2026-11-19 18:00] Maria (web): Hi\n    - *there*\n"
        "[2026-11-20] Anna: Done\n"
        "[soon] ? (sms): ?\n"
    )


def test_plain_text_has_no_harmful_characters():
    text = as_plain_text([Spoken("A\u202eB\n[x]", "a\x1b[31m\u2066b", "s\nms")])
    assert text == "AB [x] (s ms): a[31mb\n"


def test_conversation_without_messages_is_empty():
    assert as_markdown([]) == as_plain_text([]) == ""
