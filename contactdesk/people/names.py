"""Whether two names can be one person's. Names never link contacts; they hold them apart.

Two names agree if every word of the shorter one has its counterpart in the longer one: the same
word, its initial, another form of a given name, or a slip of the pen. The answer does not depend
on which name comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from contactdesk.people.given_names import (
    are_one_name,
    are_two_names,
    first_names,
    forms_of,
    is_given_name,
)
from contactdesk.text.normalize import APOSTROPHES, normalize

NameWords = tuple[str, ...]
"""The words of a name, normalized, in the order written, without titles; () for no name."""

Fit = Callable[[str, str], bool]

TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mister", "dr", "prof", "sir", "madam", "rev", "hon", "capt"),
        *("herr", "frau", "sr", "sra", "srta", "senor", "senora", "mme", "mlle", "lic", "rabbi"),
        *("monsieur", "madame", "sig", "dott", "ing", "dipl", "med", "phd", "md", "dds", "dvm"),
        *("esq", "cpa", "mba", "rn", "dmd", "esquire", "coach", "pastor", "fr", "sgt"),
    )
)

GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii"}
"""Suffixes that tell a father from his son."""

_PLACEHOLDERS = """
anonymous blocked caller client contact customer guest hidden lead n a na name new no none
null number person private restricted string test unavailable undefined unknown unnamed user
visitor wireless withheld tbd spam likely potential the id unbekannt anonym desconocido
inconnu sconosciuto неизвестно
"""
PLACEHOLDERS = frozenset(_PLACEHOLDERS.split())
"""A name made only of these words counts as none."""

MIN_SLIP_CHARS, MIN_REPLACED_CHARS = 3, 7
MIN_SKELETON_CHARS, MIN_MISSPELLED_CHARS, MIN_GIVEN_SLIP_CHARS = 5, 4, 5
MIN_SHORTENED_CHARS, MIN_CUT_CHARS = 3, 4
"""For a shortened name, such as Maxi for Maximilian: letters that remain, and letters that are cut
off."""

_WRITTEN_FIRST = """
ahn an bae bai bui cai cao cha chan chang chen cheng cho choi chow chu chung cui dang deng
dinh do dong duong fang feng fu gao gong guo gu han he heo ho hong hu huang hwang huynh jang
jeon jeong jia jiang jin jo jung kang kim kwon lai lam lau le lee li liang liao lim lin liu
lu luo ly ma mai min moon nam ngo nguyen oh pan park peng pham phan ren ryu seo shen shi
shin sim son song su sun tan tang tian to tran truong tseng vo vu wang wei wen wong woo wu
xiao xie xu xue yan yang yao ye yi yin yoo yoon yu yuan zeng zhang zhao zheng zhong zhou zhu
zou ito kato sato suzuki tanaka watanabe yamamoto nakamura kobayashi yoshida yamada sasaki
takahashi nagy kovacs toth szabo horvath varga kiss molnar nemeth
"""
WRITTEN_FIRST = frozenset(_WRITTEN_FIRST.split())
"""Family names that are mostly written before the given name."""

MAX_NAME_CHARS, MAX_WORDS = 200, 12
START_BITS = 60
"""First letters are told apart by their code modulo this: for those of one script, exactly."""

LAST_LATIN = "\u024f"
NOT_OF_A_WORD = re.compile(r"[^\w\s]|_")
JOINING = re.compile(f"(?<=\\w)[{re.escape(APOSTROPHES)}'](?=\\w)")

TRANSCRIPTION = str.maketrans(
    {
        **dict(zip("абвгдеёзийіклмнопрстуфыэєґ", "abvgdeeziyiklmnoprstufyeeg", strict=True)),
        **dict(
            zip(
                "жхцчшщъьюяї",
                ("zh", "kh", "ts", "ch", "sh", "shch", "", "", "yu", "ya", "yi"),
                strict=True,
            )
        ),
    }
)
"""Cyrillic in Latin letters, as Russians and Ukrainians mostly write it."""

LATIN_AND_CYRILLIC = frozenset(("LATIN", "CYRILLIC"))

SAME_SOUND = (
    *(("ph", "f"), ("th", "t"), ("kh", "h"), ("ch", "h"), ("ck", "k"), ("sch", "sh"), ("dj", "j")),
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("iy", "i")),
    *(("ij", "i"), ("yi", "i"), ("ii", "i"), ("yo", "e"), ("io", "e"), ("w", "v"), ("c", "k")),
    *(("q", "k"), ("y", "i"), ("j", "i"), ("z", "s")),
)
"""Ways to write one name of another script, or of another country, in Latin letters."""


def name_words(name: str) -> NameWords:
    """The words of a name that can be compared. An address, a number or "Unknown caller" has none."""
    return _words_of(name[:MAX_NAME_CHARS])


@lru_cache(maxsize=4096)
def _words_of(name: str) -> NameWords:
    if "@" in name:
        return ()
    text = name
    if name.count(",") == 1:
        last, first = name.split(",")
        text = f"{first} {last}" if first.strip() and last.strip() else name
    words = NOT_OF_A_WORD.sub(" ", JOINING.sub("", normalize(text))).split()
    words = [word for word in words if not any(map(str.isdigit, word))][:MAX_WORDS]
    words = _without_titles(words)
    if PLACEHOLDERS.issuperset(words) or all(_is_initial(word) for word in words):
        return ()
    return tuple(words)


def _without_titles(words: list[str]) -> list[str]:
    if len(words) > 2 and words[-1] in GENERATIONS:
        return [*_without_titles(words[:-1]), GENERATIONS[words[-1]]]
    return [word for word in words if word not in TITLES] or words


@lru_cache(maxsize=4096)
def compatible(one: NameWords, other: NameWords) -> bool | None:
    """Whether two names can be one person's: None if that cannot be told.

    It cannot without a name, nor between two scripts, unless no word can be a transcription of
    another.
    """
    if not one or not other:
        return None
    if one == other:
        return True
    first, second = look_of(one), look_of(other)
    if first.scripts.isdisjoint(second.scripts):
        return _compatible_in_latin(one, other)
    if _are_plainly_different(first, second):
        return False
    only_one, only_other = _without_common(one, other)
    if not only_one or not only_other:
        return True
    if "".join(only_one) == "".join(only_other):
        return True  # Jean Luc, Jeanluc
    if sorted("".join(only_one)) == sorted("".join(only_other)) and _are_swapped(one, other):
        return True
    shorter, longer = sorted((only_one, only_other), key=lambda words: (len(words), words))
    # Nobody else at one number or address has the same given name and almost the same family name.
    has_given_name = any(is_given_name(word) for word in one if word in other)
    return _have_counterparts(shorter, longer, _fit_family if has_given_name else _fit)


class Look(Struct, frozen=True, gc=False):
    """What shows at a glance that a name is another than most.

    `letters` are those of all words, sorted; `starts` has the bits of `_starts` for each word,
    `any_start` those of all. Of several names, the longest come first by `order`.
    """

    order: tuple[int, int, NameWords]
    scripts: frozenset[str]
    letters: str
    words: frozenset[str]
    starts: tuple[int, ...]
    any_start: int


@lru_cache(maxsize=4096)
def look_of(name: NameWords) -> Look:
    starts, any_start = tuple(map(_starts, name)), 0
    for each in starts:
        any_start |= each
    letters = "".join(sorted("".join(name)))
    order = -len(name), -len(letters), name
    return Look(order, frozenset(map(_script, name)), letters, frozenset(name), starts, any_start)


@lru_cache(maxsize=4096)
def _starts(word: str) -> int:
    """Bits for the first letters of whatever a word can stand for: two words of a script that fit
    have one in common."""
    found = 0
    for form in (word, _skeleton(word) or word, *forms_of(word)):
        found |= 1 << ord(form[0]) % START_BITS
    return found


def can_agree(one: Look, other: Look) -> bool:
    """Whether `compatible` may be True, as far as a glance tells."""
    return not one.scripts.isdisjoint(other.scripts) and not _are_plainly_different(one, other)


def _are_plainly_different(one: Look, other: Look) -> bool:
    """Whether a word of the shorter name begins like none of the other's, so that nothing can make
    them one person's. That is true of most pairs, and takes a tenth of the time."""
    if one.scripts != other.scripts or len(one.scripts) > 1 or one.letters == other.letters:
        return False
    fewer, more = (one, other) if len(one.starts) <= len(other.starts) else (other, one)
    any_start = more.any_start
    for starts in fewer.starts:
        if not starts & any_start:
            return one.words.isdisjoint(other.words)
    return False


