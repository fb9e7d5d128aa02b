"""A cursor over the hits of one contact, across its tabs."""

from __future__ import annotations

from contactdesk.ui.detail.contact_tabs import ContactTabs
from contactdesk.ui.detail.record_hits import RecordHits


class HitStepper:
    """`place` is an index into `hits.places`, -1 before the first step; `span` counts the hits in
    that place."""

    def __init__(self, hits: RecordHits, tabs: ContactTabs) -> None:
        self._hits = hits
        self._tabs = tabs
        self.place = -1
        self.span = 0

    def reset(self) -> None:
        self.place, self.span = -1, 0

    def step(self, direction: int) -> bool:
        """Goes to the next (1) or previous (-1) hit; False when there is none."""
        places = self._hits.places
        if self.place >= 0:
            place = places[self.place]
            count = self._tabs.hit_count(place.tab, place.path)
            if 0 <= self.span + direction < count:
                self.go_to(self.place, self.span + direction)
                return True
            number = self.place + direction
        else:
            number = 0 if direction > 0 else len(places) - 1
        if not 0 <= number < len(places):
            return False
        self.go_to(number, 0 if direction > 0 else -1)
        return True

    def step_around(self, direction: int) -> None:
        """Steps, and wraps around at either end."""
        places = self._hits.places
        if not self.step(direction) and places:
            self.go_to(0 if direction > 0 else len(places) - 1, 0 if direction > 0 else -1)

    def go_to(self, number: int, span: int = 0) -> None:
        """Opens the tab and item of a place and scrolls to one of its hits; -1 is the last."""
        if number >= len(self._hits.places):
            return
        place = self._hits.places[number]
        self.place = number
        self.span = self._tabs.go_to_hit(place, span)
