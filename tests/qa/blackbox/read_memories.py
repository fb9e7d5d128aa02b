"""Works through open items, personas and a contact's memories, as a screen reader would.

Runs under the system's Python. Takes the program's process id on the command line and prints one JSON
object: what was seen. What has a key is done with the keyboard.
"""

import json
import sys

from atspi import (
    Atspi,
    application,
    count,
    focus,
    load_the_demo,
    named,
    press_key,
    row,
    says,
    shown,
    unnamed,
    until,
    visible,
    walk,
    words_of,
)

ALT, CONTROL = 64, 37
"""X11 key codes of modifiers on the left."""

RETURN, ESCAPE, HOME, DOWN, F11 = 0xFF0D, 0xFF1B, 0xFF50, 0xFF54, 0xFFC8
"""X11 key symbols."""


def open_entry(window, name):
    """Chooses an entry of the sidebar that starts with the name; returns it."""
    accounts = until(lambda: named(window, "Accounts", Atspi.Role.LIST), "the sidebar")
    entries = [n for n in walk(accounts) if n.get_role() == Atspi.Role.LIST_ITEM]
    place = next(at for at, entry in enumerate(entries) if entry.get_name().startswith(name))
    accounts.get_selection_iface().select_child(place)
    return entries[place]


def table(window, name):
    found = until(lambda: named(window, name, Atspi.Role.TABLE), f"the table {name}")
    until(lambda: shown(found) and count(found), f"rows of {name}")
    return found


def read_open_items(window, seen):
    """Reads the list, marks an item as done and takes it back, and opens its memory."""
    entry = open_entry(window, "Open items")
    items = table(window, "Open items")
    before = count(items)
    until(lambda: entry.get_description().startswith(f"{before}, "), "the count in the sidebar")
    seen["item"] = row(items, 0)
    items.get_table_iface().add_row_selection(0)
    focus(items)
    press_key(ord("d"))
    until(lambda: count(items) == before - 1, "the item done")
    seen["done"] = until(lambda: says(window, "1 item done"), "what was done")
    press_key(ord("z"), CONTROL)
    until(lambda: count(items) == before, "the item open again")
    seen["unnamed at open items"] = unnamed(window)
    press_key(HOME)
    press_key(RETURN)
    item = seen["item"][1]
    until(lambda: item in words_of(visible(window, "Memory")), "the item in its memory")


def read_personas(window, seen):
    open_entry(window, "Personas")
    personas = table(window, "Personas")
    seen["persona"] = row(personas, 0)
    personas.get_table_iface().add_row_selection(0)
    seen["fact keys"] = row(table(window, "Fact keys"), 0)
    seen["unnamed at personas"] = unnamed(window)


def read_memories(window, seen):
    """Reads the overview, then a memory over the whole window, by keys."""
    open_entry(window, "All contacts")
    search = until(lambda: named(window, "Search contacts"), "the search field")
    search.get_editable_text_iface().set_text_contents("memories:>1")
    contacts = table(window, "Contacts")
    until(lambda: 0 < count(contacts) < 200, "the contacts with several memories")
    contacts.get_table_iface().add_row_selection(0)
    focus(contacts)
    until(lambda: named(window, "Memories", Atspi.Role.LIST), "the list of memories")
    press_key(F11)
    overview = until(lambda: visible(window, "Overview"), "the overview")
    seen["overview"] = until(lambda: words_of(overview), "its text")
    until(lambda: visible(window, "Contacts") is None, "the window without the table")
    seen["unnamed in reading mode"] = unnamed(window)
    press_key(DOWN, ALT)
    memory = until(lambda: visible(window, "Memory"), "the first memory")
    seen["memory"] = until(lambda: words_of(memory), "its text")
    press_key(ESCAPE)
    until(lambda: visible(window, "Contacts"), "the table again")


def main(pid):
    seen = {}
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk — Demo data"), "the window")
    load_the_demo(window)
    read_open_items(window, seen)
    read_personas(window, seen)
    read_memories(window, seen)
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]))
