"""The About dialog, and the sheet of keyboard shortcuts."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtGui import QAction, QFont, QGuiApplication, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from contactdesk import __version__
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.facts_grid import facts_grid
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.screen import resize_within_screen
from contactdesk.ui.kit.text import Label, line, title

Groups = Sequence[tuple[str, Sequence[QAction]]]


class AboutDialog(QDialog):
    """`places` are (name, path) pairs: the files and folders that hold the user's data."""

    def __init__(self, places: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("aboutDialog")
        self.setAccessibleName(self.tr("About contactdesk"))
        self.setWindowTitle(title(self.tr("About contactdesk")))
        column = QVBoxLayout(self)
        margin = 4 * theme.unit()
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(3 * theme.unit())
        column.addLayout(self._head())
        column.addWidget(HintLabel(self._license(), name="licence"))
        column.addLayout(facts_grid(self._places))
        column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.setObjectName("copyButton")
        self.copy_button.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        # The style's own icon does not follow our colors.
        close.setIcon(QIcon())
        close.setDefault(True)
        close.setFocus()
        self.resize(520, column.totalHeightForWidth(520))

    def details(self) -> str:
        """Text for a bug report: versions and paths."""
        lines = [f"contactdesk {__version__}", self._versions()]
        return "\n".join([*lines, *(f"{what}: {where}" for what, where in self._places)])

    def _head(self) -> QHBoxLayout:
        picture = Label()
        icon = QGuiApplication.windowIcon()
        icon = icon if not icon.isNull() else theme.icon("people", "accent")
        picture.setPixmap(icon.pixmap(QSize(48, 48), self.devicePixelRatioF()))
        name = Label("contactdesk")
        name.setFont(theme.font(1.5, QFont.Weight.DemiBold))
        version = self.tr("Version {version}").format(version=__version__)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(Label(version, selectable=True, name="versionLabel"))
        words.addWidget(HintLabel(self._versions()))
        row = QHBoxLayout()
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _versions(self) -> str:
        python, system = platform.python_version(), platform.system()
        return f"Python {python} · Qt {qVersion()} · {system} {platform.machine()}"

    def _license(self) -> str:
        return self.tr(
            "One window for all your contacts: read-only and local. Free software under the MIT"
            " license. Built with Qt and PySide (LGPL 3) and other libraries, whose licenses are"
            " included."
        )

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details())


class ShortcutSheet(QDialog):
    """Every action with a shortcut, grouped as in the menus. Typing filters the list."""

    def __init__(self, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcutSheet")
        self.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.setWindowTitle(title(self.tr("Keyboard shortcuts")))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find an action or a key"))
        self.field.setAccessibleName(self.tr("Find an action or a key"))
        add_clear_button(self.field)
        self.field.textChanged.connect(self._on_text_changed)
        self.tree = QTreeWidget()
        self.tree.setObjectName("shortcuts")
        self.tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Shortcut")])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setColumnWidth(0, 280)
        self._fill(groups)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        resize_within_screen(self, 500, 560)

    def _fill(self, groups: Groups) -> None:
        bold = theme.font(weight=QFont.Weight.DemiBold)
        for name, actions in groups:
            heading = QTreeWidgetItem([line(name)])
            heading.setFont(0, bold)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for action in actions:
                if keys := keys_of(action):
                    item = QTreeWidgetItem([line(words_of(action)), keys])
                    heading.addChild(item)
            if heading.childCount():
                self.tree.addTopLevelItem(heading)
                heading.setFirstColumnSpanned(True)
        self.tree.expandAll()

    def _on_text_changed(self, text: str) -> None:
        wanted = text.casefold().split()
        for position in range(self.tree.topLevelItemCount()):
            heading = self.tree.topLevelItem(position)
            if heading is None:
                continue
            numbers = range(heading.childCount())
            children = [child for n in numbers if (child := heading.child(n)) is not None]
            for child in children:
                words = f"{child.text(0)} {child.text(1)}".casefold()
                child.setHidden(not all(word in words for word in wanted))
            heading.setHidden(all(child.isHidden() for child in children))


def shortcut_groups(window: QMainWindow) -> list[tuple[str, list[QAction]]]:
    """The window's actions by menu; those in no menu come last."""
    groups: list[tuple[str, list[QAction]]] = []
    seen: set[QAction] = set()
    for entry in window.menuBar().actions():
        if isinstance(menu := entry.menu(), QMenu):
            actions = list(_leaves(menu))
            seen.update(actions)
            groups.append((words_of(entry), actions))
    elsewhere = QCoreApplication.translate("ShortcutSheet", "Other")
    others = [action for action in window.findChildren(QAction) if action not in seen]
    return [*groups, (elsewhere, [each for each in others if not each.menu()])]


def _leaves(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        if isinstance(below := action.menu(), QMenu):
            found += _leaves(below)
        elif not action.isSeparator():
            found.append(action)
    return found


def words_of(action: QAction) -> str:
    """An action's text without mnemonic and ellipsis."""
    plain = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return plain.split("\t")[0].rstrip("….")


def keys_of(action: QAction) -> str:
    """Its shortcuts in the platform's notation; "" for none."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(each.toString(native) for each in action.shortcuts() if not each.isEmpty())
