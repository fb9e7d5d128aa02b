"""Hypothesis strategies: any text, and text with a meaning in CSV, vCard, Markdown or JSON."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

LONG = False
"""Set by conftest before the tests are collected."""

LONG_FORM_FACTOR = 20


def examples(count):
    """In the short form, `count` examples, always the same; in the long form, more and random ones."""
    return settings(
        max_examples=count * (LONG_FORM_FACTOR if LONG else 1),
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
"""Includes lone surrogates, as JSON may."""

CLEAN = TEXT.map(lambda text: text.encode("utf-8", "replace").decode())

NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
