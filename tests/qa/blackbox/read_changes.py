"""Goes from people to a person's page, its timeline and to changes, as a screen reader would.

Runs under the system's Python. Takes the program's process id on the command line and prints one JSON
object: what was seen. What has a key is done with the keyboard.
"""

import json
import sys

from atspi import (
    Atspi,
    application,
    cell,
    count,
    focus,
    focused,
    load_the_demo,
    named,
    press_key,
    row,
    says,
    unnamed,
    until,
    visible,
    words_of,
)

CONTROL, TAB, RETURN, HOME, RIGHT, DOWN = 37, 0xFF09, 0xFF0D, 0xFF50, 0xFF53, 0xFF54
"""An X11 key code and X11 key symbols."""

MOST_TABS = 60
"""Presses of Tab until something must have been reached."""


def table(window, name):
    return until(lambda: visible(window, name, Atspi.Role.TABLE), f"the table {name}")


def chosen_text(page):
    """What is selected in a text: the link that Tab went to."""
    iface = page.get_text_iface()
    if not Atspi.Text.get_n_selections(iface):
        return ""
    part = Atspi.Text.get_selection(iface, 0)
    return Atspi.Text.get_text(iface, part.start_offset, part.end_offset)


def find_people(window, seen):
    """Opens People, and a number of who is where, by keys. The numbers are in a popup, which Qt shows
    to screen readers by the focus alone."""
    press_key(ord("6"), CONTROL)
    people = table(window, "People")
    until(lambda: 0 < count(people) < 930, "fewer people than contacts")
    everyone = count(people)
    button = until(lambda: visible(window, "Who is where…"), "the button of who is where")
    focus(button)
    press_key(RETURN)
    until(lambda: not focused(button), "the keyboard on the numbers")
    press_key(DOWN)
    press_key(RETURN)
    search = until(lambda: named(window, "Search contacts"), "the search field")
    seen["search"] = until(lambda: words_of(search), "the search for it")
    until(lambda: 0 < count(people) < everyone, "the people of the number")
    seen["people"] = count(people)
    return people, search


def read_person(window, people, search, seen):
    """Reads a person's page, dismisses what differs by keys, and takes it back."""
    search.get_editable_text_iface().set_text_contents("marcus okafor")
    until(lambda: count(people) == 1, "the person")
    seen["person"] = row(people, 0)
    people.get_table_iface().add_row_selection(0)
    focus(people)
    press_key(HOME)
    page = until(lambda: visible(window, "Person, compared"), "the page of the person")
    before = until(lambda: words_of(page), "its text")
    focus(page)
    for _each in range(MOST_TABS):
        press_key(TAB)
        reached = until(lambda: chosen_text(page), "a link")
        if reached == "Dismiss":
            break
    seen["reached"] = reached
    press_key(RETURN)
    until(lambda: "differs, dismissed" in words_of(page), "what was dismissed")
    seen["said"] = until(lambda: says(window, "Ctrl+Z to undo"), "how to undo it")
    press_key(ord("z"), CONTROL)
    until(lambda: words_of(page) == before, "the page as it was")
    seen["unnamed at the person"] = unnamed(window)


def read_timeline(window, seen):
    """Goes to the timeline in the bar of tabs, by keys."""
    tab = until(lambda: named(window, "Timeline", Atspi.Role.PAGE_TAB), "the tab")
    focus(tab.get_parent())
    for _each in range(tab.get_index_in_parent()):  # Person is the first, and open
        press_key(RIGHT)
    until(lambda: tab.get_state_set().contains(Atspi.StateType.SELECTED), "the tab chosen")
    events = table(window, "Timeline")
    until(lambda: count(events), "rows of the timeline")
    seen["events"] = count(events)
    seen["event"] = [cell(events, place, 0) for place in range(3)]
    seen["unnamed at the timeline"] = unnamed(window)


def read_changes(window, seen):
    """Opens Changes by its key: nothing has changed in the demo."""
    press_key(ord("7"), CONTROL)
    changes = table(window, "Changes")
    until(lambda: focused(changes), "the keyboard on the changes")
    seen["changes"] = count(changes)
    seen["no changes"] = until(lambda: says(window, "0 changes in "), "that there are none")
    seen["unnamed at changes"] = unnamed(window)


def main(pid):
    seen = {}
    app = until(lambda: application(pid), "the program")
    window = until(lambda: named(app, "contactdesk — Demo data"), "the window")
    load_the_demo(window)
    people, search = find_people(window, seen)
    read_person(window, people, search, seen)
    read_timeline(window, seen)
    read_changes(window, seen)
    sys.stdout.write(json.dumps(seen))


main(int(sys.argv[1]))
