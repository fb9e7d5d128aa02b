"""contactdesk.ui.browser.pane_sizes: in a small window the table keeps half of the width."""

import pytest

from contactdesk.ui.browser.pane_sizes import shared


@pytest.mark.parametrize(
    ("sizes", "after"),
    [
        ([220, 385, 295], [210, 450, 240]),
        ([220, 235, 445], [210, 450, 240]),
        ([220, 460, 220], [220, 460, 220]),
        ([220, 680, 0], [220, 680, 0]),
        ([0, 400, 500], [0, 450, 450]),
        ([220, 300, 240], [150, 370, 240]),
        ([220, 400, 660], [220, 400, 660]),
    ],
)
def test_the_table_gets_half_of_a_narrow_page(sizes, after):
    found = shared(sizes, 240)
    assert sum(found) == sum(sizes)
    assert found == pytest.approx(after, abs=6)


async def test_a_small_window_gives_the_table_half_of_its_width(pane, until):
    pane.window.resize(900, 600)
    await pane.open(until, "bland")
    await until(lambda: pane.window.width() == 900)
    await until(lambda: pane.table.width() >= 440)
    assert pane.browser.detail.isVisible()
    assert pane.table.height() >= 300
