"""Whether two names can be one person's. Names never link contacts; they hold them apart.

Two names agree if every word of the shorter one has its counterpart in the longer one: the same
word, its initial, another form of a given name, or a slip of the pen. The answer does not depend
on which name comes first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from contactdesk.people.given_names import are_one_name, are_two_names, is_given_name
from contactdesk.text.normalize import APOSTROPHES, normalize

NameWords = tuple[str, ...]
"""The words of a name, normalized, in the order written, without titles; () for no name."""

TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mister", "dr", "prof", "sir", "madam", "rev", "hon", "capt"),
        *("herr", "frau", "sr", "sra", "srta", "senor", "senora", "mme", "mlle", "lic", "rabbi"),
        *("monsieur", "madame", "sig", "dott", "ing", "dipl", "med", "phd", "md", "dds", "dvm"),
        *("esq", "cpa", "mba", "rn", "dmd", "esquire", "coach", "pastor", "fr", "sgt"),
    )
)

GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii"}
"""After a name, these hold a father and a son apart."""

PLACEHOLDERS = frozenset(
    (
        *("anonymous", "blocked", "caller", "client", "contact", "customer", "guest", "hidden"),
        *(
            "lead",
            "n",
            "a",
            "na",
            "name",
            "new",
            "no",
            "none",
            "null",
            "number",
            "person",
            "private",
        ),
        *("restricted", "string", "test", "unavailable", "undefined", "unknown", "unnamed", "user"),
        *("visitor", "wireless", "withheld", "tbd", "spam", "likely", "potential", "the", "id"),
        *("unbekannt", "anonym", "desconocido", "inconnu", "sconosciuto", "неизвестно"),
    )
)
"""A name of nothing but these is none."""

MIN_SLIP_CHARS, MIN_REPLACED_CHARS = 3, 7
MIN_SKELETON_CHARS = 5
MIN_SHORTENED_CHARS, MIN_CUT_CHARS = 3, 4
"""Maxi for Maximilian: letters that remain, and letters that are cut off."""

FAMILY_NAMES_TOO = frozenset(("kim", "jo", "han", "jan"))
"""Given names that are written first as family names elsewhere."""

MAX_WORDS = 12
LAST_LATIN = "\u024f"
NOT_OF_A_WORD = re.compile(r"[^\w\s]|_")
JOINING = re.compile(f"(?<=\\w)[{re.escape(APOSTROPHES)}'](?=\\w)")

SAME_SOUND = (
    *(("ph", "f"), ("th", "t"), ("kh", "h"), ("ch", "h"), ("ck", "k"), ("sch", "sh"), ("dj", "j")),
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("iy", "i")),
    *(("ij", "i"), ("yi", "i"), ("ii", "i"), ("yo", "e"), ("io", "e"), ("w", "v"), ("c", "k")),
    *(("q", "k"), ("y", "i"), ("j", "i"), ("z", "s")),
)
"""Ways to write one name of another script, or of another country, in Latin letters."""


@lru_cache(maxsize=8192)
def name_words(name: str) -> NameWords:
    """The words of a name that can be compared. An address, a number or "Unknown caller" has none."""
    if "@" in name:
        return ()
    text = name
    if name.count(",") == 1:
        last, first = name.split(",")
        text = f"{first} {last}" if first.strip() and last.strip() else name
    words = NOT_OF_A_WORD.sub(" ", JOINING.sub("", normalize(text))).split()
    words = [word for word in words if not any(map(str.isdigit, word))][:MAX_WORDS]
    words = _without_titles([*dict.fromkeys(words)])
    if PLACEHOLDERS.issuperset(words) or all(_is_initial(word) for word in words):
        return ()
    return tuple(words)


def _without_titles(words: list[str]) -> list[str]:
    if len(words) > 2 and words[-1] in GENERATIONS:
        return [*_without_titles(words[:-1]), GENERATIONS[words[-1]]]
    return [word for word in words if word not in TITLES] or words


@lru_cache(maxsize=16384)
def compatible(one: NameWords, other: NameWords) -> bool | None:
    """Whether two names can be one person's: None if that cannot be told.

    It cannot without a name, nor between two scripts.
    """
    if not one or not other:
        return None
    if one == other:
        return True
    scripts, other_scripts = _scripts(one), _scripts(other)
    if scripts.isdisjoint(other_scripts):
        return None
    only_one = [word for word in one if word not in other]
    only_other = [word for word in other if word not in one]
    if not only_one or not only_other:
        return True
    if "".join(only_one) == "".join(only_other):
        return True  # Jean Luc, Jeanluc
    if sorted("".join(only_one)) == sorted("".join(only_other)) and _are_swapped(one, other):
        return True
    shorter, longer = sorted((only_one, only_other), key=lambda words: (len(words), words))
    return _have_counterparts(shorter, longer)


def have_same_given_name(one: NameWords, other: NameWords) -> bool:
    """Whether two names begin with the same given name: Maria Lopez and Maria Becker, who may have
    married. Only a known given name tells: others may be written with the family name first."""
    if len(one) < 2 or len(other) < 2:
        return False
    first, second = one[0], other[0]
    if first in FAMILY_NAMES_TOO or second in FAMILY_NAMES_TOO or not is_given_name(first):
        return False
    return first == second or are_one_name(first, second)


def is_latin(name: NameWords) -> bool:
    """Whether all words are in Latin letters."""
    return all(max(word) <= LAST_LATIN for word in name)


def _scripts(name: NameWords) -> frozenset[str]:
    return frozenset(map(_script, name))


@lru_cache(maxsize=4096)
def _script(word: str) -> str:
    """The script of a word's first letter; the scripts of Chinese and Japanese are one."""
    if word[0] <= LAST_LATIN:
        return "LATIN"
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return "CJK" if script in ("KATAKANA", "HIRAGANA", "KATAKANA-HIRAGANA") else script


