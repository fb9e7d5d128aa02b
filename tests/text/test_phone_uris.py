import pytest

from contactdesk.text.phone_uris import dialed_by_uri


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("tel:+44-20-7946-0000", "+44-20-7946-0000"),
        ("tel:+44-20-7946-0000;ext=12", "+44-20-7946-0000;ext=12"),
        ("tel:+44-20-7946-0000;isub=1;ext=12", "+44-20-7946-0000;ext=12"),
        ("tel:7946-0000;phone-context=+44-20", "+44-207946-0000"),
        ("tel:020-7946-0000;phone-context=+44;ext=12", "+4420-7946-0000;ext=12"),
        ("tel:+44-20-7946-0000;phone-context=+1", "+44-20-7946-0000"),
        ("tel:7042;phone-context=example.com", "7042"),
        ("tel:%2b44%2020%207946%200000", "+44 20 7946 0000"),
        ("callto://+442079460000", "+442079460000"),
        ("sip:+442079460000@example.com;user=phone", "+442079460000"),
        ("sips:anna@example.com?subject=x", "anna@example.com"),
        ("sms:+442079460000?body=hello", "+442079460000"),
        ("https://wa.me/442079460000?text=hello", "442079460000"),
        ("https://api.whatsapp.com/send?phone=442079460000&text=x", "442079460000"),
        ("whatsapp://send?phone=442079460000", "442079460000"),
        ("tel:", ""),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("hotel:5", "hotel:5"),
        ("https://example.com/wa.me/4420", "https://example.com/wa.me/4420"),
    ],
)
def test_number_of_a_uri(uri, number):
    assert dialed_by_uri(uri) == number
