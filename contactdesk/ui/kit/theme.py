"""Light and dark themes: palettes, colors by role, icons, and the style sheet."""

from __future__ import annotations

import sys
import zlib
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from contactdesk.ui.kit.stylesheet import DARK, LIGHT, TINTS, Colors, style_sheet

SCHEMES = ("system", "light", "dark")
SCHEME = "contactdesk_scheme"
NATIVE = sys.platform == "darwin"
"""macOS brings its own style and palettes; elsewhere ours are used, with Qt's Fusion style."""


def resource(name: str) -> Path:
    """A file shipped with the program, found in a wheel and in the source tree."""
    return _resources() / name


@cache
def _resources() -> Path:
    package = Path(__file__).resolve().parents[2]
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def _palette(colors: Colors) -> QPalette:
    palette = QPalette(QColor(colors["button"]), QColor(colors["window"]))
    role = QPalette.ColorRole
    for name, color_role in (
        ("window", role.Window),
        ("text", role.WindowText),
        ("base", role.Base),
        ("stripe", role.AlternateBase),
        ("text", role.Text),
        ("text", role.ButtonText),
        ("button", role.Button),
        ("text", role.BrightText),
        ("chosen", role.Highlight),
        ("text", role.HighlightedText),
        ("accent", role.Accent),
        ("accent", role.Link),
        ("visited", role.LinkVisited),
        ("muted", role.PlaceholderText),
        ("tip", role.ToolTipBase),
        ("tip_text", role.ToolTipText),
        ("line", role.Mid),
        ("line", role.Midlight),
        ("line_strong", role.Dark),
        ("base", role.Light),
        ("shadow", role.Shadow),
    ):
        palette.setColor(color_role, QColor(colors[name]))
    for color_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(colors["disabled"]))
    inactive = QPalette.ColorGroup.Inactive
    palette.setColor(inactive, role.Highlight, QColor(colors["chosen_away"]))
    return palette


def apply(app: QApplication, scheme: str = "system") -> None:
    """Applies a scheme to the whole program; "system" follows the desktop's changes live."""
    if scheme not in SCHEMES:
        raise ValueError(scheme)
    app.setProperty(SCHEME, scheme)
    _follow_desktop(app)
    _apply_scheme(app)


@cache
def _follow_desktop(app: QApplication) -> None:
    """Connects once per program to the desktop's changes; they count while "system" is chosen."""

    def on_desktop_changed() -> None:
        if app.property(SCHEME) == "system" and not NATIVE:
            _apply_scheme(app)

    app.styleHints().colorSchemeChanged.connect(on_desktop_changed)
    # Since Qt 6.10.
    if (accessibility := getattr(app.styleHints(), "accessibility", None)) is not None:
        changed = accessibility().contrastPreferenceChanged
        changed.connect(lambda _preference: _colors_now.cache_clear())


def _apply_scheme(app: QApplication) -> None:
    hints = app.styleHints()
    wanted = app.property(SCHEME)
    if NATIVE:
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        hints.setColorScheme(schemes.get(wanted, Qt.ColorScheme.Unknown))
        return
    dark = wanted == "dark" or (wanted == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    if app.style().name().lower() != "fusion":
        app.setStyle("fusion")
    colors = _colors(dark)
    app.setPalette(_palette(colors))
    app.setStyleSheet(style_sheet(colors, unit(), resource("look").as_posix(), dark=dark))


def _colors(dark: bool) -> Colors:
    """The scheme's colors; faint ones are stronger if the desktop asks for high contrast."""
    colors = DARK if dark else LIGHT
    hints = QGuiApplication.styleHints()
    # Since Qt 6.10.
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None or "High" not in str(accessibility().contrastPreference()):
        return colors
    strong = {"muted": colors["text"], "line": colors["muted"], "line_strong": colors["text"]}
    return {**colors, **strong}


def is_dark() -> bool:
    """Whether the current palette has a dark background."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def color(role: str) -> QColor:
    """A color of the current scheme. KeyError for a role that is not one of `Colors`."""
    return QColor(_colors_now(QGuiApplication.palette().cacheKey())[role])


@lru_cache(maxsize=1)
def _colors_now(_palette_key: int) -> dict[str, QColor]:
    """The colors while the program has a palette: each is asked for thousands of times."""
    return {role: QColor(value) for role, value in _colors(is_dark()).items()}


def unit() -> int:
    """The unit of spacing in pixels: a quarter of the line height of the platform's font."""
    return max(3, round(QFontMetrics(QGuiApplication.font()).height() / 4))


def font(scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The platform's font, scaled, with a weight."""
    made = QFont(QGuiApplication.font())
    if made.pointSizeF() > 0:
        made.setPointSizeF(made.pointSizeF() * scale)
    else:
        made.setPixelSize(round(made.pixelSize() * scale))
    made.setWeight(weight)
    return made


@cache
def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("app.svg")))


