"""The contacts of the shown scope that are not loaded yet, fetched for an export."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable

from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit.wording import Extent


class RestOfContacts:
    """Loads the rest as Load all does, then gives the rows that the browser shows."""

    def __init__(self, browser: Browser, loading: Loading) -> None:
        self._browser = browser
        self._loading = loading
        self._is_loading = False

    def extent(self) -> Extent:
        return self._browser.extent()

    async def load(self, progressed: Callable[[str], None]) -> array[int] | None:
        """The ids of all rows in their order; None where loading was paused or canceled.

        `progressed` is told how much is loaded. Raises the ContactDeskError of an account that
        failed; what the others load stays.
        """
        self._is_loading = not self._browser.extent().loading
        self._loading.load_all(self._browser.walks())
        ended = asyncio.Event()

        def check() -> None:
            progressed(self._browser.extent().words())
            if self._has_ended():
                ended.set()

        signals = (self._browser.refreshed, self._loading.walks_changed)
        for signal in signals:
            signal.connect(check)
        try:
            check()
            await ended.wait()
        finally:
            for signal in signals:
                signal.disconnect(check)
            self._is_loading = False
        unfinished = [walk for walk in self._browser.walks() if walk.has_more]
        for walk in unfinished:
            if walk.error is not None:
                raise walk.error
        return None if unfinished else self._browser.table_model.ids()[:]

    def stop(self) -> None:
        """Cancels what `load` began; what is loaded stays."""
        if self._is_loading:
            self._loading.cancel(self._browser.account_ids())

    def _has_ended(self) -> bool:
        rows = self._browser.rows
        is_loading = self._loading.busy(self._browser.account_ids())
        return not (is_loading or rows.busy or rows.is_waiting) and rows.has_all
