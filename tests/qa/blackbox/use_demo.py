"""Uses the demo as a screen reader would: reads rows, searches, loads all.

Runs under the system's Python, which has AT-SPI. Takes the program's process id on the command line
and prints one JSON object: what was seen.
"""

import json
import sys

from atspi import Atspi, application, cell, named, until, walk


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
    until(lambda: 0 < table.get_table_iface().get_n_rows() < 50, "the matches")
    hits = table.get_table_iface().get_n_rows()
    seen["hits"] = [cell(table, row, 0) for row in range(hits)]
    table.get_table_iface().add_row_selection(0)
    until(lambda: named(window, "Details"), "the contact's details")
    search.get_editable_text_iface().set_text_contents("")
    until(lambda: table.get_table_iface().get_n_rows() >= rows, "all rows again")
    load_all = until(lambda: named(window, "Load all", Atspi.Role.PUSH_BUTTON), "Load all")
    load_all.get_action_iface().do_action(0)
    until(lambda: named(window, "All 930 loaded"), "all contacts loaded")
    seen["rows at the end"] = table.get_table_iface().get_n_rows()
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]))
