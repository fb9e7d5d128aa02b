"""contactdesk.ui.kit.error_words: a title and a next step for every error the program raises."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import contactdesk
from contactdesk.app.wording import error_line
from contactdesk.errors import ContactDeskError, RateLimitedError, VendorError
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.error_words import ADVICE, KINDS, next_step, sentence, title

SOURCE = Path(contactdesk.__file__).parent
CORE = [path for path in SOURCE.rglob("*.py") if path.name != "error_words.py"]


def constants(node):
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def calls():
    for path in CORE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)


def test_every_kind_raised_has_words():
    raised = {
        call.args[0].value
        for call, name in calls()
        if name.endswith("Error") and call.args and isinstance(call.args[0], ast.Constant)
        if isinstance(call.args[0].value, str) and " " not in call.args[0].value
    }
    assert len(raised) > 20
    assert raised - set(KINDS) == set()


def test_every_advice_given_has_a_sentence():
    given = {
        word
        for call, _name in calls()
        for keyword in call.keywords
        if keyword.arg == "advice"
        for word in constants(keyword.value)
    }
    assert len(given) > 10
    assert given - {""} - set(ADVICE) == set()


def test_every_advice_is_given_somewhere():
    used = set().union(*(constants(ast.parse(path.read_text("utf-8"))) for path in CORE))
    assert set(ADVICE) - used == set()


def test_titles_need_no_details_and_end_without_a_full_stop():
    for words in KINDS.values():
        for text in (words.title, words.next_step):
            assert {name for _, name, *_ in Formatter().parse(text)} <= {"vendor", None}
        assert not words.title.endswith(".")
        assert words.next_step.endswith(".")


def test_advice_ends_with_a_full_stop():
    assert [text for text in ADVICE.values() if not text.endswith(".")] == []


def test_unknown_vendor_is_named_as_the_vendor():
    assert title(ContactDeskError("server")) == "The vendor is having problems (server error)"
    assert title(ContactDeskError("broken")) == "The connection to the vendor was lost"


def test_advice_replaces_the_kinds_next_step_and_separates_thousands():
    error = VendorError("max-skip", advice="list-end", details={"most": 250_000}, vendor="Close")
    assert title(error) == "Close won't list any more contacts"
    assert next_step(error) == "Only the first 250,000 contacts can be listed."


def test_sentence_has_account_vendors_words_and_request():
    error = RateLimitedError(said="slow {down}", request_id="rid_1", vendor="Quo", account="Sales")
    expected = (
        "Sales: Quo's rate limit was reached: slow {down} (request rid_1)."
        " Loading resumes automatically."
    )
    assert sentence(error) == error_line(error) == wording.error_text(error) == expected
    assert str(error) == "Sales: rate: slow {down} (request rid_1)"


@pytest.mark.parametrize("kind", KINDS)
def test_window_and_command_line_use_the_same_words(kind):
    error = ContactDeskError(kind, vendor="Quo")
    summary = f"{title(error)}. {next_step(error)}"
    assert wording.error_summary(error) == summary == error_line(error)


def test_log_line_has_no_sentence():
    error = ContactDeskError("insecure-url", advice="url-parts", account="Sales")
    assert str(error) == "Sales: insecure-url (url-parts)"
