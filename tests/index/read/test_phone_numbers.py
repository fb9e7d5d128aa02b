"""Phone numbers as people store and type them: what the index finds, and what is highlighted."""

import pytest

from contactdesk.index import Order, Scope
from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query, parse
from contactdesk.search.terms import Term
from tests.index.people import CURSOR, page, person

# (country, stored, typed, is it found)
NUMBERS = [
    # The same number with and without the country, and any punctuation.
    ("GB", "+44 20 7946 0958", "020 7946 0958", True),
    ("GB", "020 7946 0958", "+44 20 7946 0958", True),
    ("GB", "(020) 7946-0958", "0044 20 7946 0958", True),
    ("GB", "+44 (0)20 7946 0958", "02079460958", True),
    ("GB", "+44 020 7946 0958", "+44 20 7946 0958", True),
    ("GB", "020 7946 0958", "011 44 20 7946 0958", True),
    ("GB", "+44 20 7946 0958", "020 7946 0959", False),
    ("GB", "+44 20 7946 0958", "+45 20 7946 0958", False),
    ("GB", "20 7946 0958", "442079460958", True),
    ("GB", "+44 20 7946 0958", "+ 44 20 7946 0958", True),
    ("US", "+1 (415) 555-0192", "415.555.0192", True),
    ("US", "(415) 555-0192", "1-415-555-0192", True),
    ("US", "415 555 0192", "+1 415 555 0192", True),
    ("US", "1 415 555 0192", "(415) 555 0192", True),
    ("US", "+1 415 555 0192", "+44 415 555 0192", False),
    ("US", "[415] 555~0192", "4155550192", True),
    ("US", "415·555·0192", "415 555 0192", True),
    ("US", "4155550192", "415·555·0192", True),
    ("US", "011 44 20 7946 0958", "+44 20 7946 0958", True),
    ("DE", "+49 30 123456", "030/123456", True),
    ("DE", "030 / 12 34 56", "+49 30 123456", True),
    ("DE", "+49 30 123456", "030 / 123456", True),
    ("DE", "0049-30-123456-12", "030 123456-12", True),
    ("DE", "030 123456", "+49 30 123457", False),
    ("FR", "+33 1 99 00 12 34", "01 99 00 12 34", True),
    ("FR", "01.99.00.12.34", "+33199001234", True),
    ("IT", "+39 06 1234 5678", "06 1234 5678", True),
    ("IT", "06 12345678", "+39 06 12345678", True),
    ("IT", "06 12345678", "0039 0612345678", True),
    ("CI", "01 23 45 67 89", "+225 01 23 45 67 89", True),
    # What is dialed at home before a number is not everywhere a 0.
    ("RU", "+7 495 123-45-67", "8 (495) 123-45-67", True),
    ("RU", "8 (495) 123-45-67", "+7 495 123 45 67", True),
    ("RU", "8-495-123-45-67", "(495) 1234567", True),
    ("RU", "495 1234567", "84951234567", True),
    ("RU", "8 (495) 123-45-67", "74951234567", True),
    ("RU", "+7 495 123-45-67", "8 (495) 123-45-68", False),
    ("RU", "+47 951 23 456", "8 (495) 123-45-67", False),
    ("KZ", "+7 727 250 00 00", "8 727 250 00 00", True),
    ("GB", "020 7946 0958", "8~10 44 20 7946 0958", True),
    ("HU", "+36 1 234 5678", "06 1 234 5678", True),
    ("HU", "06 1 234 5678", "+36 1 234 5678", True),
    ("HU", "06-20/123-4567", "+36201234567", True),
    ("HU", "+36 20 123 4567", "06 20 123 4568", False),
    ("BY", "+375 29 123 45 67", "8 029 123 45 67", True),
    ("BY", "8 029 123 45 67", "+375 29 1234567", True),
    ("LT", "8 612 34567", "+370 612 34567", True),
    ("LT", "+370 612 34567", "8 612 34567", True),
    ("UA", "8 044 123 45 67", "+380 44 123 45 67", True),
    ("MX", "+52 55 1234 5678", "01 55 1234 5678", True),
    ("MX", "+52 55 1234 5678", "044 55 1234 5678", True),
    ("MX", "+52 1 55 1234 5678", "045 55 1234 5678", True),
    ("MX", "044 55 1234 5678", "+52 55 1234 5678", True),
    ("MX", "+52 1 55 1234 5678", "+52 55 1234 5678", True),
    ("MX", "+52 55 1234 5678", "+5215512345678", True),
    ("MX", "55 1234 5678", "+521 55 1234 5678", True),
    ("MX", "+52 1 55 1234 5678", "+52 55 1234 5679", False),
    ("AR", "+54 9 11 1234-5678", "011 15 1234-5678", True),
    ("AR", "011 15-1234-5678", "+54 9 11 1234 5678", True),
    ("AR", "+54 9 11 1234-5678", "+54 11 1234 5678", True),
    ("AR", "+54 11 1234 5678", "+5491112345678", True),
    ("AR", "02966 15 123456", "+54 9 2966 123456", True),
    ("AR", "+54 9 2966 123456", "+54 9 2967 123456", False),
    ("BR", "+55 11 91234-5678", "0 15 11 91234-5678", True),
    ("BR", "0 21 (11) 91234-5678", "+55 11 91234 5678", True),
    ("BR", "0xx11 91234-5678", "+55 11 91234 5678", True),
    ("BR", "+55 11 91234 5678", "0xx11 91234-5678", True),
    ("BR", "(11) 8234-5678", "+55 11 98234-5678", True),
    ("BR", "+55 11 91234-5678", "+55 21 91234-5678", False),
    ("CO", "+57 601 234 5678", "05 601 234 5678", True),
    ("JP", "+81 3-1234-5678", "03-1234-5678", True),
    ("JP", "０３－１２３４－５６７８", "+81 3 1234 5678", True),
    ("KR", "+82 10-1234-5678", "010 1234 5678", True),
    ("CN", "138 0013 8000", "+86 13800138000", True),
    ("IN", "098765 43210", "+91 98765 43210", True),
    ("FO", "123456", "+298 123456", True),
    # Digits of any script, and signs that are not seen.
    ("EG", "+٢٠ ٢ ٢٧٩٥٠٩٥٨", "+20 2 27950958", True),
    ("EG", "+20 2 27950958", "٠٢ ٢٧٩٥٠٩٥٨", True),
    ("IR", "۰۲۱ ۸۸۷۷ ۶۶۵۵", "+98 21 8877 6655", True),
    ("IN", "०९८७६५ ४३२१०", "9876543210", True),
    ("US", "\u202a+1\u00a0415\u2009555\u20110192\u202c", "+14155550192", True),
    ("US", "+14155550192", "\u200e+1\u00a0415\u202f555\u20110192\u200f", True),
    ("US", "415\u2212555\u22120192", "415-555-0192", True),
    ("US", "415-555-0192", "415\u2212555\u22120192", True),
    ("US", "＋１（４１５）５５５－０１９２", "(415) 555-0192", True),
    ("US", "(415) 555-0192", "＋１（４１５）５５５－０１９２", True),
    ("US", "415-555-0192", "4\ufe0f\u20e31\ufe0f\u20e35\ufe0f\u20e3 555-0192", True),
    ("IL", "+972 50-123-4567", "972501234567+", True),
    ("GB", "020 7946 0958", "+44-20-7946-0958,", True),
    ("GB", "020 7946 0958", "<+44 20 7946 0958>", True),
    # Extensions: the one that is typed, or none on either side.
    ("US", "415-555-0192 x123", "415 555 0192", True),
    ("US", "415-555-0192 x123", "(415) 555-0192 ext. 123", True),
    ("US", "415-555-0192", "415-555-0192 x123", True),
    ("US", "+1 415 555 0192 ext. 123", "415-555-0192x123", True),
    ("US", "415-555-0192 extension 123", "4155550192;ext=123", True),
    ("US", "415-555-0192 #123", "415-555-0192 ext 123", True),
    ("US", "(415) 555-0192 (ext 123)", "+1 415 555 0192 #123", True),
    ("US", "415-555-0192 x123", "415-555-0192 x12", True),
    ("US", "415-555-0192 x123", "415-555-0192 x", True),
    ("US", "415-555-0192 x123", "415-555-0192 x124", False),
    ("US", "415-555-0192 x123", "+1 415-555-0192 ext. 9", False),
    ("US", "4155550192,,123#", "+1 415 555 0192 x123", True),
    ("GB", "020 7946 0000 ext 12", "+44 20 7946 0000", True),
    ("GB", "020 7946 0000 ext 12", "+44 20 7946 0000 x12", True),
    ("GB", "020 7946 0000 ext 12", "+44 20 7946 0000 x13", False),
    ("FR", "01 99 00 12 34 poste 56", "+33 1 99 00 12 34 poste 56", True),
    ("FR", "+33 1 99 00 12 34", "01 99 00 12 34 poste 56", True),
    ("RU", "+7 495 123-45-67 доб. 89", "8 495 1234567", True),
    ("RU", "8 495 123-45-67 (доб. 89)", "+7 495 1234567 x89", True),
    ("RU", "8 495 123-45-67 доб. 89", "+7 495 1234567 доб. 90", False),
    ("JP", "03-1234-5678 内線 12", "+81 3 1234 5678 x12", True),
    # Words that a number spells.
    ("US", "1-800-FLOWERS", "18003569377", True),
    ("US", "1-800-FLOWERS", "800 356 9377", True),
    ("US", "+1 800 356 9377", "1-800-FLOWERS", True),
    ("US", "(800) 356-9377", "1 800 FLOWERS", True),
    ("US", "1-800-GO-FEDEX", "1 800 463 3339", True),
    ("US", "1-800-MATTRESS", "1-800-628-8737", True),
    ("US", "1-888-555-PETS", "(888) 555-7387", True),
    ("US", "1-800-FLOWERS x5", "1-800-356-9377", True),
    ("US", "1-800-FLOWERS", "1-800-356-9378", False),
    ("GB", "0800 REVERSE", "0800 7383773", True),
    ("AU", "1300 FLOWER", "1300 356937", True),
    # Pasted links.
    ("GB", "020 7946 0000", "tel:+44-20-7946-0000", True),
    ("GB", "020 7946 0000 x12", "tel:+44-20-7946-0000;ext=12", True),
    ("GB", "020 7946 0000 x13", "tel:+44-20-7946-0000;ext=12", False),
    ("GB", "+44 20 7946 0000", "tel:020-7946-0000;phone-context=+44", True),
    ("GB", "tel:020-7946-0000;phone-context=+44", "+44 20 7946 0000", True),
    ("GB", "tel:7946-0000;phone-context=+44-20", "020 7946 0000", True),
    ("GB", "tel:+44-20-7946-0000;ext=12", "020 7946 0000 x12", True),
    ("GB", "+44 20 7946 0000", "TEL:%2B44%2020%207946%200000", True),
    ("GB", "+44 20 7946 0000", "callto:+442079460000", True),
    ("GB", "020 7946 0000", "sip:+442079460000@voip.example;user=phone", True),
    ("GB", "sip:+442079460000@voip.example", "020 7946 0000", True),
    ("GB", "020 7946 0000", "https://wa.me/442079460000", True),
    ("GB", "020 7946 0000", "Tel: +44 20 7946 0000", True),
    # Several in one field.
    ("US", "415-555-0192 / 415-555-0193", "+1 415 555 0193", True),
    ("GB", "020 7946 0958; 020 7946 0959", "+44 20 7946 0958", True),
    # While it is typed.
    ("GB", "+44 20 7946 0958", "+44 20 7946", True),
    ("US", "+1 (415) 555-0192", "(415) 555", True),
    ("US", "415 555-0192", "555-01", True),
    ("US", "+1 800 356 9377", "800-35", True),
]


