"""contactdesk.ui.browser.banner: one notice per account, with cause, vendor's message and next step."""

import time
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QPushButton

from contactdesk.errors import (
    KeyMissingError,
    KeyRefusedError,
    KeyringLockedError,
    NetworkError,
    NoKeyringError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.security.redact import remember
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import (
    ADVISED_STEPS,
    NEXT_STEPS,
    Banner,
    BannerArea,
    Notice,
    action_words,
    notice_of,
)
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.error_words import ADVICE, KINDS


def walk(error, state=State.FAILED, pages=2):
    return SimpleNamespace(
        account=SimpleNamespace(id="a1", label="Support EU"),
        provider=SimpleNamespace(title="Bland AI"),
        listing=SimpleNamespace(pages=pages, walked=200),
        error=error,
        state=state,
        resumes_at=time.monotonic() + 8,
    )


def test_a_refused_key_offers_to_replace_it():
    error = KeyRefusedError("key-refused", said="Invalid key", status=401, vendor="Bland AI")
    notice = notice_of(walk(error))
    assert notice.action == "key"
    assert notice.words.startswith(
        "Support EU: Bland AI refused this key. It replied: “Invalid key”."
    )
    assert "Contacts already loaded are still here." in notice.words


def test_a_vendor_outage_offers_retry():
    error = VendorDownError(said="boom", request_id="rid_1", status=500, vendor="Bland AI")
    notice = notice_of(walk(error, pages=0))
    assert notice.action == "retry"
    assert "“boom”, request rid_1." in notice.words
    assert "kept" not in notice.words
    assert "Request ID: rid_1" in notice.detail


def test_a_waiting_walk_shows_a_countdown():
    notice = notice_of(walk(NetworkError("refused", vendor="Bland AI"), State.WAITING))
    assert (notice.action, notice.action_words) == ("retry", "Try now")
    assert "Trying again in" in notice.words


def test_a_walk_without_error_has_no_notice():
    assert notice_of(walk(None, State.PARTIAL)) is None


def test_buttons_emit_their_signals(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice("a1", "Trouble", "details", "danger", "retry", "Retry"))
    acted, copied, dismissed = [], [], []
    banner.acted.connect(lambda *what: acted.append(what))
    banner.copied.connect(copied.append)
    banner.dismissed.connect(dismissed.append)
    for button in banner.findChildren(QPushButton):
        button.click()
    banner._close.click()
    acted = [what for what in acted if what[1]]
    assert (acted, copied, dismissed) == ([("a1", "retry")], ["details"], ["a1"])


def test_a_key_of_another_organization_offers_two_actions(qtbot):
    error = KeyRefusedError("other-organization", vendor="Bland AI")
    error.account = "Support EU"
    notice = notice_of(walk(error))
    assert (notice.action, notice.second) == ("start-over", "key")
    assert "Nothing was mixed." in notice.words
    banner = Banner()
    qtbot.addWidget(banner)
    acted = []
    banner.acted.connect(lambda *what: acted.append(what))
    banner.show_notice(notice)
    banner._second.click()
    assert acted == [("a1", "key")]
    assert not banner._second.isHidden()
    banner.show_notice(Notice("a1", "Trouble"))
    assert banner._second.isHidden()


def test_a_failed_walk_says_when_it_is_retried():
    error = NetworkError("refused", vendor="Bland AI")
    notice = notice_of(walk(error))
    assert "Trying again in" in notice.words
    assert notice.action == "retry"


def test_details_hold_no_key():
    remember("sk-CANARY-banner-0123456789")
    error = VendorDownError(said="sk-CANARY-banner-0123456789 is down", vendor="Bland AI")
    assert "CANARY" not in notice_of(walk(error)).detail


def test_vendor_text_is_shown_as_plain_text(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice("a1", "<b>x</b><img src='/dev/zero'>"))
    assert banner._words.text() == "<b>x</b><img src='/dev/zero'>"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_each_account_has_one_banner(qtbot, count):
    area = BannerArea()
    qtbot.addWidget(area)
    notices = [Notice(f"a{i}", f"Trouble {i}") for i in range(count)]
    area.show_notices(notices)
    assert [b.notice() for b in area._banners.values()] == notices
    area.show_notices(notices[:1])
    assert len(area._banners) == min(count, 1)
    assert area.isHidden() == (count == 0)


def test_more_than_three_notices_are_summed_up_in_the_last_banner(qtbot):
    area = BannerArea()
    qtbot.addWidget(area)
    notices = [Notice(f"a{i}", f"Trouble {i}") for i in range(4)]
    notices.append(Notice("a9", "Grave trouble", tone="danger"))
    area.show_notices(notices)
    words = [banner.notice().words for banner in area._banners.values()]
    assert words[:2] == ["Grave trouble", "Trouble 0"]
    assert words[2] == "3 more accounts have problems – see the sidebar."
    can_be_dismissed = [not banner._close.isHidden() for banner in area._banners.values()]
    assert can_be_dismissed == [True, True, False]


def test_a_banner_follows_the_color_scheme(qapp, qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice("a", "Bland AI could not be reached.", tone="danger"))
    theme.apply(qapp, "light")
    light = banner.styleSheet()
    theme.apply(qapp, "dark")
    try:
        assert theme.color("danger").name() in banner.styleSheet()
        assert banner.styleSheet() != light
    finally:
        theme.apply(qapp, "light")


def test_the_summing_banner_is_always_last(qtbot):
    area = BannerArea()
    qtbot.addWidget(area)
    made = [Notice(str(i), f"Trouble {i}") for i in range(6)]
    area.show_notices(made[:1])
    area.show_notices(made)
    area.show_notices([*made[1:], Notice("own", "The gravest", tone="danger")])
    column = area.layout()
    shown = [column.itemAt(i).widget().notice() for i in range(column.count())]
    shown = [notice for notice in shown if notice.account_id in ("own", "others")]
    assert [notice.account_id for notice in shown] == ["own", "others"]
    assert column.itemAt(0).widget().notice().account_id == "own"


@pytest.mark.parametrize(
    ("error", "first", "second"),
    [
        (KeyRefusedError("forbidden", vendor="Quo"), ("key", "Replace key…"), ""),
        (KeyMissingError("key-missing"), ("key", "Enter key…"), ""),
        (KeyringLockedError("keyring-locked"), ("retry", "Retry"), ""),
        (KeyringLockedError("keyring-waiting"), ("retry", "Retry"), "key"),
        (NoKeyringError("keyring-none"), ("key", "Enter key…"), "retry"),
        (VendorError("not-found", vendor="Quo"), ("edit", "Edit account…"), "retry"),
        (NetworkError("proxy"), ("network", "Network settings…"), "retry"),
        (NetworkError("tls", advice="ca-file"), ("network", "Network settings…"), "retry"),
        (UnexpectedReplyError("cursor-loop", vendor="Quo"), ("refresh", "Refresh"), ""),
        (VendorError("http", vendor="Quo"), ("retry", "Retry"), ""),
    ],
)
def test_buttons_fit_the_next_step_of_the_error(error, first, second):
    notice = notice_of(walk(error))
    assert (notice.action, notice.action_words) == first
    assert notice.second == second


def test_every_kind_with_buttons_of_its_own_is_an_error_and_every_action_has_words():
    assert set(NEXT_STEPS) <= set(KINDS)
    assert set(ADVISED_STEPS) <= set(ADVICE)
    for steps in (*NEXT_STEPS.values(), *ADVISED_STEPS.values()):
        assert all(action_words(each, "http") for each in steps)


def test_narrow_banner_has_its_buttons_below_its_words(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(Notice("a1", "Trouble " * 20, "details", "danger", "retry", "Retry"))
    words, button = banner._words, banner._act
    banner.resize(1_200, 100)
    banner.show()
    qtbot.waitUntil(lambda: button.x() > words.geometry().right())
    banner.resize(400, 200)
    qtbot.waitUntil(lambda: button.y() > words.geometry().bottom())
    assert words.width() > 250
