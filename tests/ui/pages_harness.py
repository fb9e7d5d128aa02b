"""What tests of the pages need: they are shown by their commands, as a user does."""


async def show_items(pane, until):
    """The page of open items, with its rows."""
    return await show(pane, until, "actionShowOpenItems")


async def show_personas(pane, until):
    return await show(pane, until, "actionShowPersonas")


async def show(pane, until, action):
    pane.window.actions_by_name[action].trigger()
    page = pane.browser.pages.current()
    await until(lambda: page.model.rowCount() and pane.is_still())
    return page


async def load_all(pane, until):
    pane.window.actions_by_name["actionLoadAll"].trigger()
    await until(lambda: pane.browser.extent().complete and pane.is_still())


def column(page, number):
    """The texts of a column, from top to bottom."""
    return [page.model.text_at(row, number) for row in range(page.model.rowCount())]


def items(page):
    return [page.model.item_at(row) for row in range(page.model.rowCount())]


def entry(pane, title):
    """The sidebar's entry with a title: (its row, count, state)."""
    model = pane.browser.accounts.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if index.data() == title:
            return row, index.data(257).count, index.data(257).state
    return None