def ids(table):
    return [f"{row[0]}-{row[1]}-{row[2]}" for row in table]


async def found(index, record, typed):
    await index.write_page(await index.listing("a"), CURSOR, page([record]))
    return list(await index.ids(Scope(), Order(), parse(typed)))


def marked(place, text, query):
    """The text that is highlighted for the number itself, without the words it is typed in."""
    (term,) = (term for term in query.terms if term.number is not None)
    alone = Query(query.text, ((Term("", (), term.number),),))
    return [text[start:end] for start, end in hits_in(place, text, alone)]


@pytest.mark.parametrize(("country", "stored", "typed", "expected"), NUMBERS, ids=ids(NUMBERS))
async def test_number_is_found_and_highlighted(index, country, stored, typed, expected):
    query = parse(typed)
    assert not query.problems, country
    record = person(1, phones=[{"value": stored}])
    assert await found(index, record, typed) == [1] * expected
    assert bool(marked("phone", stored, query)) == expected


IN_TEXT = [
    ("call 8 (495) 123-45-67 now", "+7 495 123-45-67", ["8 (495) 123-45-67"]),
    ("call +7 (495) 123-45-67 now", "8 495 1234567", ["+7 (495) 123-45-67"]),
    ("(020 7946 0958)", "+44 20 7946 0958", ["(020 7946 0958"]),
    ("on 415-555-0192 x123, please", "+1 415 555 0192 ext 123", ["415-555-0192 x123"]),
    ("on 415-555-0192x123, please", "415 555 0192", ["415-555-0192"]),
    ("on 415-555-0192 x123, please", "+1 415 555 0192 ext 124", []),
    ("on 415-555-0192, please", "+1 415 555 0192 ext 124", ["415-555-0192"]),
    ("звоните 8 495 123-45-67 доб. 89", "+7 495 1234567 x89", ["8 495 123-45-67 доб. 89"]),
    ("415 555 0192 / 415 555 0193", "+1 415 555 0193", ["415 555 0193"]),
    ("dial 1-800-FLOWERS.", "+1 800 356 9377", ["1-800-FLOWERS"]),
    ("dial 18003569377", "1-800-FLOWERS", ["18003569377"]),
    (
        "a \u202a+1\u00a0415\u2009555\u20110192\u202c",
        "4155550192",
        ["415\u2009555\u20110192\u202c"],
    ),
    ("é ＋１（４１５）５５５－０１９２", "(415) 555-0192", ["４１５）５５５－０１９２"]),
    ("see tel:+44-20-7946-0000;ext=12", "020 7946 0000 x12", ["+44-20-7946-0000;ext=12"]),
    ("1 800 members on 2024-09-11", "1 800 636-2377", []),
    ("order 8 495 1234 of 2024", "+7 495 1234", []),
]


@pytest.mark.parametrize(("text", "typed", "expected"), IN_TEXT)
async def test_number_in_running_text_is_found_and_highlighted(index, text, typed, expected):
    memory = {"summary": text}
    ids = await found(index, person(1, memories=[memory]), typed)
    assert ids == [1] * bool(expected)
    assert marked("memory", text, parse(typed)) == expected


async def test_number_is_sought_in_its_field_only(index):
    people = [
        person(1, phones=[{"value": "8 (495) 123-45-67 доб. 89"}]),
        person(2, note="call 8 (495) 123-45-67"),
        person(3, note="call 8 (495) 123-45-68"),
    ]
    await index.write_page(await index.listing("a"), CURSOR, page(people))
    for typed, expected in (
        ("+7 495 1234567", [1, 2]),
        ("+7 495 1234567 x90", [2]),
        ('phone:"+7 495 1234567"', [1]),
        ('phone:"+7 495 1234567" -phone:"+7 495 1234567 x89"', []),
        ("-tel:+74951234567", [3]),
    ):
        assert list(await index.ids(Scope(), Order(), parse(typed))) == expected, typed
