"""What hypothesis draws from: any text, and text that means something to somebody who reads it."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

LONG = False
"""Set by conftest before any test of this folder is read."""

MORE = 20
"""How many times as many examples the long form draws."""


def examples(count):
    """So many in the check, the same every day; more and new ones in the long form."""
    return settings(
        max_examples=count * (MORE if LONG else 1),
        derandomize=not LONG,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


PIECES = [
    *(
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "|calc",
        "%0A",
        "＝1",
        "\t=1",
        "'",
        '"',
        '""',
        ",",
        ";",
        "\\",
        "\\n",
    ),
    *("\r\n", "\r", "\n", "BEGIN:VCARD", "END:VCARD", ":", "TEL:1", " ", "\u00a0", "\ufeff", "\0"),
    *(
        "*",
        "_",
        "`",
        "#",
        "- ",
        "1. ",
        "> ",
        "|",
        "~~",
        "[x](y)",
        "![x](y)",
        "<b>",
        "</p>",
        "&lt;",
        "&",
    ),
    *(
        "\u202e",
        "\u2068",
        "\u2069",
        "\u200f",
        "שלום",
        "كلمة",
        "日本",
        "🙂",
        "e\u0301",
        "\ud800",
        "\x1b",
    ),
    *("[*]", "%1", "{0}", "{}", "$.a", "+1 (415) 555-0192", "2026-01-01", "2026-01-01T00:00:00Z"),
    *(
        "jane@example.com",
        "https://example.com/a",
        "ж" * 40,
        "x" * 90,
        "\u2028",
        "\x85",
        "true",
        "null",
    ),
]
TEXT = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
"""Half surrogates too, as JSON may hold them."""

CLEAN = TEXT.map(lambda text: text.encode("utf-8", "replace").decode())

NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
