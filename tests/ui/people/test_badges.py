"""contactdesk.ui.people.badges: every vendor has its place, also where it lacks."""

from PySide6.QtGui import QColor, QIcon, QPixmap

from contactdesk.ui.people.badges import BADGE_PX, GAP_PX, VendorBadges

COLORS = {"bland": "#ff0000", "close": "#00ff00", "quo": "#0000ff", "gone": "#ffff00"}


def icon_of(vendor):
    square = QPixmap(BADGE_PX, BADGE_PX)
    square.fill(QColor(COLORS[vendor]))
    return QIcon(square)


def made(order, ratio=1.0):
    badges = VendorBadges(lambda: order, icon_of)
    badges.prepare(ratio)
    return badges


def colors(strip, count):
    image = strip.toImage()
    at = [place * (BADGE_PX + GAP_PX) + 2 for place in range(count)]
    return [image.pixelColor(x, 2).name() if image.pixelColor(x, 2).alpha() else "" for x in at]


def test_badge_is_at_the_same_place_whoever_else_is_there(qapp):
    badges = made(["bland", "close", "quo"])
    assert colors(badges.strip(("quo",)), 3) == ["", "", COLORS["quo"]]
    assert colors(badges.strip(("bland", "quo")), 3) == [COLORS["bland"], "", COLORS["quo"]]
    assert badges.strip(("quo",)).width() == badges.strip(()).width()


def test_dot_stands_where_a_vendor_lacks(qapp):
    image = made(["bland", "close"]).strip(("close",)).toImage()
    assert image.pixelColor(BADGE_PX // 2, BADGE_PX // 2).alpha()


def test_vendor_without_an_account_comes_last(qapp):
    assert colors(made(["bland"]).strip(("gone",)), 2) == ["", COLORS["gone"]]


def test_strip_is_painted_once_until_the_vendors_change(qapp):
    order = ["bland"]
    badges = made(order)
    first = badges.strip(("bland",))
    badges.prepare(1.0)
    assert badges.strip(("bland",)) is first
    order.insert(0, "quo")
    badges.prepare(1.0)
    assert colors(badges.strip(("bland",)), 2) == ["", COLORS["bland"]]