def _have_counterparts(shorter: list[str], longer: list[str]) -> bool:
    """Whether each word has its own counterpart, in whichever way the words are paired."""
    if not shorter:
        return True
    word, *rest = shorter
    return any(
        _fit(word, other) and _have_counterparts(rest, longer[:at] + longer[at + 1 :])
        for at, other in enumerate(longer)
    )


def _are_swapped(one: NameWords, other: NameWords) -> bool:
    """Whether one name is the other's without spaces, with the family name first in one of them."""
    return "".join(one[::-1]) == "".join(other) or "".join(other[::-1]) == "".join(one)


@lru_cache(maxsize=8192)
def _fit(one: str, other: str) -> bool:
    """Whether a word can stand for another."""
    if len(one) > len(other):
        one, other = other, one
    if _script(one) != _script(other):
        return True  # The rest of the name tells.
    if _script(one) == "CJK":
        return other.startswith(one)  # the family name, written without a space
    if one in GENERATIONS or other in GENERATIONS:
        return one == other
    if _is_initial(one):
        return other[0] == one
    if are_one_name(one, other):
        return True
    return not are_two_names(one, other) and (
        _is_shortened(one, other) or _is_slip(one, other) or _sound_alike(one, other)
    )


def _is_initial(word: str) -> bool:
    return len(word) == 1 and _script(word) != "CJK"


def _is_shortened(short: str, long: str) -> bool:
    cut = len(long) - len(short)
    return len(short) >= MIN_SHORTENED_CHARS and cut >= MIN_CUT_CHARS and long.startswith(short)


def _is_slip(short: str, long: str) -> bool:
    """Whether one letter was left out or doubled, replaced in a long word, or two were swapped. The
    first and the last letter stay: Andrea is not Andreas."""
    if len(short) < MIN_SLIP_CHARS or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    if len(long) > len(short):
        return long == f"{short}h" or (short[-1] == long[-1] and _is_one_letter_less(short, long))
    if short[-1] != long[-1]:
        return False
    different = [at for at in range(len(short)) if short[at] != long[at]]
    if len(different) == 1:
        return len(short) >= MIN_REPLACED_CHARS
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return short[first] == long[second] and short[second] == long[first]


def _is_one_letter_less(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))


def _sound_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < MIN_SKELETON_CHARS:
        return False
    return _skeleton(one) == _skeleton(other)


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    for written, sound in SAME_SOUND:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", word)
