"""Adds two accounts, reads error messages and a contact, as a screen reader would.

Runs under the system's Python. Takes the program's process id, and the vendors' addresses and keys
as JSON, on the command line. Prints one JSON object: what was seen.
"""

import json
import sys

from atspi import (
    Atspi,
    application,
    button,
    cell,
    named,
    press,
    press_key,
    says,
    set_text,
    shown,
    unnamed,
    until,
    walk,
    words_of,
)

CONTROL = 37
"""X11 key code of the left Control key."""

SESSION_ONLY = "Use the key for this session only"


def dialog_of(app, name):
    return until(
        lambda: next(
            (n for n in walk(app) if n.get_role() == Atspi.Role.DIALOG and shown(n)), None
        ),
        f"the dialog {name}",
    )


def is_open(app):
    return any(n.get_role() == Atspi.Role.DIALOG and shown(n) for n in walk(app))


def save(app, dialog, seen):
    """Saves. Without a keyring the dialog explains, and the key is used for this session only."""
    press(dialog, "Save")

    def has_answer():
        return not is_open(app) or says(dialog, SESSION_ONLY)

    until(has_answer, "the dialog closed or explained")
    if is_open(app):
        seen["without a keyring"] = says(dialog, "keyring")
        press(dialog, SESSION_ONLY)
        until(lambda: not is_open(app), "the dialog closed")


def add_from_welcome_page(app, window, given, seen):
    """Tests no key, a wrong key and a right key, then saves."""
    press(window, "Add an account at Bland AI")
    dialog = dialog_of(app, "Account")
    seen["unnamed in the dialog"] = unnamed(dialog)
    seen["fields"] = sorted(n.get_name() for n in walk(dialog) if n.get_name() and shown(n))
    set_text(dialog, "Server URL", given["bland"]["base_url"])
    press(dialog, "Test key")
    seen["no key"] = until(lambda: says(dialog, "Paste the key"), "the request for a key")
    field = set_text(dialog, "API key", "org_" + "0" * 64)
    seen["displayed key"] = words_of(field)
    press(dialog, "Test key")
    seen["wrong key"] = until(lambda: says(dialog, "refused this key"), "the rejection")
    set_text(dialog, "API key", given["bland"]["key"])
    press(dialog, "Test key")
    seen["right key"] = until(lambda: says(dialog, "Key accepted"), "the acceptance")
    set_text(dialog, "Label", "Agents")
    save(app, dialog, seen)


def add_with_shortcut(app, window, given, seen):
    """Adds an account whose first request fails, then retries from the notice."""
    press_key(ord("n"), CONTROL)
    dialog = dialog_of(app, "Account")
    box = until(lambda: labelled(dialog, "Vendor"), "the vendors")
    until(lambda: box.get_state_set().contains(Atspi.StateType.FOCUSED), "the first field focused")
    press_key(ord("q"))
    until(lambda: words_of(named(dialog, "Label")) == "Quo", "the label follows the vendor")
    set_text(dialog, "Server URL", given["quo"]["base_url"])
    set_text(dialog, "API key", given["quo"]["key"])
    save(app, dialog, seen)
    notice = until(lambda: notice_of(window, "Quo"), "the notice")
    seen["notice"] = notice.get_description()
    seen["unnamed with a notice"] = unnamed(window)
    button(notice, "Copy details")
    press(notice, "Retry")
    until(lambda: notice_of(window, "Quo") is None, "the notice gone")


def notice_of(window, account):
    """The notice about an account."""
    return next(
        (n for n in walk(window) if n.get_name() == "Notice" and account in n.get_description()),
        None,
    )


def labelled(root, name):
    """The node labelled so. Qt names a combo box after its current choice."""
    for node in walk(root):
        for relation in node.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                targets = range(relation.get_n_targets())
                if name in [relation.get_target(at).get_name() for at in targets]:
                    return node
    return None


def read_contact(window, seen):
    """Reads the details and tabs of the first contact of the first account."""
    accounts = until(lambda: named(window, "Accounts", Atspi.Role.LIST), "the accounts")
    seen["accounts"] = [
        n.get_name() for n in walk(accounts) if n.get_role() == Atspi.Role.LIST_ITEM
    ]
    place = next(i for i, name in enumerate(seen["accounts"]) if name.startswith("Agents"))
    accounts.get_selection_iface().select_child(place)

    def table():
        return named(window, "Contacts", Atspi.Role.TABLE)

    until(lambda: table().get_table_iface().get_n_rows() == 200, "rows")
    seen["contact"] = until(lambda: cell(table(), 0, 0), "a name")
    table().get_component_iface().grab_focus()
    pane = until(lambda: named(window, "Contact details", Atspi.Role.FILLER), "the pane")
    seen["details"] = until(lambda: says(pane, "@harbor"), "the contact's details")
    tabs = [n for n in walk(pane) if n.get_role() == Atspi.Role.PAGE_TAB]

    def events():
        shown = named(window, "Timeline", Atspi.Role.TABLE)
        rows = shown.get_table_iface().get_n_rows() if shown else 0
        return [cell(shown, row, 0) for row in range(min(rows, 5))]

    seen["tabs"] = [tab.get_name() for tab in tabs]
    read = {}
    for tab in tabs:
        name = tab.get_name()
        tab.get_action_iface().do_action(0)
        until(lambda tab=tab: is_selected(tab), f"the tab {name}")
        if name.split()[0] in ("Details", "Memories"):
            read[name] = until(lambda: longest(pane), f"the text of the tab {name}")
        if name == "Timeline":
            seen["events"] = until(events, "the rows of the timeline")
        seen[f"unnamed in the tab {name}"] = unnamed(window)
    seen["read"] = read


def is_selected(tab):
    return tab.get_state_set().contains(Atspi.StateType.SELECTED)


def longest(root):
    """The longest visible text of several lines, or ""."""
    texts = [words_of(n) for n in walk(root) if n.get_text_iface() and shown(n)]
    return max((each for each in texts if "\n" in each), key=len, default="")[:2_000]


def main(pid, given):
    seen = {}
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk"), "the window")
    until(lambda: named(window, "Add an account at Bland AI"), "the welcome page")
    seen["unnamed at the start"] = unnamed(window)
    add_from_welcome_page(app, window, given, seen)
    until(lambda: named(window, "Contacts", Atspi.Role.TABLE), "the table")
    add_with_shortcut(app, window, given, seen)
    read_contact(window, seen)
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]), json.loads(sys.argv[2]))
