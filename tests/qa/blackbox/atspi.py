"""Shared by the drivers: finding, reading, pressing and typing through AT-SPI."""

import threading
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

TIMEOUT_S = 30.0
NEVER_SET = threading.Event()

FIRST_PAGES = 500
"""Contacts on the first pages of the demo's vendors."""


def until(condition, what):
    """Polls until the condition is true, and gives its value; `what` is for the error message."""
    ends = time.monotonic() + TIMEOUT_S
    while time.monotonic() < ends:
        try:
            found = condition()
        except GLib.Error:
            found = None
        if found:
            return found
        NEVER_SET.wait(0.02)
    raise SystemExit(f"never seen: {what}")


def shown(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def children(node):
    if node.get_role() in (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE):
        return  # may have a million rows
    for place in range(node.get_child_count()):
        child = node.get_child_at_index(place)
        if child is not None:
            yield child


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def named(root, name, role=None):
    return next(
        (n for n in walk(root) if n.get_name() == name and role in (None, n.get_role())), None
    )


def application(pid):
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(place)
        if app is not None and app.get_process_id() == pid:
            return app
    return None


def visible(root, name, role=None):
    """The first node on screen with this name, and role."""
    found = (n for n in walk(root) if n.get_name() == name and role in (None, n.get_role()))
    return next(filter(shown, found), None)


def count(table):
    return table.get_table_iface().get_n_rows()


def row(table, number):
    columns = table.get_table_iface().get_n_columns()
    return [cell(table, number, column) for column in range(columns)]


def focused(node):
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)


def focus(node):
    node.get_component_iface().grab_focus()
    until(lambda: focused(node), "the keyboard there")


def load_the_demo(window):
    """Loads all contacts of the demo, once each vendor has sent a page."""
    contacts = until(lambda: visible(window, "Contacts", Atspi.Role.TABLE), "the contacts")
    until(lambda: count(contacts) >= FIRST_PAGES, "a page of each vendor")
    press(window, "Load all")
    until(lambda: named(window, "All 930 loaded"), "all contacts loaded")


def cell(table, row, column):
    found = table.get_table_iface().get_accessible_at(row, column)
    return found.get_name() if found else ""


def button(root, name):
    """Waits until the button with this name can be pressed."""

    def found():
        for node in walk(root):
            states = node.get_state_set()
            is_ready = states.contains(Atspi.StateType.SHOWING) and states.contains(
                Atspi.StateType.ENABLED
            )
            if node.get_name() == name and is_ready and node.get_action_iface():
                return node
        return None

    return until(found, f"the button {name}")


def press(root, name):
    button(root, name).get_action_iface().do_action(0)


def set_text(root, name, words):
    """Replaces the text of a field, as pasting does."""
    field = until(lambda: named(root, name, None), f"the field {name}")
    field.get_editable_text_iface().set_text_contents(words)
    return field


def press_key(symbol, modifier=None):
    """Sends keyboard events for a key, with a modifier held down where one is given."""
    if modifier is not None:
        Atspi.generate_keyboard_event(modifier, None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(symbol, None, Atspi.KeySynthType.SYM)
    if modifier is not None:
        Atspi.generate_keyboard_event(modifier, None, Atspi.KeySynthType.RELEASE)


def words_of(node):
    """The node's text if it has any, else its name."""
    iface = node.get_text_iface()
    if iface is None:
        return node.get_name() or ""
    return Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface))


def says(root, part):
    """The first visible text that contains `part`, or ""."""
    return next((w for n in walk(root) if part in (w := words_of(n)) and shown(n)), "")


OPERABLE = {
    Atspi.Role.PUSH_BUTTON,
    Atspi.Role.TOGGLE_BUTTON,
    Atspi.Role.CHECK_BOX,
    Atspi.Role.RADIO_BUTTON,
    Atspi.Role.COMBO_BOX,
    Atspi.Role.TEXT,
    Atspi.Role.PASSWORD_TEXT,
    Atspi.Role.ENTRY,
    Atspi.Role.SPIN_BUTTON,
    Atspi.Role.LIST,
    Atspi.Role.TABLE,
    Atspi.Role.TREE,
    Atspi.Role.TREE_TABLE,
    Atspi.Role.PAGE_TAB,
    Atspi.Role.PAGE_TAB_LIST,
    Atspi.Role.MENU,
    Atspi.Role.MENU_ITEM,
    Atspi.Role.CHECK_MENU_ITEM,
    Atspi.Role.PROGRESS_BAR,
    Atspi.Role.DIALOG,
}


def unnamed(root):
    """Visible, operable nodes without a name, each described by its role and ancestors."""
    found = []
    for node in walk(root):
        if node.get_role() in OPERABLE and shown(node) and not (node.get_name() or "").strip():
            ancestors, parent = [], node.get_parent()
            while parent is not None and parent.get_role() != Atspi.Role.APPLICATION:
                ancestors.append(parent.get_name() or parent.get_role_name())
                parent = parent.get_parent()
            found.append(f"{node.get_role_name()} in {' < '.join(ancestors)}")
    return found
