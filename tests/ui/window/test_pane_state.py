"""contactdesk.ui.window.pane_state: panes and geometry survive the end of a run."""

from contactdesk.ui.window.pane_state import DETAILS, NARROW_WIDTH


async def test_a_hidden_pane_stays_hidden_in_the_next_run(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    await first.open(until)
    first.window.actions_by_name[DETAILS].setChecked(False)
    first.window.resize(1100, 640)
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot)
    assert not second.window.actions_by_name[DETAILS].isChecked()
    assert not second.browser.detail.isVisible()


async def test_folding_in_a_narrow_window_is_not_remembered(pane, until):
    await pane.open(until)
    pane.window.resize(NARROW_WIDTH - 50, 600)
    await until(lambda: not pane.browser.detail.isVisible())
    assert pane.settings.text(DETAILS, "yes") == "yes"
    pane.window.resize(NARROW_WIDTH + 200, 600)
    await until(lambda: pane.browser.detail.isVisible())
