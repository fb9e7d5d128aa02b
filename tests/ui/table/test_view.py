"""contactdesk.ui.table.view: the end is reported when the user scrolls to it."""


def test_a_reload_is_not_reported_as_scrolling(view, filled, qtbot, shuffled):
    view.show_ids(filled.ids[:300], from_top=True)
    view.verticalScrollBar().setValue(120 * view.rowHeight(0))
    with qtbot.assertNotEmitted(view.scrolled):
        view.show_ids(shuffled(filled.ids[:300]))
    with qtbot.waitSignal(view.scrolled):
        view.scrollToBottom()


def test_columns_to_copy_are_the_shown_ones(view, filled):
    view.columns.restore({"hidden": ["company", "title", "created_at", "updated_at", "phone"]})
    view.show_ids(filled.ids, from_top=True)
    assert [column.title for column in view.columns_to_copy()] == ["Name", "Account", "E-mail"]


def cell(view, path, row=0):
    paths = [column.path for column in view.model().columns]
    return view.model().index(row, paths.index(path))


def searches(view, path, row=0):
    """What the actions on a cell put into the search field."""
    wanted = []
    view.search_wanted.connect(wanted.append)
    for action in view.menu_at(cell(view, path, row)).actions():
        if action.objectName().startswith(("actionSearch", "actionShow")):
            action.trigger()
    view.search_wanted.disconnect(wanted.append)
    return wanted


def first_row_with(view, path):
    rows = range(view.model().rowCount())
    return next(row for row in rows if cell(view, path, row).data())


def test_menu_of_a_cell_is_about_its_value(view, filled, qtbot):
    view.show_ids(filled.ids, from_top=True)
    row = first_row_with(view, "email")
    mail = cell(view, "email", row).data()
    assert searches(view, "email", row) == [mail, f'email:"{mail}"']
    menu = view.menu_at(cell(view, "email", row))
    copy = next(each for each in menu.actions() if each.objectName() == "actionCopyValue")
    with qtbot.waitSignal(view.copied) as copied:
        copy.trigger()
    assert copied.args == [mail]


def test_menu_of_a_moment_leads_to_the_contacts_of_that_day(view, filled):
    view.show_ids(filled.ids, from_top=True)
    (search,) = searches(view, "updated_at", first_row_with(view, "updated_at"))
    assert search.startswith("updated:20")


def test_menu_of_an_account_leads_to_its_contacts(view, filled):
    view.show_ids(filled.ids, from_top=True)
    label = cell(view, "account").data()
    assert searches(view, "account")[-1] == f'account:"{label}"'


def test_empty_cell_has_only_the_actions_on_rows(view, filled):
    view.show_ids(filled.ids, from_top=True)
    rows = range(view.model().rowCount())
    empty = next(row for row in rows if not cell(view, "company", row).data())
    assert view.menu_at(cell(view, "company", empty)).actions() == view.actions()
