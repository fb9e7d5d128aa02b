"""contactdesk.history.kinds: the kinds of change as bits."""

import pytest

from contactdesk.history.kinds import GROUPS, KINDS, TIME, from_bits, to_bits


@pytest.mark.parametrize("kinds", [(), KINDS[:1], KINDS[-2:], KINDS])
def test_kinds_survive_their_bits(kinds):
    assert from_bits(to_bits(reversed(kinds))) == kinds


def test_groups_hold_every_kind_once():
    grouped = [kind for group in GROUPS.values() for kind in group]
    assert sorted(grouped) == sorted(KINDS)
    assert TIME not in KINDS
