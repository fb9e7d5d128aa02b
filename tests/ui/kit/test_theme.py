import gc
import itertools

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.stylesheet import DARK, LIGHT, TINTS

ICONS = sorted(path.stem for path in theme.resource("icons").glob("*.svg"))
WANTED = [
    "search",
    "refresh",
    "load-all",
    "pause",
    "play",
    "cancel",
    "plus",
    "key",
    "edit",
    "trash",
    "settings",
    "sun",
    "moon",
    "columns",
    "filter",
    "copy",
    "link",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "chevron-down",
    "person",
    "people",
    "phone",
    "mail",
    "chat",
    "memory",
    "alert",
    "info",
    "check",
    "clock",
    "offline",
    "export",
    "star",
    "help",
    "sidebar",
    "panel-right",
]


@pytest.fixture(autouse=True)
def dressed(qapp):
    """Each test starts light, and leaves the program as it found it."""
    palette, sheet = QPalette(qapp.palette()), qapp.styleSheet()
    theme.apply(qapp, "light")
    yield
    qapp.setProperty(theme.SCHEME, "light")
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * linear(color.redF())
        + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF())
    )


def contrast(one, other) -> float:
    bright, dim = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_measured_as_the_guidelines_say():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_is_readable_on_every_ground(colors):
    grounds = ("window", "base", "stripe", "button", "chip", "bubble_user", "bubble_agent")
    texts = ("text", "muted", "accent", "danger", "warning", "ok", "visited")
    weak = [
        (text, ground, round(contrast(colors[text], colors[ground]), 2))
        for text, ground in itertools.product(texts, grounds)
        if contrast(colors[text], colors[ground]) < 4.5
    ]
    for ground in ("chosen", "chosen_away", "hover", "hit", "hit_now"):
        if contrast(colors["text"], colors[ground]) < 4.5:
            weak.append(("text", ground))
    for text in ("danger", "warning", "ok"):
        if contrast(colors[text], colors[f"{text}_ground"]) < 4.5:
            weak.append((text, f"{text}_ground"))
    for text, ground in (
        ("tip_text", "tip"),
        ("accent_text", "accent"),
        *itertools.product(("muted", "danger", "warning", "ok"), ("chosen", "chosen_away")),
    ):
        if contrast(colors[text], colors[ground]) < 4.5:
            weak.append((text, ground))
    assert not weak


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_palettes_pairs_are_readable(qapp, scheme):
    theme.apply(qapp, scheme)
    palette, role = qapp.palette(), QPalette.ColorRole
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Base),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.LinkVisited, role.Base),
    ]
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for text, ground in pairs:
            assert contrast(palette.color(group, text), palette.color(group, ground)) >= 4.5, text


def test_white_is_readable_on_every_tint():
    assert min(contrast("#ffffff", tint) for tint in TINTS) >= 4.5


def test_light_and_dark_are_told_apart_and_change_live(qapp, qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    label.show()
    assert not theme.is_dark()
    assert theme.color("muted") == QColor(LIGHT["muted"])
    theme.apply(qapp, "dark")
    assert theme.is_dark()
    assert theme.color("muted") == QColor(DARK["muted"])
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK["text"])


