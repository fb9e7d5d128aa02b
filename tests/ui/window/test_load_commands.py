"""contactdesk.ui.window.load_commands: the Load menu, on the accounts in view."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.kit import theme


async def test_the_progress_panel_opens_and_closes_by_the_same_command(pane, until):
    await pane.open(until)
    show = pane.window.actions_by_name["actionShowProgress"]
    show.trigger()
    panel = pane.window.findChild(object, "loadPanel")
    await until(panel.isVisible)
    show.trigger()
    await until(lambda: not panel.isVisible())


async def test_pause_becomes_resume_in_words_and_icon(pane, until):
    await pane.open(until, "close")
    pause, bar = pane.window.actions_by_name["actionPauseLoading"], pane.window.bar
    assert not pause.isEnabled()
    walk = pane.browser.walks()[0]
    pane.window.load_commands.load_all()
    await until(pause.isEnabled)
    assert (pause.text(), bar.pause_button.text()) == ("Pa&use loading", "Pause")
    pause.trigger()
    await until(lambda: walk.paused and bar.pause_button.text() == "Resume")
    assert pause.text() == "Res&ume loading"
    for shown in (pause, bar.pause_button):
        assert shown.icon().cacheKey() == theme.icon("play").cacheKey()
    assert "Load the remaining pages" in bar.pause_button.toolTip()
    assert pane.window.status_area.panel_button.text() == "Loading is paused"
    pane.window.search_field.setText("okafor")
    await until(lambda: pane.status.endswith("loading is paused"))
    pause.trigger()
    await until(lambda: not walk.has_more and pane.is_still())
    assert not pane.window.actions_by_name["actionLoadAll"].isEnabled()


async def test_second_click_of_a_double_click_on_load_all_cancels_nothing(pane, until):
    await pane.open(until, "close")
    walk, bar = pane.browser.walks()[0], pane.window.bar
    bar.load_all_button.click()
    await until(lambda: bar.cancel_button.isVisible() and bar.pause_button.isVisible())
    for each in (bar.cancel_button, bar.pause_button):
        QTest.mouseClick(each, Qt.MouseButton.LeftButton)
    await until(lambda: not walk.has_more and pane.is_still())
    assert pane.rows == 260
