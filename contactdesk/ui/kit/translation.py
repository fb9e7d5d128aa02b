"""Qt translations of the window's texts. English has one too: it holds the plural forms."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from contactdesk.ui.kit.theme import resource

PLURALS = "translations/contactdesk_en.qm"


def install(app: QCoreApplication) -> None:
    """Gives `tr("%Ln contact(s)", "", count)` its singular and plural. Raises if the file is bad."""
    translator = QTranslator(app)
    if not translator.load(str(resource(PLURALS))):
        raise RuntimeError(f"{PLURALS} cannot be loaded; make it with packaging/translations.py")
    app.installTranslator(translator)
