"""Reads a large profile as a screen reader would, and takes the time of it.

Runs under the system's Python. On the command line: the program's process id, when it was started
in seconds since 1970, its number of contacts, and a search. One JSON object on standard output.
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
    """Half of the cells from the top, as one reads; half anywhere, the last row among them."""
    near = [(at // len(COLUMNS), COLUMNS[at % len(COLUMNS)]) for at in range(CELLS // 2)]
    step = (rows - 1) // (CELLS // 2 - 1)
    far = [rows - 1 - at * step for at in range(CELLS // 2)]
    # From both ends in turn: no row is near the one before it.
    far = [far[at // 2 if at % 2 else -1 - at // 2] for at in range(len(far))]
    return [*near, *((row, 0) for row in far)]


def read(table, wanted):
    """(milliseconds, words) of every cell."""
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
    seen["the same again"] = [words for _, words in again] == seen["words"]
    search = until(lambda: named(app, "Search contacts"), "the search field")
    began = time.time()
    search.get_editable_text_iface().set_text_contents(text)
    # A table whose rows are other ones is another table.
    table = until(lambda: named(app, "Contacts", Atspi.Role.TABLE), "the table")
    until(lambda: 0 < rows_of(table) < contacts and cell(table, 0, 0), "the hits")
    seen["seconds to the hits"] = time.time() - began
    seen["count"] = until(lambda: says(app, f"{rows_of(table)} matches in {contacts}"), "the count")
    seen["seconds to the count"] = time.time() - began
    seen["hits"] = rows_of(table)
    seen["first hit"] = cell(table, 0, 0)
    seen["seconds in all"] = time.time() - started
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
