import subprocess
import sys

import pytest

from contactdesk.text.ideographs import NAME_VARIANTS, fold_ideograph
from contactdesk.text.normalize import normalize


@pytest.mark.parametrize(
    "variants",
    [
        ("髙橋", "高橋", "高桥"),
        ("宮﨑", "宮崎", "宫崎"),
        ("𠮷田", "吉田"),
        ("渡邉", "渡邊", "渡辺", "渡边"),
        ("濵田", "濱田", "浜田", "滨田"),
        ("齋藤", "斎藤", "斋藤"),
        ("澤田", "沢田", "泽田"),
        ("櫻井", "桜井", "樱井"),
        ("龍", "竜", "龙"),
        ("張偉", "张伟"),
        ("鄧麗華", "邓丽华"),
        ("國", "国", "囯"),
        ("頭髮", "头发"),
        ("發", "发"),
        ("黑", "黒"),
        ("太郞", "太郎"),
        ("恵", "惠"),
    ],
)
def test_variants_of_a_character_are_one(variants):
    assert len(set(map(normalize, variants))) == 1


@pytest.mark.parametrize("pair", ["斎斉", "畑畠", "太大", "岡崗", "王玉"])
def test_different_characters_stay_apart(pair):
    one, other = map(normalize, pair)
    assert one != other


def test_form_of_all_variants_is_its_own_form():
    for variant, character in NAME_VARIANTS.items():
        folded = fold_ideograph(chr(variant))
        assert folded == fold_ideograph(chr(character)) == fold_ideograph(folded)


def test_converters_are_loaded_with_the_first_chinese_character():
    code = """
import sys
from contactdesk.index.ingest import process
from contactdesk.text.normalize import normalize
normalize("Zoë Иван 김철수 ひらがな 🦊 ア")
assert "opencc" not in sys.modules
normalize("髙")
assert "opencc" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