def may_be_misspelled(one: NameWords, other: NameWords) -> bool:
    """Whether one mistake anywhere in one word makes two names equal: enough for contacts of an
    address that nobody else has, too little for a number."""
    only_one, only_other = _without_common(one, other)
    if len(only_one) != 1 or len(only_other) != 1 or len(one) < 2 or len(other) < 2:
        return False
    first, second = only_one[0], only_other[0]
    return not are_two_names(first, second) and _differ_by_one(first, second)


def have_same_given_name(one: NameWords, other: NameWords) -> bool:
    """Whether two names begin with the same given name: Maria Lopez and Maria Becker, who may have
    married. Not so for a word that is, or here seems to be, a family name written first."""
    if len(one) < 2 or len(other) < 2 or not _are_same_given(one[0], other[0]):
        return False
    return is_given_name(one[0]) or not any(map(is_given_name, (*one[1:], *other[1:])))


def _are_same_given(one: str, other: str) -> bool:
    if _is_initial(one) or one in WRITTEN_FIRST or other in WRITTEN_FIRST:
        return False
    return one == other or are_one_name(one, other)


def is_full(name: NameWords) -> bool:
    """Whether a name has two words, initials not counted, or is written without spaces."""
    words = [word for word in name if not _is_initial(word)]
    return len(words) > 1 or any(len(word) > 1 and _script(word) == "CJK" for word in words)


