from contactdesk.search.query import parse
from contactdesk.ui.detail import record_hits
from contactdesk.ui.detail.record_hits import RecordHits
from tests.ui.detail.detail_records import RECORD, provider


def collect(qtbot, text, record=RECORD):
    hits = RecordHits()
    with qtbot.waitSignal(hits.changed):
        hits.collect(provider(), record, parse(text))
    return hits


def test_places_are_in_display_order(qtbot):
    hits = collect(qtbot, "engine")
    assert [(place.path, place.tab, place.item) for place in hits.places] == [
        ("$.memories[0].summary", "Memories", 0),
        ("$.memories[0].messages[1].content", "Memories", 0),
    ]
    assert hits.groups() == [
        ("Summary · sales", 0),
        ("Message · sales", 1),
    ]


def test_places_with_one_description_form_a_group(qtbot):
    record = {"emails": [{"type": "a", "email": f"same{n}@example.com"} for n in range(3)]}
    hits = collect(qtbot, "same", record)
    assert len(hits.places) == 3
    assert hits.groups() == [("E-mail: a", 0)]


def test_empty_query_has_no_places(qtbot):
    assert collect(qtbot, "").places == []


def test_new_query_cancels_the_previous_one(qtbot):
    hits = RecordHits()
    emitted = []
    hits.changed.connect(lambda: emitted.append([place.text for place in hits.places]))
    hits.collect(provider(), RECORD, parse("engine"))
    assert not hits.is_complete
    with qtbot.waitSignal(hits.changed):
        hits.collect(provider(), RECORD, parse("cards"))
    assert emitted == [["Asked about cards."]]


def test_number_of_places_is_limited(qtbot, monkeypatch):
    monkeypatch.setattr(record_hits, "MAX_PLACES", 2)
    assert len(collect(qtbot, "a").places) == 2
