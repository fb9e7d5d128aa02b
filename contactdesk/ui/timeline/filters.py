"""What narrows a timeline: the vendor and the kind of events; and the zone its times are in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from contactdesk.people.timeline import EventKind, Timeline, zone_of
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.choice_box import ChoiceBox, refill
from contactdesk.ui.kit.flow_layout import FlowLayout
from contactdesk.ui.kit.wording import number
from contactdesk.ui.timeline.words import GROUPS, group_words, vendor_title

HERE, IN_UTC = "", "UTC"
"""The zones that are always offered: this computer's, and UTC."""


MIN_BOX_CHARS = 8
"""Of a closed box; its list is as wide as it needs to be."""

NARROW_UNITS = 75
"""Below this width, the boxes are behind a button."""


class TimelineFilters(QWidget):
    """Wraps in a narrow pane. What is chosen stays from person to person where they have it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelineFilters")
        self.setAccessibleName(self.tr("Filter timeline"))
        self.toggle = QToolButton(self)
        self.toggle.setObjectName("timelineToggle")
        self.toggle.setText(self.tr("Filter"))
        self.toggle.setIcon(theme.icon("filter"))
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setCheckable(True)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle.setAccessibleName(self.tr("Show filters"))
        self.vendor = self._box("timelineVendor", self.tr("Vendor"))
        self.kind = self._box("timelineKind", self.tr("Kind of event"))
        self.zone = self._box("timelineZone", self.tr("Time zone"))
        self.count = text.Label(parent=self, name="timelineCount")
        self._offers: dict[ChoiceBox, bool] = {self.zone: True}
        inner = QWidget(self)
        row = FlowLayout(inner, spacing=2 * theme.unit())
        for widget in (self.toggle, self.count, self.vendor, self.kind, self.zone):
            row.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(*(2 * theme.unit(),) * 4)
        around.addWidget(inner)
        self.count.setMinimumHeight(self.zone.sizeHint().height())
        for box in (self.vendor, self.kind, self.zone):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.toggle.toggled.connect(lambda _on: self._arrange())
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Shows the boxes that offer something; in a narrow pane, once they are asked for."""
        is_narrow = self.width() < NARROW_UNITS * theme.unit()
        self.toggle.setVisible(is_narrow)
        for box in (self.vendor, self.kind, self.zone):
            is_wanted = not is_narrow or self.toggle.isChecked()
            box.setVisible(is_wanted and self._offers.get(box, False))

    def _box(self, name: str, title: str) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(MIN_BOX_CHARS)
        return box

    def offer(self, found: Timeline) -> None:
        """Offers the vendors, kinds and zones of a timeline, with the number of events; silently."""
        vendors, kinds = found.vendors(), found.kinds()
        named = sorted((vendor_title(each) or self.tr("Here"), each) for each in vendors)
        entries = [(each, self._counted(title, vendors[each])) for title, each in named]
        _refill(self.vendor, [("", self.tr("All vendors")), *entries])
        self._offers[self.vendor] = len(vendors) > 1
        groups = [(0, group_words(0))]
        for at, group in enumerate(GROUPS[1:], start=1):
            count = sum(kinds[kind] for kind in group)
            if count:
                groups.append((at, self._counted(group_words(at), count)))
        _refill(self.kind, groups)
        self._offers[self.kind] = len(groups) > 2
        zones = [zone for zone in found.zones if zone != IN_UTC]
        own = [(zone, self.tr("{zone} (contact's)").format(zone=zone)) for zone in zones]
        fixed = [(HERE, self.tr("Local time")), (IN_UTC, IN_UTC)]
        _refill(self.zone, [fixed[0], *own, fixed[1]])
        self._arrange()

    def _counted(self, title: str, count: int) -> str:
        return self.tr("{title} ({count})").format(title=text.line(title), count=number(count))

    def show_count(self, shown: int, all: int, undated: int) -> None:
        """How many events there are, and how many of them are shown."""
        if shown == all:
            words = self.tr("%Ln event(s)", "", all)
        else:
            words = self.tr("{shown} of %Ln event(s)", "", all).format(shown=number(shown))
        self.count.setText(words)
        tip = self.tr("%Ln message(s) or item(s) without a time aren't shown.", "", undated)
        text.set_tip(self.count, tip if undated else "")
        if undated:
            extra = self.tr("%Ln without a time", "", undated)
            self.count.setText(self.tr("{events} · {undated}").format(events=words, undated=extra))

    # What is chosen

    def vendor_id(self) -> str:
        return str(self.vendor.currentData() or "")

    def kinds(self) -> frozenset[EventKind]:
        """The kinds to show, none for all."""
        return GROUPS[self.kind.currentData() or 0]

    def tzinfo(self) -> tzinfo | None:
        """The zone to show times in, None for this computer's."""
        name = str(self.zone.currentData() or HERE)
        return UTC if name == IN_UTC else zone_of(name) if name else None

    @property
    def is_narrow(self) -> bool:
        return bool(self.vendor_id() or self.kinds())

    def clear(self) -> None:
        """Shows all vendors and kinds, and tells once."""
        self.blockSignals(True)
        self.vendor.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)
        self.blockSignals(False)
        self.changed.emit()


def _refill(box: ChoiceBox, entries: Sequence[tuple[object, str]]) -> None:
    """Shows other choices, as `refill`, in a list that is as wide as they are."""
    refill(box, entries)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 4 * theme.unit())
