"""contactdesk.userdata.places: the place in each account."""

from contactdesk.userdata.file import UserFile
from contactdesk.userdata.places import Place, PlaceStore


def test_dropping_what_is_personal_keeps_sort_and_scroll_position():
    store = PlaceStore(UserFile())
    store.keep("a1", Place("name", ("a1", "1"), ("a1", "2"), 5, 60, "email", True, {"q": "x"}))
    store.drop_personal()
    assert store.place("a1") == Place(top_pixels=5, sideways=60, sort="email", descending=True)
