"""contactdesk.ui.kit.scope_keys: scopes and the keys that searches and places keep."""

import pytest

from contactdesk.index import Scope
from contactdesk.ui.kit.scope_keys import key_of, scope_of
from contactdesk.userdata.keys import PEOPLE


@pytest.mark.parametrize("scope", [Scope(), Scope("an-account"), Scope(people=True)])
def test_scope_is_found_again_by_its_key(scope):
    assert scope_of(key_of(scope), {}) == scope


def test_people_have_a_key_that_no_account_has():
    assert key_of(Scope(people=True)) == PEOPLE
    assert "/" in PEOPLE


def test_filters_belong_to_an_account():
    assert scope_of("an-account", {"q": "x"}) == Scope("an-account", {"q": "x"})
    assert scope_of(PEOPLE, {"q": "x"}) == Scope(people=True)