def is_latin(name: NameWords) -> bool:
    """Whether all words are in Latin letters."""
    return all(max(word) <= LAST_LATIN for word in name)


@lru_cache(maxsize=4096)
def _script(word: str) -> str:
    """The script of a word's first letter; the scripts of Chinese and Japanese are one."""
    if word[0] <= LAST_LATIN:
        return "LATIN"
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return "CJK" if script in ("KATAKANA", "HIRAGANA", "KATAKANA-HIRAGANA") else script


def _without_common(one: NameWords, other: NameWords) -> tuple[list[str], list[str]]:
    """The words that only one of two names has: of Lewis Lewis and Ann Lewis, Lewis and Ann."""
    common = [word for word in one if word in other]
    if not common:
        return [*one], [*other]
    only_one, only_other = [*one], [*other]
    for word in common:
        if word in only_one and word in only_other:
            only_one.remove(word)
            only_other.remove(word)
    return only_one, only_other


def _compatible_in_latin(one: NameWords, other: NameWords) -> bool | None:
    """Whether names of two scripts contradict each other: False or None, never True."""
    if look_of(one).scripts | look_of(other).scripts != LATIN_AND_CYRILLIC:
        return None
    first, second = _in_latin(one), _in_latin(other)
    can_be_one = any(_fit_family(word, each) for word in first for each in second)
    return None if can_be_one or any(word in second for word in first) else False


@lru_cache(maxsize=1024)
def _in_latin(name: NameWords) -> NameWords:
    return tuple(word.translate(TRANSCRIPTION) for word in name)


def _have_counterparts(shorter: list[str], longer: list[str], fit: Fit) -> bool:
    """Whether each word has its own counterpart, in whichever way the words are paired.

    A word that finds its counterpart taken asks the other one to move on to another.
    """
    taken_by: dict[int, int] = {}

    def finds(word: int, asked: set[int]) -> bool:
        for at, other in enumerate(longer):
            if at in asked or not fit(shorter[word], other):
                continue
            asked.add(at)
            if at not in taken_by or finds(taken_by[at], asked):
                taken_by[at] = word
                return True
        return False

    return all(finds(word, set()) for word in range(len(shorter)))


def _are_swapped(one: NameWords, other: NameWords) -> bool:
    """Whether one name is the other's without spaces, with the family name first in one of them."""
    return "".join(one[::-1]) == "".join(other) or "".join(other[::-1]) == "".join(one)


@lru_cache(maxsize=4096)
def _fit(one: str, other: str) -> bool:
    """Whether a word can stand for another."""
    if len(one) > len(other):
        one, other = other, one
    if _script(one) != _script(other):
        return True  # The rest of the name tells.
    if _script(one) == "CJK":
        return other.startswith(one)  # the family name, written without a space
    if not _starts(one) & _starts(other):
        return False
    if one in GENERATIONS or other in GENERATIONS:
        return one == other
    if _is_initial(one):
        return other[0] == one or any(name[0] == one for name in first_names(other))
    if are_one_name(one, other):
        return True
    return not are_two_names(one, other) and (
        _is_shortened(one, other)
        or _is_slip(one, other)
        or _sound_alike(one, other)
        or _is_slip_for_given_name(one, other)
    )


def _fit_family(one: str, other: str) -> bool:
    """As `_fit`, with any mistake in a family name."""
    if _fit(one, other):
        return True
    are_long = min(len(one), len(other)) >= MIN_MISSPELLED_CHARS
    return (
        are_long
        and not is_given_name(one)
        and not is_given_name(other)
        and _differ_by_one(one, other)
    )


def _is_slip_for_given_name(one: str, other: str) -> bool:
    """Whether one word is a known given name, and the other, which is none, a slip for it or for
    another form of it that keeps the first letter: Juudith for Judy."""
    if is_given_name(one) == is_given_name(other):
        return False
    known, slip = (one, other) if is_given_name(one) else (other, one)
    if len(slip) < MIN_GIVEN_SLIP_CHARS:
        return False
    return any(
        len(form) >= MIN_GIVEN_SLIP_CHARS and form[0] == slip[0] and _differ_by_one(slip, form)
        for form in forms_of(known)
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


def _differ_by_one(one: str, other: str) -> bool:
    """Whether one letter more, less or replaced, or two swapped make a word of the other."""
    if not -1 <= len(one) - len(other) <= 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    rest, long_rest = short[at:], long[at:]
    return rest[1:] == long_rest[1:] or (
        rest[:2] == long_rest[1::-1] and len(rest) > 1 and rest[2:] == long_rest[2:]
    )


def _is_one_letter_less(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))


def _sound_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < MIN_SKELETON_CHARS:
        return False
    return _skeleton(one) == _skeleton(other)


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    for written, sound in SAME_SOUND:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", word)
