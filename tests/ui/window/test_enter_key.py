"""contactdesk.ui.window.main_window: Enter presses the focused button, wherever it is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from contactdesk.ui.browser.banner import Notice


def focusable_buttons(window):
    found = [*window.findChildren(QPushButton), *window.findChildren(QToolButton)]
    return [
        each
        for each in found
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.window() is window
    ]


async def test_enter_presses_every_button_that_can_have_the_focus(pane, until):
    await pane.open(until, "quo")
    pane.browser.say(Notice("", "Words", "details", "warning", "retry", "Retry", "key", "Key…"))
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    pane.window.load_commands.toggle_progress()
    buttons = focusable_buttons(pane.window)
    names = {each.objectName() for each in buttons}
    assert names >= {
        *("loadAllButton", "restButton", "goButton", "closePanel", "emptyAction"),
        *("bannerAction", "bannerSecond", "bannerCopy", "filterButton"),
    }
    pressed = []
    for button in buttons:
        button.clicked.disconnect()
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button))
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == buttons


async def test_enter_presses_the_buttons_of_the_welcome_page(pane, qtbot):
    pane.window.show_only(pane.window.welcome)
    buttons = focusable_buttons(pane.window)
    assert buttons
    for button in buttons:
        button.setFocus()
        button.clicked.disconnect()
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, Qt.Key.Key_Enter)


async def test_enter_presses_the_buttons_of_a_contact(pane, until):
    await pane.open(until, "quo")
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    inside = [b for b in focusable_buttons(pane.window) if pane.browser.detail.isAncestorOf(b)]
    assert inside
    pressed = []
    for button in inside:
        button.clicked.disconnect()
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button))
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == inside
