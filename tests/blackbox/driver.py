"""Drives the program as a screen reader would; runs under the system's Python, which has AT-SPI.

One JSON object on standard output: what was seen. The word on the command line is the program's
process id.
"""

import json
import sys
import threading
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

PATIENCE = 30.0
LOOK = threading.Event()


def until(condition, what):
    """What the condition gives once it is true; the wait is between looks, not for a time."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            found = condition()
        except gi.repository.GLib.Error:
            found = None
        if found:
            return found
        LOOK.wait(0.02)
    raise SystemExit(f"never seen: {what}")


def children(node):
    if node.get_role() in (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE):
        return  # a million rows: never walked
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


def cell(table, row, column):
    found = table.get_table_iface().get_accessible_at(row, column)
    return found.get_name() if found else ""


def main(pid):
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk — Demo data"), "the window")
    table = until(lambda: named(window, "Contacts", Atspi.Role.TABLE), "the table")
    rows = until(lambda: table.get_table_iface().get_n_rows(), "rows")
    seen = {"names": sorted({n.get_name() for n in walk(window) if n.get_name()})}
    seen["rows"] = rows
    seen["first"] = cell(table, 0, 0)
    search = until(lambda: named(window, "Search contacts"), "the search field")
    search.get_editable_text_iface().set_text_contents("okafor")
    until(lambda: 0 < table.get_table_iface().get_n_rows() < 50, "the hits")
    hits = table.get_table_iface().get_n_rows()
    seen["hits"] = [cell(table, row, 0) for row in range(hits)]
    table.get_table_iface().add_row_selection(0)
    until(lambda: named(window, "Details"), "the contact's details")
    search.get_editable_text_iface().set_text_contents("")
    until(lambda: table.get_table_iface().get_n_rows() >= rows, "all rows again")
    load_all = until(lambda: named(window, "Load all", Atspi.Role.PUSH_BUTTON), "Load all")
    load_all.get_action_iface().do_action(0)
    until(lambda: named(window, "All 930 loaded"), "the whole loaded")
    seen["rows at the end"] = table.get_table_iface().get_n_rows()
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]))