@cache
def icon(name: str, role: str = "") -> QIcon:
    """One of our icons, in the text color of the palette when it is painted.

    With `role`, one of the roles of `color`, it is painted in that color instead.
    """
    path = resource("icons") / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    return _icon_of(_SvgEngine(path, role))


@cache
def vendor_icon(provider_id: str, title: str) -> QIcon:
    """A monogram on a tint derived from the provider's id; never the vendor's logo."""
    return _icon_of(_MonogramEngine(initials(title)[:1], provider_id, rounded=True))


@cache
def small_vendor_icon(provider_id: str, title: str) -> QIcon:
    """The same as a pixmap, rendered in advance for table cells."""
    made = QIcon()
    for ratio in (1, 2, 3):
        picture = vendor_icon(provider_id, title).pixmap(QSize(16, 16) * ratio)
        picture.setDevicePixelRatio(ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(picture, mode)
    return made


def avatar(name: str, seed: str) -> QIcon:
    """One or two initials on a round background whose tint is derived from `seed`."""
    return _icon_of(_MonogramEngine(initials(name), seed, rounded=False))


def initials(name: str) -> str:
    """The first letters of the first and last words that start with a letter; "" if none does."""
    letters = [word[0] for word in name.split() if word[0].isalnum()]
    picked = letters[:1] + letters[-1:] if len(letters) > 1 else letters
    # In a script without letter case, one character is enough.
    if picked and not picked[0].isupper() and not picked[0].islower():
        picked = picked[:1]
    return "".join(picked).upper()


def tint(seed: str) -> QColor:
    """A tint for a seed, always the same; white text is readable on all of them."""
    return QColor(TINTS[zlib.crc32(seed.encode("utf-8", "replace")) % len(TINTS)])


def _icon_of(engine: QIconEngine) -> QIcon:
    """An icon that shares the engine with no other object of Python's.

    The QIcon made from an engine is its parent in Python. Garbage collection clears both in any
    order, and an engine that is cleared first is deleted under the icon: a crash. The copy is no
    parent; Qt deletes the engine with the last copy.
    """
    return QIcon(QIcon(engine))


_CLONES: list[QIconEngine] = []
"""Qt clones an engine when an icon is modified; the copy must outlive its Python wrapper."""


class _PaintedEngine(QIconEngine):
    """Renders at the requested size, so that icons are crisp on every screen."""

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made


@cache
def _source(path: Path) -> str:
    """Read on first paint: most icons are in menus that are not open yet."""
    return path.read_text(encoding="utf-8")


class _SvgEngine(_PaintedEngine):
    def __init__(self, path: Path, role: str) -> None:
        super().__init__()
        self._path = path
        self._role = role

    def clone(self) -> QIconEngine:
        copy = _SvgEngine(self._path, self._role)
        _CLONES.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        source = _source(self._path).replace("currentColor", self._color(mode).name())
        side = min(rect.width(), rect.height())
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(rect).center())
        QSvgRenderer(source.encode()).render(painter, target)

    def _color(self, mode: QIcon.Mode) -> QColor:
        if self._role and mode != QIcon.Mode.Disabled:
            return color(self._role)
        group = QPalette.ColorGroup.Active
        if mode == QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        return QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText)


class _MonogramEngine(_PaintedEngine):
    def __init__(self, text: str, seed: str, *, rounded: bool) -> None:
        super().__init__()
        self._text = text
        self._seed = seed
        self._rounded = rounded

    def clone(self) -> QIconEngine:
        copy = _MonogramEngine(self._text, self._seed, rounded=self._rounded)
        _CLONES.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(self._seed))
        radius = side * (0.24 if self._rounded else 0.5)
        painter.drawRoundedRect(target, radius, radius)
        painter.setPen(QColor("#ffffff"))
        letter = QFont(QGuiApplication.font())
        letter.setPixelSize(max(1, round(side * (0.62 if self._rounded else 0.4))))
        letter.setWeight(QFont.Weight.DemiBold)
        painter.setFont(letter)
        painter.drawText(target, Qt.AlignmentFlag.AlignCenter, self._text or "?")
        painter.restore()
