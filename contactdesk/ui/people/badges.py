"""Badges of the vendors that have contacts of a person: a letter each, always at the same place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from contactdesk.ui.kit import theme

BADGE_PX, GAP_PX = 16, 4
DOT_RADIUS_PX = 1.5
MAX_CACHED_STRIPS = 256
"""More than the combinations of five vendors."""


class VendorBadges:
    """Paints the vendors of a person side by side. Every vendor has a fixed place; a dot marks one
    that has no contact."""

    def __init__(
        self, vendors: Callable[[], Sequence[str]] = tuple, icon_of: Callable[[str], QIcon] = QIcon
    ) -> None:
        """`vendors` gives the ids of all vendors in order; `icon_of` the icon of one, with its
        letter."""
        self._vendors = vendors
        self._icon_of = icon_of
        self._slots: tuple[str, ...] = ()
        self._made_for: object = None
        self._ratio = 1.0
        self._is_mirrored = False
        self._strips = lru_cache(MAX_CACHED_STRIPS)(self._paint)

    def prepare(self, ratio: float, *, is_mirrored: bool = False) -> None:
        """Reads what all strips of one repaint share: the vendors, the colors, the ratio of device
        pixels to pixels, and whether the first vendor is at the right."""
        slots = tuple(self._vendors())
        made_for = slots, ratio, is_mirrored, QGuiApplication.palette().cacheKey()
        if made_for != self._made_for:
            self._made_for, self._slots, self._ratio = made_for, slots, ratio
            self._is_mirrored = is_mirrored
            self._strips.cache_clear()

    def strip(self, vendors: tuple[str, ...]) -> QPixmap:
        """The badges of these vendors, as wide as all places together."""
        return self._strips(vendors)

    def _paint(self, vendors: tuple[str, ...]) -> QPixmap:
        places = (*self._slots, *(each for each in vendors if each not in self._slots))
        size = QSize(max(1, len(places) * (BADGE_PX + GAP_PX) - GAP_PX), BADGE_PX)
        strip = QPixmap(size * self._ratio)
        strip.setDevicePixelRatio(self._ratio)
        strip.fill(Qt.GlobalColor.transparent)
        painter = QPainter(strip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line_strong"))
        for place, vendor in enumerate(places[::-1] if self._is_mirrored else places):
            left = place * (BADGE_PX + GAP_PX)
            if vendor in vendors:
                icon = self._icon_of(vendor).pixmap(QSize(BADGE_PX, BADGE_PX), self._ratio)
                painter.drawPixmap(left, 0, icon)
            else:
                middle = QPointF(left + BADGE_PX / 2, BADGE_PX / 2)
                painter.drawEllipse(middle, DOT_RADIUS_PX, DOT_RADIUS_PX)
        painter.end()
        return strip


NO_BADGES = VendorBadges()
