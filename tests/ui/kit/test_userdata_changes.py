"""contactdesk.ui.kit.userdata_changes: signals for changes of the user's data."""

from contactdesk.ui.kit.userdata_changes import UserDataChanges


def test_every_kind_of_change_has_its_signal(qapp):
    changes, heard = UserDataChanges(), []
    changes.annotations_changed.connect(lambda: heard.append("annotations"))
    changes.item_states_changed.connect(lambda: heard.append("items"))
    changes.nicknames_changed.connect(lambda: heard.append("nicknames"))
    changes.nicknames_changed.emit()
    changes.annotations_changed.emit()
    changes.item_states_changed.emit()
    assert heard == ["nicknames", "annotations", "items"]
