"""Reads a large profile as a screen reader would, and measures the waiting times.

Runs under the system's Python. Takes the program's process id, its start time (seconds since 1970),
its number of contacts and a search on the command line, and prints one JSON object.
"""

import json
import sys
import time

from atspi import Atspi, application, cell, named, says, until

CELLS = 200
COLUMNS = (0, 2, 3)
"""Name, e-mail, phone of "All contacts"."""


def rows_of(table):
    return table.get_table_iface().get_n_rows()


def places(rows):
    """Half of the cells from the top, in reading order; half anywhere, up to the last row."""
    near = [(at // len(COLUMNS), COLUMNS[at % len(COLUMNS)]) for at in range(CELLS // 2)]
    step = (rows - 1) // (CELLS // 2 - 1)
    far = [rows - 1 - at * step for at in range(CELLS // 2)]
    # Alternate between both ends, so that no row is near the previous one.
    far = [far[at // 2 if at % 2 else -1 - at // 2] for at in range(len(far))]
    return [*near, *((row, 0) for row in far)]


def read(table, wanted):
    """(milliseconds, text) of each cell."""
    found = []
    for row, column in wanted:
        began = time.perf_counter()
        words = cell(table, row, column)
        found.append((1000 * (time.perf_counter() - began), words))
    return found


def main(pid, started, contacts, text):
    app = until(lambda: application(pid), "the program")
    table = until(lambda: named(app, "Contacts", Atspi.Role.TABLE), "the table")
    until(lambda: rows_of(table) == contacts and cell(table, 0, 0), "all rows")
    seen = {"seconds to the rows": time.time() - started}
    wanted = places(contacts)
    first = read(table, wanted)
    again = read(table, wanted)
    seen["cells, ms"] = [took for took, _ in first]
    seen["cells again, ms"] = [took for took, _ in again]
    seen["words"] = [words for _, words in first]
    seen["cells read again are equal"] = [words for _, words in again] == seen["words"]
    search = until(lambda: named(app, "Search contacts"), "the search field")
    began = time.time()
    search.get_editable_text_iface().set_text_contents(text)
    # A table with different rows is a new AT-SPI object.
    table = until(lambda: named(app, "Contacts", Atspi.Role.TABLE), "the table")
    until(lambda: 0 < rows_of(table) < contacts and cell(table, 0, 0), "the matches")
    seen["seconds to the matches"] = time.time() - began
    seen["count"] = until(lambda: says(app, f"{rows_of(table)} matches in {contacts}"), "the count")
    seen["seconds to the count"] = time.time() - began
    seen["matches"] = rows_of(table)
    seen["first match"] = cell(table, 0, 0)
    seen["seconds in total"] = time.time() - started
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
