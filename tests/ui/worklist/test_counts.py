"""contactdesk.ui.worklist.counts: items in sight, and the day that brings some back."""

from datetime import date

from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.ui.worklist.counts import OpenItemCounts
from contactdesk.userdata.item_states import ItemState
from contactdesk.userdata.userdata import UserData


class Items:
    """Two items of one account."""

    keys = (("a", "1", 1), ("a", "2", 2))

    async def counts(self, hidden=frozenset()):
        left = len(set(self.keys) - hidden)
        return {"a": left} if left else {}


class Index:
    open_items = Items()


async def test_counts_follow_what_is_decided_and_the_day(qapp, until):
    userdata, changes, days = UserData(), UserDataChanges(), [date(2026, 11, 28)]
    counts = OpenItemCounts(Index(), userdata.item_states, changes, today=lambda: days[-1])
    assert not counts.is_known
    counts.count()
    await until(lambda: counts.is_known and not counts.is_busy())
    assert (counts.all(), counts.open(), counts.open("a"), counts.open("b")) == (2, 2, 2, 0)
    states = {
        Items.keys[0]: ItemState(done=True),
        Items.keys[1]: ItemState(snoozed_until="2026-11-30"),
    }
    await userdata.item_states.set_many(states)
    changes.item_states_changed.emit()
    await until(lambda: not counts.is_busy())
    assert (counts.all("a"), counts.open("a")) == (2, 0)
    heard = []
    counts.hidden_changed.connect(lambda: heard.append(1))
    days.append(date(2026, 11, 29))
    counts.check_day()
    counts.check_day()
    assert heard == [1]
    days.append(date(2026, 11, 30))
    counts.check_day()
    await until(lambda: not counts.is_busy())
    assert counts.open() == 1
    counts.end()
