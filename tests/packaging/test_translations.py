"""packaging/translations.py and contactdesk.ui.kit.translation: plural forms of the window's texts."""

import pytest
import translations
from PySide6.QtCore import QCoreApplication


def test_plural_texts_are_found_with_their_context():
    source = """
class Bar:
    def words(self, n):
        return self.tr("%Ln row(s)", "", n) + self.tr("no count")
def words(n):
    return translate("words", "%Ln match(es)", "", n) + translate("words", "no count")
"""
    assert translations.plurals(source) == {("Bar", "%Ln row(s)"), ("words", "%Ln match(es)")}
    assert translations.forms("%Ln match(es)") == ("%Ln match", "%Ln matches")
    assert translations.forms("%Ln person(people)") == ("%Ln person", "%Ln people")


def test_the_translation_shipped_is_up_to_date(tmp_path):
    made = translations.write(tmp_path)
    shipped = translations.FOLDER / made.name
    assert shipped.read_text("utf-8") == made.read_text("utf-8"), "run packaging/translations.py"
    assert shipped.with_suffix(".qm").read_bytes() == made.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("count", [1, 2])
def test_every_plural_text_reads_as_its_singular_or_plural(qapp, count):
    for context, source in translations.all_plurals():
        said = QCoreApplication.translate(context, source, "", count)
        form = translations.forms(source)[count != 1]
        assert said == form.replace("%Ln", str(count)).replace("%n", str(count))
