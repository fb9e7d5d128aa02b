"""Every widget that can have the focus has an accessible name."""

from __future__ import annotations

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


async def test_focusable_widgets_have_accessible_names(pane, vendors, until):
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
    missing = {f"window: {each}" for each in unnamed_widgets()}
    pane.table.setCurrentIndex(pane.browser.table_model.index(0, 0))
    await until(pane.browser.detail.is_showing)
    for at in range(pane.browser.detail.tabs.count()):
        pane.browser.detail.tabs.setCurrentIndex(at)
        missing |= {f"detail: {each}" for each in unnamed_widgets()}
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        pane.browser.filters.open_panel()
        missing |= {f"filters of {provider_id}: {each}" for each in unnamed_widgets()}
        for panel in pane.browser.filters.findChildren(FilterPanel):
            panel.close()
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
        missing |= {f"{type(dialog).__name__}: {each}" for each in unnamed_widgets()}
        dialog.close()
    window.show_only(window.welcome)
    missing |= {f"welcome: {each}" for each in unnamed_widgets()}
    assert not missing, "\n".join(sorted(missing))
