"""contactdesk.ui.window.load_commands: the Load menu, on the accounts in view."""


async def test_the_progress_panel_opens_and_closes_by_the_same_command(pane, until):
    await pane.open(until)
    show = pane.window.actions_by_name["actionShowProgress"]
    show.trigger()
    panel = pane.window.findChild(object, "loadPanel")
    await until(panel.isVisible)
    show.trigger()
    await until(lambda: not panel.isVisible())


async def test_pause_and_resume_are_one_checkable_command(pane, until):
    await pane.open(until, "close")
    actions = pane.window.actions_by_name
    assert not actions["actionPauseLoading"].isEnabled()
    walk = pane.browser.walks()[0]
    pane.window.load_commands.load_all()
    await until(actions["actionPauseLoading"].isEnabled)
    actions["actionPauseLoading"].trigger()
    await until(lambda: walk.paused)
    assert actions["actionPauseLoading"].isChecked()
    actions["actionPauseLoading"].trigger()
    await until(lambda: not walk.has_more and pane.is_still())
    assert not actions["actionLoadAll"].isEnabled()
