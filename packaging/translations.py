#!/usr/bin/env python3
"""Collects the window's plural texts and writes their English forms: contactdesk_en.ts and .qm.

    .venv/bin/python packaging/translations.py

A source text marks its plural by an ending in parentheses: "%Ln contact(s)", "%Ln match(es)", or by
another word, "%Ln person(people)". They are read here because Qt's lupdate overlooks the plurals of
`translate` in Python; its lrelease compiles them.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
NAME = "contactdesk_en"
ENDING = re.compile(r"\((\w+)\)")
WORD = re.compile(r"\bperson\((people)\)")
"""A word whose plural is another one."""

HEADER = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'

Text = tuple[str, str]
"""Context and source, as Qt looks a text up."""


def forms(source: str) -> tuple[str, str]:
    """Singular and plural: "%Ln match(es)" is "%Ln match" and "%Ln matches"."""
    return ENDING.sub("", source), ENDING.sub(r"\1", WORD.sub(r"\1", source))


def plurals(source: str) -> set[Text]:
    """The texts of a module that are given a count: `self.tr(text, "", count)` in the context of
    its class, and `translate(context, text, "", count)`."""
    return set(_plurals(ast.parse(source), ""))


def _plurals(node: ast.AST, context: str) -> Iterator[Text]:
    if isinstance(node, ast.ClassDef):
        context = node.name
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if name == "tr" and len(node.args) == 3:
            yield context, str(texts[0])
        elif name == "translate" and len(node.args) == 4:
            yield str(texts[0]), str(texts[1])
    for child in ast.iter_child_nodes(node):
        yield from _plurals(child, context)


def all_plurals() -> list[Text]:
    """Every plural text of the program, in order."""
    files = [p for room in ("ui", "app") for p in (ROOT / "contactdesk" / room).rglob("*.py")]
    return sorted(set().union(*(plurals(file.read_text(encoding="utf-8")) for file in files)))


def write(folder: Path) -> Path:
    """Writes both files into a folder; gives the readable one."""
    root = ElementTree.Element("TS", version="2.1", language="en", sourcelanguage="en")
    contexts: dict[str, ElementTree.Element] = {}
    for name, source in all_plurals():
        if name not in contexts:
            contexts[name] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[name], "name").text = name
        message = ElementTree.SubElement(contexts[name], "message", numerus="yes")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        for form in forms(source):
            ElementTree.SubElement(translation, "numerusform").text = form
    ElementTree.indent(root)
    readable, compiled = folder / f"{NAME}.ts", folder / f"{NAME}.qm"
    readable.write_bytes(HEADER + ElementTree.tostring(root, encoding="utf-8") + b"\n")
    lrelease = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    subprocess.run([lrelease, "-silent", readable, "-qm", compiled], check=True)
    return readable


if __name__ == "__main__":
    print(f"wrote {write(FOLDER).relative_to(ROOT)}")
    sys.exit(0)
