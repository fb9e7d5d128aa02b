"""Reads the page of a person and goes from contact to contact, as a screen reader would.

Runs under the system's Python. Takes the program's process id on the command line and prints one JSON
object: what was seen. What has a key is done with the keyboard.
"""

import json
import sys

from atspi import (
    Atspi,
    application,
    named,
    press,
    press_key,
    shown,
    unnamed,
    until,
    visible,
    walk,
    words_of,
)

ALT, BACKSPACE, TAB, RETURN, HOME = 64, 0xFF08, 0xFF09, 0xFF0D, 0xFF50
"""An X11 key code and X11 key symbols."""

FIRST_PAGES = 500
"""Contacts on the first pages of the demo's vendors."""

LINK = "Open the same person in "


def starting(window, words):
    found = (n for n in walk(window) if shown(n) and (n.get_name() or "").startswith(words))
    return next((n for n in found if n.get_action_iface()), None)


def main(pid):
    seen = {}
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk — Demo data"), "the window")
    contacts = until(lambda: named(window, "Contacts", Atspi.Role.TABLE), "the table")
    until(lambda: contacts.get_table_iface().get_n_rows() >= FIRST_PAGES, "a page of each vendor")
    search = until(lambda: named(window, "Search contacts"), "the search field")
    search.get_editable_text_iface().set_text_contents("name:sian name:pemberton account:Close")
    until(lambda: 0 < contacts.get_table_iface().get_n_rows() < 20, "the matches")
    contacts.get_table_iface().add_row_selection(0)
    contacts.get_component_iface().grab_focus()
    press_key(HOME)
    until(lambda: starting(window, LINK), "links to the other contacts")
    search.get_editable_text_iface().set_text_contents("")
    until(lambda: contacts.get_table_iface().get_n_rows() >= FIRST_PAGES, "all rows again")
    seen["links"] = [
        n.get_name() for n in walk(window) if (n.get_name() or "").startswith(LINK) and shown(n)
    ]
    press(window, "Open the person")
    page = until(lambda: visible(window, "Person, compared"), "the page of the person")
    seen["page"] = until(lambda: words_of(page), "its text")
    seen["part"] = visible(window, "Person") is not None
    seen["unnamed at the person"] = unnamed(window)
    press_key(TAB)
    press_key(RETURN)  # the first link: the field that differs, or a contact
    press(window, seen["links"][0])
    seen["back"] = until(lambda: starting(window, "Back to "), "the way back").get_name()
    seen["unnamed at another contact"] = unnamed(window)
    press_key(BACKSPACE, ALT)
    until(lambda: starting(window, "Back to ") is None, "the contact before")
    until(lambda: visible(window, "Person, compared"), "the page again")
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]))
