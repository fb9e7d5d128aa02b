"""Adds accounts, reads what is said of trouble, and reads a contact, as a screen reader would.

Runs under the system's Python. On the command line: the program's process id, then JSON with the
vendors' addresses and keys. One JSON object on standard output: what was seen.
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
    put,
    says,
    shown,
    unnamed,
    until,
    walk,
    words_of,
)

CONTROL = 37
"""The key's number on every keyboard of X."""

RUN_ONLY = "Use the key for this session only"


def dialog_of(app, name):
    return until(
        lambda: next(
            (n for n in walk(app) if n.get_role() == Atspi.Role.DIALOG and shown(n)), None
        ),
        f"the dialog {name}",
    )


def is_open(app):
    return any(n.get_role() == Atspi.Role.DIALOG and shown(n) for n in walk(app))


def type_keys(held, symbol):
    """One key with another one held down, on the keyboard itself."""
    Atspi.generate_keyboard_event(held, None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(symbol, None, Atspi.KeySynthType.SYM)
    Atspi.generate_keyboard_event(held, None, Atspi.KeySynthType.RELEASE)


def save(app, dialog, seen):
    """Saves; where there is no keyring, that is said, and the key is kept for the run."""
    press(dialog, "Save")

    def came():
        return not is_open(app) or says(dialog, RUN_ONLY)

    until(came, "what came of saving")
    if is_open(app):
        seen["without a keyring"] = says(dialog, "keyring")
        press(dialog, RUN_ONLY)
        until(lambda: not is_open(app), "the dialog closed")


def add_first(app, window, given, seen):
    """By the welcome page's tile: a wrong key, a right one, saved."""
    press(window, "Add an account at Bland AI")
    dialog = dialog_of(app, "Account")
    seen["unnamed in the dialog"] = unnamed(dialog)
    seen["fields"] = sorted(n.get_name() for n in walk(dialog) if n.get_name() and shown(n))
    put(dialog, "Server URL", given["bland"]["base_url"])
    press(dialog, "Test key")
    seen["no key"] = until(lambda: says(dialog, "Paste the key"), "what is missing")
    field = put(dialog, "API key", "org_" + "0" * 64)
    seen["key in sight"] = words_of(field)
    press(dialog, "Test key")
    seen["wrong key"] = until(lambda: says(dialog, "refused this key"), "the refusal")
    put(dialog, "API key", given["bland"]["key"])
    press(dialog, "Test key")
    seen["right key"] = until(lambda: says(dialog, "Key accepted"), "the key works")
    put(dialog, "Label", "Agents")
    save(app, dialog, seen)


def add_failing(app, window, given, seen):
    """By its shortcut, at a vendor that says no once; the notice's button asks again."""
    type_keys(CONTROL, ord("n"))
    dialog = dialog_of(app, "Account")
    box = until(lambda: labelled(dialog, "Vendor"), "the vendors")
    until(lambda: box.get_state_set().contains(Atspi.StateType.FOCUSED), "the first field focused")
    Atspi.generate_keyboard_event(ord("q"), None, Atspi.KeySynthType.SYM)
    until(lambda: words_of(named(dialog, "Label")) == "Quo", "the label follows the vendor")
    put(dialog, "Server URL", given["quo"]["base_url"])
    put(dialog, "API key", given["quo"]["key"])
    save(app, dialog, seen)
    notice = until(lambda: notice_of(window, "Quo"), "the notice")
    seen["notice"] = notice.get_description()
    seen["unnamed with a notice"] = unnamed(window)
    button(notice, "Copy details")
    press(notice, "Retry")
    until(lambda: notice_of(window, "Quo") is None, "the notice gone")


def notice_of(window, account):
    """The notice that speaks of an account."""
    return next(
        (n for n in walk(window) if n.get_name() == "Notice" and account in n.get_description()),
        None,
    )


def labelled(root, name):
    """What has a label of this name; Qt calls a box of choices by what is chosen in it."""
    for node in walk(root):
        for relation in node.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                targets = range(relation.get_n_targets())
                if name in [relation.get_target(at).get_name() for at in targets]:
                    return node
    return None


def read_contact(window, seen):
    """The first contact of the first account: its details as text, its tabs by name."""
    accounts = until(lambda: named(window, "Accounts", Atspi.Role.LIST), "the accounts")
    seen["accounts"] = [
        n.get_name() for n in walk(accounts) if n.get_role() == Atspi.Role.LIST_ITEM
    ]
    place = next(i for i, name in enumerate(seen["accounts"]) if name.startswith("Agents"))
    accounts.get_selection_iface().select_child(place)

    def table():
        return named(window, "Contacts", Atspi.Role.TABLE)

    until(lambda: table().get_table_iface().get_n_rows() == 100, "rows")
    seen["contact"] = until(lambda: cell(table(), 0, 0), "a name")
    table().get_component_iface().grab_focus()
    pane = until(lambda: named(window, "Contact details", Atspi.Role.FILLER), "the pane")
    seen["details"] = until(lambda: says(pane, "@harbor"), "the contact's details")
    tabs = [n for n in walk(pane) if n.get_role() == Atspi.Role.PAGE_TAB]
    seen["tabs"] = [tab.get_name() for tab in tabs]
    read = {}
    for tab in tabs:
        name = tab.get_name()
        tab.get_action_iface().do_action(0)
        until(lambda tab=tab: is_selected(tab), f"the tab {name}")
        if name != "Raw":  # a tree, which is not walked
            read[name] = until(lambda: longest(pane), f"what the tab {name} says")
        seen[f"unnamed in the tab {name}"] = unnamed(window)
    seen["read"] = read


def is_selected(tab):
    return tab.get_state_set().contains(Atspi.StateType.SELECTED)


def longest(root):
    """The longest text in sight, "" where there is none but single lines."""
    texts = [words_of(n) for n in walk(root) if n.get_text_iface() and shown(n)]
    return max((each for each in texts if "\n" in each), key=len, default="")[:2_000]


def main(pid, given):
    seen = {}
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk"), "the window")
    until(lambda: named(window, "Add an account at Bland AI"), "the welcome")
    seen["unnamed at the start"] = unnamed(window)
    add_first(app, window, given, seen)
    until(lambda: named(window, "Contacts", Atspi.Role.TABLE), "the table")
    add_failing(app, window, given, seen)
    read_contact(window, seen)
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]), json.loads(sys.argv[2]))
