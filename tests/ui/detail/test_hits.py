from contactdesk.search.query import parse
from contactdesk.ui.detail import hits as hits_module
from contactdesk.ui.detail.hits import DetailHits
from tests.ui.detail.detail_records import RECORD, provider


def look(qtbot, text, record=RECORD):
    hits = DetailHits()
    with qtbot.waitSignal(hits.changed):
        hits.look(provider(), record, parse(text))
    return hits


def test_places_are_found_in_the_order_they_are_shown(qtbot):
    hits = look(qtbot, "engine")
    assert [(place.path, place.tab, place.item) for place in hits.places] == [
        ("$.memories[0].summary", "Memories", 0),
        ("$.memories[0].messages[1].content", "Memories", 0),
    ]
    assert hits.groups() == [
        ("Summary · sales", 0),
        ("Message · sales", 1),
    ]


def test_places_of_one_kind_are_named_once(qtbot):
    record = {"emails": [{"type": "a", "email": f"same{n}@example.com"} for n in range(3)]}
    hits = look(qtbot, "same", record)
    assert len(hits.places) == 3
    assert hits.groups() == [("E-mail: a", 0)]


def test_an_empty_query_has_no_places(qtbot):
    assert look(qtbot, "").places == []


def test_another_query_drops_the_one_before(qtbot):
    hits = DetailHits()
    told = []
    hits.changed.connect(lambda: told.append([place.text for place in hits.places]))
    hits.look(provider(), RECORD, parse("engine"))
    assert not hits.is_whole
    with qtbot.waitSignal(hits.changed):
        hits.look(provider(), RECORD, parse("cards"))
    assert told == [["Asked about cards."]]


def test_places_are_bounded(qtbot, monkeypatch):
    monkeypatch.setattr(hits_module, "MOST", 2)
    assert len(look(qtbot, "a").places) == 2
