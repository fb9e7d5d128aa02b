"""What tests of people in the window need: they are shown by their command, as a user does."""

from tests.ui.pages_harness import load_all


async def show_people(pane, until, *, whole=False):
    """People, with their rows; `whole`: of everything that the vendors have."""
    pane.window.actions_by_name["actionShowPeople"].trigger()
    await until(lambda: pane.rows and pane.is_still())
    if whole:
        await load_all(pane, until)
    await counted(pane, until)


async def counted(pane, until):
    """Waits until all people that are loaded are counted."""
    people = pane.browser.people
    await until(lambda: people.counts.is_known and not people.is_busy() and pane.is_still())


def ids(pane):
    return pane.browser.table_model.ids().tolist()


def person_of_several(pane, vendors=2):
    """The row of a person who has contacts at so many vendors or more."""
    model = pane.browser.table_model
    return next(row for row in range(pane.rows) if len(model.vendors_at(row)) >= vendors)
