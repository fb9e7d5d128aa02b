"""contactdesk.records.error_body: message, request id and codes of a failure with status 200."""

import json

import pytest

from contactdesk.errors import VendorError
from contactdesk.providers import all_providers
from contactdesk.records.error_body import REFERENCE_KEYS, error_references
from contactdesk.records.parse import read_page


def test_failure_with_status_200_keeps_message_and_code():
    errors = [{"error": "LIMIT", "message": "Bad offset", "code": "E7"}, {"code": 12}]
    body = json.dumps({"data": None, "errors": errors}).encode()
    with pytest.raises(VendorError) as failed:
        read_page(all_providers()["bland"], body)
    assert failed.value.said == "errors: Bad offset" or "Bad offset" in failed.value.said
    assert failed.value.references == {"code": "E7, 12"}


@pytest.mark.parametrize("reply", [None, [], "x", 7, {}, {"code": None, "errors": None}])
def test_reply_without_codes_has_no_references(reply):
    assert error_references(reply) == {}


def test_references_have_known_names_and_are_bounded():
    found = error_references({key: "x" * 5_000 for key in REFERENCE_KEYS})
    assert set(found) == set(REFERENCE_KEYS)
    assert max(map(len, found.values())) == 200
