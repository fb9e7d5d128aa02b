"""contactdesk.ui.window.waiting_page: the keyring has not answered, and the window says so."""

from contactdesk.ui.window.waiting_page import WaitingPage


def test_waiting_names_the_accounts_and_offers_a_way_on(qtbot):
    page = WaitingPage()
    qtbot.addWidget(page)
    page.show_waiting(["Support EU", "Sales"])
    assert page._title.text() == "Waiting for your keyring…"
    assert page._names.text() == "Support EU, Sales"
    assert page._retry.isHidden()
    with qtbot.waitSignal(page.went_on):
        page._go_on.click()


def test_a_problem_may_be_tried_again(qtbot):
    page = WaitingPage()
    qtbot.addWidget(page)
    page.show_problem("Your keyring is locked", "Unlock it.", [])
    assert page._hint.text() == "Unlock it."
    assert page._busy.isHidden()
    with qtbot.waitSignal(page.retried):
        page._retry.click()