def test_a_change_of_the_desktop_is_followed_only_while_the_system_is_chosen(qapp, monkeypatch):
    theme.apply(qapp, "dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.is_dark()
    dark = qapp.palette()
    theme.apply(qapp, "system")
    qapp.setPalette(dark)
    # Off-screen the desktop has no scheme, which counts as light.
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    assert not theme.is_dark()


def test_an_unknown_scheme_and_role_are_refused(qapp):
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(qapp, "sepia")
    with pytest.raises(KeyError):
        theme.color("sepia")
    with pytest.raises(KeyError):
        theme.icon("no-such-icon")


@pytest.mark.parametrize(
    "role", ["muted", "accent", "danger", "warning", "ok", "hit", "chip", "line"]
)
def test_every_role_has_a_colour_in_both(qapp, role):
    light = theme.color(role)
    theme.apply(qapp, "dark")
    assert theme.color(role) != light


def test_every_icon_that_is_wanted_is_there():
    assert not set(WANTED) - set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_in_one_style_and_draw_something_crisp(qapp, name):
    source = theme.resource(f"icons/{name}.svg").read_text()
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke="currentColor"' in source
    assert 'stroke-width="2"' in source
    assert 'stroke-linecap="round"' in source
    assert QSvgRenderer(source.encode()).isValid()
    image = theme.icon(name).pixmap(QSize(24, 24), 2.0).toImage()
    assert image.width() == 48
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {LIGHT["text"]}


def test_icons_follow_the_palette(qapp):
    icon = theme.icon("search")
    before = icon.pixmap(24, 24).toImage()
    theme.apply(qapp, "dark")
    assert icon.pixmap(24, 24).toImage() != before


def test_a_disabled_icon_is_fainter_and_a_role_colours_one():
    icon = theme.icon("alert")
    normal = icon.pixmap(24, 24).toImage()
    assert icon.pixmap(QSize(24, 24), QIcon.Mode.Disabled).toImage() != normal
    assert theme.icon("alert", "danger").pixmap(24, 24).toImage() != normal


def test_icons_outlive_python_and_a_change_by_qt(qapp, qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(theme.avatar("Ada Lovelace", "ada"))
    changed = QIcon(button.icon())
    extra = QPixmap(4, 4)
    extra.fill(Qt.GlobalColor.red)
    changed.addPixmap(extra)  # detaches, so that Qt clones the engine
    gc.collect()
    assert not changed.pixmap(32, 32).isNull()
    assert not button.icon().pixmap(32, 32).isNull()


@pytest.mark.parametrize(
    "icon", [theme.icon.__wrapped__, theme.vendor_icon.__wrapped__, theme.avatar]
)
def test_icons_in_reference_cycles_are_collected_without_a_crash(qapp, icon):
    for _ in range(30):
        made = icon("search", "accent")
        assert not any(isinstance(each, QIconEngine) for each in gc.get_referents(made))
        cycle = [made]
        cycle.append(cycle)
        del made, cycle
        gc.collect()


def test_vendors_have_different_monograms():
    vendors = {"opencx": "OpenCX", "quo": "Quo", "close": "Close", "bland": "Bland AI"}
    images = [theme.vendor_icon(*vendor).pixmap(32, 32).toImage() for vendor in vendors.items()]
    for one, other in itertools.combinations(images, 2):
        assert one != other


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sarah Chen", "SC"),
        ("ada", "A"),
        ("Jean-Luc van der Berg", "JB"),
        ("李 小龙", "李"),
        ("محمد علي", "م"),
        ("  ", ""),
        ("(ops) +1 Émile", "É"),
        ("😀", ""),
    ],
)
def test_initials(name, letters):
    assert theme.initials(name) == letters


def test_the_unit_follows_the_font(qapp):
    before = qapp.font()
    small = theme.unit()
    bigger = theme.font(3)
    try:
        qapp.setFont(bigger)
        assert theme.unit() > small
    finally:
        qapp.setFont(before)


def test_the_style_sheet_is_whole_and_leaves_item_views_at_large_alone(qapp, qtbot):
    sheet = qapp.styleSheet()
    assert "@" not in sheet
    assert "QTableView" not in sheet
    assert "QAbstractItemView::item" not in sheet
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    assert edit.sizeHint().height() > 2 * theme.unit()
    for name in ("arrow-down", "arrow-up", "tick-light", "tick-dark"):
        assert theme.resource(f"look/{name}.svg").is_file()


def test_the_program_icon_is_drawn(qapp):
    icon = theme.app_icon()
    assert not icon.pixmap(64, 64).isNull()
    picture = QPixmap(str(theme.resource("app.png")))
    assert (picture.width(), picture.height()) == (256, 256)


def test_a_monogram_without_letters_is_still_drawn(qapp):
    image = QPixmap(20, 20)
    painter = QPainter(image)
    theme.avatar("", "").paint(painter, 0, 0, 20, 20)
    painter.end()
    assert isinstance(qapp, QApplication)
