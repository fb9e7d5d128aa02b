"""contactdesk.app.notices: what is said above the table."""

import pytest

from contactdesk.app.notices import TEMPLATES, notice
from contactdesk.errors import IndexFileError


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_template_is_filled_in(kind):
    error = IndexFileError("index-full", said="no space")
    filled = notice(kind, error, "Support <EU>")
    assert "{" not in filled.words + filled.account_id
    assert filled.words.endswith((".", "kept."))
    assert filled.detail == "no space"


def test_notices_of_two_accounts_do_not_replace_each_other():
    error = IndexFileError("index-full")
    ids = {notice("account-left", error, name).account_id for name in ("one", "two")}
    assert len(ids) == 2
