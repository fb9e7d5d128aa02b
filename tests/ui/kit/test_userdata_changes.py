"""contactdesk.ui.kit.userdata_changes: signals for changes of the user's data."""

from contactdesk.ui.kit.userdata_changes import UserDataChanges


def test_every_kind_of_change_has_its_signal(qapp):
    changes, heard = UserDataChanges(), []
    signals = {
        "annotations": changes.annotations_changed,
        "items": changes.item_states_changed,
        "nicknames": changes.nicknames_changed,
        "judgements": changes.judgements_changed,
        "dismissals": changes.dismissals_changed,
        "looks": changes.looks_changed,
        "people": changes.people_changed,
    }
    for name, signal in signals.items():
        signal.connect(lambda name=name: heard.append(name))
    for signal in reversed(signals.values()):
        signal.emit()
    assert heard == [*reversed(signals)]
