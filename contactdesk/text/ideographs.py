"""Chinese characters folded to one form: traditional, simplified and Japanese ones, and variants that
are used in names.

`opencc` tells which character replaced which. Each is mapped by itself, so one that replaced several
finds all of them: 发 both 發 and 髮.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

IDEOGRAPHS = (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)

# Variants in names that opencc does not map.
NAME_VARIANTS = str.maketrans(
    "髙﨑㟢𠮷濵邉嶋嶌冨桒栁悳曻槗𣘺靑淸籔渕薗埜舩秌鴈靏靍姊兪凞煕篭侭囯圡𡈽閒曺仝昻尙朖戸飮呉舎舗隣闘窓竃繋翆讃賎頬騨",
    "高崎崎吉濱邊島島富桑柳德昇橋橋青清藪淵園野船秋雁鶴鶴姉俞熙熙籠儘國土土間曹同昂尚朗户飲吳舍舖鄰鬪窗竈繫翠讚賤頰驒",
)
MAX_STEPS = 4
"""A character may be mapped to one that is mapped in turn: 滬 → 沪 → 滤."""


def fold_ideograph(character: str) -> str:
    """The representative of the variants that this character belongs to."""
    code = ord(character)
    if not any(low <= code <= high for low, high in IDEOGRAPHS):
        return character
    for _ in range(MAX_STEPS):
        folded = _mapped(character)
        if folded == character:
            break
        character = folded
    return character


def _mapped(character: str) -> str:
    """The simplified character, or the Japanese one where nothing was simplified."""
    to_simplified, to_traditional, to_japanese = _converters()
    own = character.translate(NAME_VARIANTS)
    for mapped in (to_simplified(own), to_simplified(to_traditional(own)), to_japanese(own)):
        if len(mapped) == 1 and mapped not in (own, to_traditional(own)):
            return mapped
    return own


@cache
def _converters() -> list[Callable[[str], str]]:
    # Loading takes 30 ms: only where there are such characters.
    import opencc

    return [opencc.OpenCC(name).convert for name in ("t2s", "jp2t", "t2jp")]
