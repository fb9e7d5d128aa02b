"""What screen readers read and the wheel meets, on every screen and dialog.

Every widget that can have the focus has an accessible name, no description holds markup, and the
wheel changes no closed box.
"""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QWidget,
)

from contactdesk.http.network import Network
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.filters.panel import FilterPanel
from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.window.about import AboutDialog, ShortcutSheet, shortcut_groups
from contactdesk.ui.window.account_commands import AccountCommands
from contactdesk.ui.window.bug_report import BugReport
from contactdesk.ui.window.export_dialog import ExportDialog
from contactdesk.ui.window.network_dialog import NetworkDialog
from contactdesk.ui.window.request_log import RequestLog, RequestLogWindow
from tests.ui import hostile_vendors
from tests.ui.markup_probe import every_widget

# pytest finds a fixture by its name in the module of the test.
magic = hostile_vendors.magic
vendors = hostile_vendors.vendors
workspace = hostile_vendors.workspace
pane = hostile_vendors.pane

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

INTERACTIVE = Qt.FocusPolicy.TabFocus


def unnamed_widgets():
    """Visible widgets that can have the focus and have no accessible name."""
    for widget in every_widget():
        if not widget.isVisible() or not widget.focusPolicy() & INTERACTIVE:
            continue
        if not widget.isEnabled() or widget.focusProxy() is not None or _is_inside_another(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"{type(widget).__name__} {widget.objectName()}"


MARKUP = re.compile("<p style=|&lt;|&amp;")
"""Ours: the texts of hostile vendors hold other markup, which is read as it is written."""


def faults():
    """What is wrong with the widgets that are visible now."""
    yield from (f"no name: {each}" for each in unnamed_widgets())
    for widget in every_widget():
        if not widget.isVisible():
            continue
        what = f"{type(widget).__name__} {widget.objectName()}"
        interface = QAccessible.queryAccessibleInterface(widget)
        read = interface.text(QAccessible.Text.Description) if interface is not None else ""
        if MARKUP.search(read):
            yield f"markup in the description: {what} {read!r}"
        if isinstance(widget, QComboBox | QAbstractSpinBox) and _takes_the_wheel(widget):
            yield f"takes the wheel: {what}"


def _takes_the_wheel(box):
    """Whether the wheel over a closed box would change it; Qt's calendar is open when it is shown."""
    is_qts = type(box).wheelEvent in (QComboBox.wheelEvent, QAbstractSpinBox.wheelEvent)
    return is_qts and not isinstance(box.parentWidget().parentWidget(), QCalendarWidget)


def _is_inside_another(widget):
    """Whether it is part of a compound widget that has the name, such as a combo box's line edit."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractScrollArea | QCalendarWidget)


def test_field_without_a_name_is_found(qtbot):
    """Control: proves that the test below can fail."""
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    assert list(unnamed_widgets())
    field.setAccessibleName("Name")
    assert not list(unnamed_widgets())


def test_markup_in_a_description_and_a_box_that_takes_the_wheel_are_found(qtbot):
    """Control: proves that the test below can fail."""
    window = QWidget()
    qtbot.addWidget(window)
    box = QComboBox(window)
    box.setAccessibleName("Name")
    box.setToolTip(text.tooltip("Words"))
    window.show()
    assert len(list(faults())) == 2
    text.set_tip(box, "Words")
    assert [each.partition(":")[0] for each in faults()] == ["takes the wheel"]


async def test_widgets_are_named_described_in_plain_text_and_keep_from_the_wheel(
    pane, vendors, until
):
    await pane.open(until)
    workspace, window = pane.workspace, pane.window
    commands = AccountCommands(
        window,
        workspace.accounts,
        workspace.providers,
        workspace.keys,
        workspace.client,
        pane.loading,
        pane.remove_account,
    )
    found = {f"window: {each}" for each in faults()}
    pane.table.setCurrentIndex(pane.browser.table_model.index(0, 0))
    await until(pane.browser.detail.is_showing)
    for at in range(pane.browser.detail.tabs.count()):
        pane.browser.detail.tabs.setCurrentIndex(at)
        found |= {f"detail: {each}" for each in faults()}
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        pane.browser.filters.open_panel()
        found |= {f"filters of {provider_id}: {each}" for each in faults()}
        for panel in pane.browser.filters.findChildren(FilterPanel):
            panel.close()
    window.actions_by_name["actionShowChanges"].trigger()
    found |= {f"changes: {each}" for each in faults()}
    await pane.open(until)
    context = WindowContext(workspace.accounts, workspace.index, workspace.providers, pane.settings)
    ids, extent = pane.browser.table_model.ids(), Extent(1, None, False, None)
    for make in (
        lambda: commands.open_dialog(""),
        lambda: commands.open_dialog(workspace.account("bland")),
        lambda: AboutDialog([("a", "b")], window),
        lambda: NetworkDialog(Network("", "", False), window),
        lambda: ShortcutSheet(shortcut_groups(window), window),
        lambda: RequestLogWindow(RequestLog(), window),
        lambda: BugReport("report", window),
        lambda: ExportDialog(context, ids, [], extent, window),
    ):
        dialog = make()
        dialog.show()
        found |= {f"{type(dialog).__name__}: {each}" for each in faults()}
        dialog.close()
    window.show_only(window.welcome)
    found |= {f"welcome: {each}" for each in faults()}
    assert not found, "\n".join(sorted(found))
