"""The colors of both schemes, and the style sheet."""

from __future__ import annotations

from collections.abc import Mapping

Colors = Mapping[str, str]

LIGHT: Colors = {
    "window": "#f6f6f8",
    "base": "#ffffff",
    "stripe": "#fafafb",
    "button": "#ffffff",
    "text": "#1c1d21",
    "muted": "#5d616b",
    "disabled": "#9ea1aa",
    "accent": "#4a55c8",
    "accent_text": "#ffffff",
    "visited": "#7a45b0",
    "chosen": "#e1e4fb",
    "chosen_away": "#e9eaee",
    "hover": "#ececf0",
    "line": "#e3e4e9",
    "line_strong": "#cdcfd7",
    "shadow": "#b4b6be",
    "tip": "#26272c",
    "tip_text": "#f2f2f4",
    "danger": "#b3261e",
    "danger_ground": "#fdecea",
    "warning": "#8a5300",
    "warning_ground": "#fdf3df",
    "ok": "#1b7340",
    "ok_ground": "#e6f5eb",
    "hit": "#ffe58a",
    "hit_now": "#ffc23d",
    "found": "#c5ebd6",
    "found_now": "#7fd3a4",
    "chip": "#edeef3",
    "bubble_user": "#e5e8fc",
    "bubble_agent": "#f0f1f4",
    "scroll": "#c4c6cf",
}

DARK: Colors = {
    "window": "#1d1e22",
    "base": "#17181b",
    "stripe": "#1a1b1f",
    "button": "#2a2b31",
    "text": "#e7e8ec",
    "muted": "#a0a4af",
    "disabled": "#676a74",
    "accent": "#9aa5ff",
    "accent_text": "#15161a",
    "visited": "#c5a0f0",
    "chosen": "#323762",
    "chosen_away": "#2d2e36",
    "hover": "#2a2b31",
    "line": "#2f3037",
    "line_strong": "#43454e",
    "shadow": "#0c0c0e",
    "tip": "#33353d",
    "tip_text": "#f2f2f4",
    "danger": "#ff9a91",
    "danger_ground": "#3d2321",
    "warning": "#f0bd62",
    "warning_ground": "#392e1a",
    "ok": "#7fd4a0",
    "ok_ground": "#1d3527",
    "hit": "#665312",
    "hit_now": "#7d6000",
    "found": "#1f4a35",
    "found_now": "#0f6e48",
    "chip": "#2c2d34",
    "bubble_user": "#30355c",
    "bubble_agent": "#27282e",
    "scroll": "#4a4c56",
}

TINTS = (
    "#2f6f4f",
    "#8a4b08",
    "#5a5f6e",
    "#0f6e84",
    "#3f51b5",
    "#b0413e",
    "#6a4fb3",
    "#9c4f00",
    "#1f6fb2",
    "#a03a74",
    "#4d6b1f",
    "#c2410c",
)
"""Backgrounds of monograms: white text has a contrast of at least 4.5 on each."""


def style_sheet(colors: Colors, unit: int, pictures: str, *, dark: bool) -> str:
    """Rules for widgets by name, none for item views at large: tables must stay quick.

    `unit` is in pixels, `pictures` the folder of the arrows and ticks.
    """
    sheet = SHEET
    for name, value in colors.items():
        sheet = sheet.replace(f"@{name};", f"{value};")
    for factor, name in ((0.5, "half"), (1, "one"), (1.5, "more"), (2, "two"), (3, "three")):
        sheet = sheet.replace(f"@{name}@", f"{max(1, round(unit * factor))}px")
    return (
        sheet.replace("@look@", pictures)
        .replace("@tick@", "dark" if dark else "light")
        .replace("@menutick@", "light" if dark else "dark")
    )


