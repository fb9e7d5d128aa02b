from contactdesk.index.postings.bitmap import BitmapReader, from_ids
from contactdesk.index.postings.lookup import PostingReader
from contactdesk.index.read.substrings import Sought, find_substring, substrings_of
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person


def substrings(typed):
    ((term,),) = parse(typed).clauses
    return list(substrings_of(term))


def test_substrings_of_text_and_numbers():
    assert substrings("okaf") == [Sought("okaf", "")]
    assert substrings("ok") == []
    assert substrings('"okafor"') == []
    assert substrings("email:okaf") == [Sought("okaf", "email")]
    assert substrings("0415") == [Sought("0415", ""), Sought("415", "number")]


def test_whole_number_is_sought_by_the_digits_that_all_its_forms_have():
    _text, sought = substrings("+14155550192")
    assert (sought.text, sought.place) == ("4155550192", "number")
    assert sought.number.matches("4155550192")
    assert not sought.number.matches("444155550192")


async def test_candidates_are_verified_against_their_section(index):
    people = [
        person(1, name="Marcus", emails=[{"value": "okafor@x.example"}]),
        person(2, name="Okafor", phones=[{"value": "415 555 0192"}]),
        person(3, note="call +1 415 555 0192 please"),
    ]
    await index.write_page(await index.listing("a"), CURSOR, page(people))
    reader = BitmapReader(index.file.reader.connection, lambda: None)
    postings, everyone = PostingReader(reader), from_ids([1, 2, 3], reader.size)
    expected = {
        ("okaf", "name"): [2],
        ("okaf", "email"): [1],
        ("okaf", ""): [1, 2],
        ("4155", "phone"): [2],
        ("4155", "number"): [2, 3],
    }
    for (text, place), ids in expected.items():
        sought = Sought(text, place)
        matches = find_substring(postings, sought)
        matches.verify(reader, sought, everyone)
        assert matches.certain == from_ids(ids, reader.size), (text, place)
        assert matches.unverified == 0


async def test_single_trigram_needs_no_verification(index):
    await index.write_page(await index.listing("a"), CURSOR, page([person(1, name="Okafor")]))
    postings = PostingReader(BitmapReader(index.file.reader.connection, lambda: None))
    assert find_substring(postings, Sought("kaf", "")).unverified == 0
    assert find_substring(postings, Sought("kaf", "name")).certain == 0