SHEET = """
QLineEdit, QComboBox, QAbstractSpinBox {
    background: @base; color: @text; border: 1px solid @line_strong;
    border-radius: @more@; padding: @one@ @two@; selection-background-color: @chosen;
    selection-color: @text; placeholder-text-color: @muted;
}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled { color: @disabled; background: @window; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("@look@/arrow-down.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; }
QAbstractSpinBox::up-arrow { image: url("@look@/arrow-up.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("@look@/arrow-down.svg"); width: 9px; height: 9px; }
QCheckBox, QRadioButton { spacing: @two@; }
QCheckBox::indicator, QListView::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid @muted; border-radius: 4px; background: @base;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: @accent; border-color: @accent; image: url("@look@/tick-@tick@.svg");
}
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line_strong; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent; }
QComboBox QAbstractItemView { border: 1px solid @line_strong; padding: @half@; }
QPushButton {
    background: @button; color: @text; border: 1px solid @line_strong;
    border-radius: @more@; padding: @one@ @three@; min-height: 1.1em;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @chosen; }
QPushButton:focus { border-color: @accent; }
QPushButton:default { background: @accent; color: @accent_text; border-color: @accent; }
QPushButton:disabled { color: @disabled; background: @window; border-color: @line; }
QPushButton:flat { background: transparent; border-color: transparent; }
QPushButton:flat:hover { background: @hover; }
QPushButton:flat:focus { border-color: @accent; }
QPushButton#restButton, QPushButton#loadPanelButton { color: @accent; }
#searchProblem { background: @warning_ground; padding: @one@ @two@; }
QToolButton {
    background: transparent; color: @text; border: 1px solid transparent;
    border-radius: @more@; padding: @one@;
}
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @chosen; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { image: none; }
QToolBar { border: none; border-bottom: 1px solid @line; padding: @one@; spacing: @one@; }
QStatusBar { border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: @muted; border: none; padding: @more@ @two@;
    border-bottom: 2px solid transparent; margin-right: @one@;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { background: @hover; }
QTabWidget::tab-bar { left: @two@; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabWidget#detailTabs > QTabBar::tab { padding: @more@ @one@; margin-right: 1px; }
#noteField {
    background: transparent; border: 1px solid transparent; border-radius: @more@;
    placeholder-text-color: @muted;
}
#noteField:hover { background: @stripe; border-color: @line; }
#noteField:focus { background: @base; border-color: @accent; }
#addTagButton, #addNoteButton { color: @muted; padding: 1px @one@; }
#alsoIn QToolButton, #maybeSame QToolButton { padding: 1px @one@; }
#alsoInLink, #alsoInMore, #maybeSame QToolButton { color: @accent; }
#tagRow #chip QToolButton { padding: 0 2px; border-radius: @one@; }
#favoriteButton:checked { background: transparent; }
#favoriteButton:checked:hover { background: @hover; }
QTabBar#memorySections::tab, QTabBar#personSections::tab { padding: @one@ @two@; margin: 0; border-bottom-width: 1px; }
#memoryList { background: @base; outline: none; }
#searchOffers { background: @base; border: 1px solid @line_strong; border-radius: @one@; }
#filterPanel { border: 1px solid @line_strong; }
#itemLine { background: @line; }
#quickFilters QToolButton {
    color: @muted; border: 1px solid @line_strong; padding: 1px @two@;
}
#quickFilters QToolButton:hover { color: @text; }
#quickFilters QToolButton:checked { color: @text; border-color: @accent; }
#quickFilters QToolButton:focus { border-color: @accent; }
#oddRecord { background: @warning_ground; border-radius: @one@; padding: @one@ @two@; }
QSplitter::handle { background: @line; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMenu { background: @base; border: 1px solid @line_strong; padding: @one@; }
QMenu::item { padding: @one@ @three@; border-radius: @one@; }
QMenu::item:selected { background: @chosen; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::icon { padding-left: @one@; }
QMenu::indicator { width: 12px; height: 12px; padding-left: @one@; }
QMenu::indicator:checked { image: url("@look@/tick-@menutick@.svg"); }
QMenu::separator { height: 1px; background: @line; margin: @one@ @two@; }
QMenuBar { background: @window; border-bottom: 1px solid @line; }
QMenuBar::item { padding: @one@ @two@; background: transparent; border-radius: @one@; }
QMenuBar::item:selected { background: @hover; }
QToolTip { background: @tip; color: @tip_text; border: 1px solid @tip; padding: @one@; }
QProgressBar { background: @chip; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QHeaderView { background: @base; }
QHeaderView::section {
    background: @base; color: @muted; border: none; border-bottom: 1px solid @line;
    padding: @one@ 9px;
}
QHeaderView::section:hover { color: @text; }
QHeaderView::down-arrow { image: url("@look@/arrow-down.svg"); width: 9px; height: 9px; }
QHeaderView::up-arrow { image: url("@look@/arrow-up.svg"); width: 9px; height: 9px; }
#contactTable, #peopleTable { outline: none; background: @base; }
#contactTable::item, #peopleTable::item { padding: 0 6px; border: none; }
#contactTable::item:selected, #peopleTable::item:selected { background: @chosen; color: @text; }
#contactTable::item:selected:!active, #peopleTable::item:selected:!active {
    background: @chosen_away; color: @text;
}
#contactTable QTableCornerButton::section, #peopleTable QTableCornerButton::section {
    background: @base; border: none;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
#demoBadge {
    background: @warning_ground; color: @warning; border-radius: @more@; font-weight: 600;
    padding: @half@ @two@; margin: 0 @one@;
}
#statusLine { padding-left: @two@; }
#ageLine { padding-right: @two@; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
