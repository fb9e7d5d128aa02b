"""Project rules that no linter checks: sizes, names, and how vendor text is displayed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contactdesk.providers import all_providers

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "contactdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py") if "bench" not in p.parts)
MAX_FUNCTION_LINES = 40
MAX_CLASS_METHODS = 25

Finding = tuple[int, str]
Rule = Callable[[ast.Module], Iterator[Finding]]


def long_functions(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {lines} lines"


def large_classes(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) for n in node.body)
            if methods > MAX_CLASS_METHODS:
                yield node.lineno, f"class {node.name} has {methods} methods"


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name: `c` for `a.b.c`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    return ((n, name_of(n.func)) for n in ast.walk(tree) if isinstance(n, ast.Call))


def sleeps(tree: ast.Module) -> Iterator[Finding]:
    for call, name in calls(tree):
        owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name == "qWait" or (name == "sleep" and owner in ("", "time")):
            yield call.lineno, f"{name}: wait on a condition"


MARKUP_CLASSES = {
    *("QLabel", "QMessageBox", "QTextEdit", "QTextBrowser", "QErrorMessage", "QInputDialog"),
    *("QProgressDialog", "QToolTip", "QSplashScreen", "QWhatsThis", "QWizardPage"),
    *("QTextDocument", "QTextDocumentFragment", "QGraphicsTextItem", "QStaticText", "QFormLayout"),
}
MARKUP_CALLS = {
    *("setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "setTextFormat", "fromHtml"),
    *("setInformativeText", "setSubTitle", "setSource", "setDefaultStyleSheet", "appendHtml"),
}
LINK_CALLS = {"openUrl", "setOpenExternalLinks", "setOpenLinks"}
GUARDED = ("setToolTip", "setWindowTitle", "setStatusTip", "setWhatsThis", "addRow", "insertRow")
GUARDS = {"tr", "line", "block", "mnemonic", "title", "tooltip", "action_tip"}


def unguarded_text(tree: ast.Module) -> Iterator[Finding]:
    """Calls that could turn vendor text into markup, read a file or open a link."""
    for call, name in calls(tree):
        owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name in MARKUP_CLASSES or (owner in MARKUP_CLASSES and name[0].islower()):
            yield call.lineno, f"{owner or name}: use contactdesk.ui.kit.text"
        elif name in MARKUP_CALLS | LINK_CALLS:
            yield call.lineno, f"{name}: use contactdesk.ui.kit.text"
        elif name in GUARDED and not all(is_guarded(each) for each in call.args):
            yield call.lineno, f"{name} of something that is neither tr(), text.*() nor a literal"


def markup_subclasses(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        for parent in node.bases if isinstance(node, ast.ClassDef) else ():
            if name_of(parent) in MARKUP_CLASSES:
                yield parent.lineno, f"class of {name_of(parent)}: use contactdesk.ui.kit.text"


def is_guarded(node: ast.expr) -> bool:
    """Whether it is a literal, a call of tr() or of ui/kit/text.py, or built only from these."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return is_guarded(node.body) and is_guarded(node.orelse)
    if isinstance(node, ast.BinOp):
        return is_guarded(node.left) and is_guarded(node.right)
    if isinstance(node, ast.BoolOp):
        return all(is_guarded(each) for each in node.values)
    return isinstance(node, ast.Call) and name_of(node.func) in GUARDS


def unsafe_requests(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            unsafe = {"verify": False, "follow_redirects": True, "trust_env": True}
            if node.arg in unsafe and node.value.value is unsafe[node.arg]:
                yield node.value.lineno, f"{node.arg}={node.value.value}"
    for call, name in calls(tree):
        # It writes TLS secrets to $SSLKEYLOGFILE.
        if name in (
            "create_default_context",
            "_create_unverified_context",
            "_create_stdlib_context",
        ):
            yield call.lineno, f"{name}: make a context of our own"


def other_network_modules(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        for name in names:
            # It only reads settings.
            if name != "urllib.request.getproxies" and re.match(
                r"(urllib\.request|http\.client|PySide6\.QtNetwork)\b", name
            ):
                yield node.lineno, f"import of {name}"


def provider_branches(tree: ast.Module) -> Iterator[Finding]:
    """A comparison with a vendor's id, a `match` on one, or a dict with vendor ids as keys."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Dict):
            parts = list(node.keys)
        inside = [each for part in parts if part for each in ast.walk(part)]
        found = {each.value for each in inside if is_text(each)} & PROVIDER_IDS
        # "close" is also a common word: alone it counts only beside a provider.
        beside = {name_of(each) for each in inside if isinstance(each, ast.Name | ast.Attribute)}
        if found - {"close"} or (found and beside & {"id", "provider", "provider_id", "vendor"}):
            yield node.lineno, f"a branch on {', '.join(sorted(found))}"


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


PROVIDER_IDS = set(all_providers())


def violations(rule: Rule, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for path in paths
        for line, said in rule(ast.parse(path.read_text(encoding="utf-8")))
    ]


def assert_none(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)


def modules_except(*folders: str) -> list[Path]:
    """The program's modules except those in these folders or files."""
    return [p for p in MODULES if not any(p.is_relative_to(PACKAGE / each) for each in folders)]


def test_classes_have_few_methods():
    assert_none(violations(large_classes, MODULES))


def test_functions_are_short():
    assert_none(violations(long_functions, MODULES))


def test_no_test_sleeps():
    assert_none(violations(sleeps, TESTS))


def test_only_one_module_displays_vendor_text():
    assert_none(violations(unguarded_text, modules_except("ui/kit/text.py")))
    assert_none(violations(markup_subclasses, modules_except("ui/kit/text.py")))


def test_requests_verify_certificates_and_follow_no_redirects():
    assert_none(violations(unsafe_requests, MODULES))
    assert_none(violations(other_network_modules, modules_except("sandbox")))


def test_no_module_branches_on_a_provider():
    assert_none(violations(provider_branches, modules_except("sandbox")))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def named_by(text: str) -> set[str]:
    """The program's modules that a test imports or names in a text."""
    found = set(re.findall(r"contactdesk(?:\.\w+)+", text))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def is_only_data(path: Path) -> bool:
    """Whether a module has only constants: nothing to test."""
    parts = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.Expr)
    return all(isinstance(each, parts) for each in ast.parse(path.read_text("utf-8")).body)


def test_every_module_has_a_test_that_names_it():
    named = set().union(*(named_by(path.read_text("utf-8")) for path in TESTS))
    for path in TESTS:
        parts = path.relative_to(ROOT / "tests").with_suffix("").parts
        named.add(".".join(["contactdesk", *parts[:-1], parts[-1].removeprefix("test_")]))
    wanted = [p for p in MODULES if p.name not in ("__init__.py", "__main__.py")]
    left = [dotted(p) for p in wanted if dotted(p) not in named and not is_only_data(p)]
    assert_none(left)


def test_every_path_in_the_map_exists():
    text = (PACKAGE / "README.md").read_text("utf-8")
    table, _, _ = text.partition("## Three flows")
    folders = {path for path in re.findall(r"`([a-z_/]+/)`", table)}
    assert len(folders) > 20
    missing = [path for path in folders if not (PACKAGE / path).is_dir()]
    files = re.findall(r"`([a-z_/]+\.py)`", text)
    names = {path.name for path in MODULES}
    missing += [each for each in files if "/" in each and not (PACKAGE / each).exists()]
    missing += [each for each in files if "/" not in each and each not in names]
    assert_none(missing)
    for part in (each for each in PACKAGE.iterdir() if (each / "__init__.py").exists()):
        assert f"`{part.name}/`" in table, part


def test_the_readme_names_every_vendor():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [p.title for p in all_providers().values() if p.title not in readme] == []


def test_no_lock_holds_plain_apsw():
    locks = list((ROOT / "packaging").glob("*.lock"))
    assert len(locks) == 2
    for each in locks:
        assert not re.search(r"^apsw\b(?!-)", each.read_text("utf-8"), re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (long_functions, "def f():\n" + "    pass\n" * MAX_FUNCTION_LINES),
        (long_functions, "class A:\n  async def f(self):\n" + "    pass\n" * MAX_FUNCTION_LINES),
        (large_classes, "class A:\n" + "  def f(self): pass\n" * (MAX_CLASS_METHODS + 1)),
        (sleeps, "time.sleep(1)"),
        (sleeps, "from time import sleep\nsleep(1)"),
        (sleeps, "qtbot.qWait(10)"),
        (sleeps, "QTest.qWait(10)"),
        (unguarded_text, "QLabel(name)"),
        (unguarded_text, "QtWidgets.QLabel('x')"),
        (unguarded_text, "QMessageBox.warning(self, 'a', said)"),
        (unguarded_text, "QToolTip.showText(place, said)"),
        (markup_subclasses, "class Name(QTextBrowser): pass"),
        (unguarded_text, "view.document().setHtml(said)"),
        (unguarded_text, "QDesktopServices.openUrl(url)"),
        (unguarded_text, "button.setToolTip(contact.name)"),
        (unguarded_text, "self.setWindowTitle(f'{name} - contactdesk')"),
        (unguarded_text, "self.setWindowTitle(self.tr('a') + name)"),
        (unguarded_text, "action.setStatusTip(title if title else self.tr('x'))"),
        *(
            (unguarded_text, source)
            for source in (
                *(
                    "QErrorMessage(self).showMessage(said)",
                    "QInputDialog.getText(self, said, said)",
                ),
                *("QProgressDialog(said, 'x', 0, 1)", "QSplashScreen().showMessage(said)"),
                *(
                    "QTextBrowser()",
                    "QTextEdit(said)",
                    "view.insertHtml(said)",
                    "QTextDocument(said)",
                ),
                *(
                    "view.setMarkdown(said)",
                    "box.setInformativeText(said)",
                    "page.setSubTitle(said)",
                ),
                *("label.setTextFormat(Qt.TextFormat.RichText)", "QWhatsThis.showText(at, said)"),
                *("label.setOpenExternalLinks(True)", "browser.setOpenLinks(True)"),
                *("form.addRow(contact.name, field)", "action.setWhatsThis(said)"),
                *(
                    "QFormLayout()",
                    "QTextDocumentFragment.fromHtml(said)",
                    "QGraphicsTextItem(said)",
                ),
            )
        ),
        (markup_subclasses, "class Name(QLabel): pass"),
        (markup_subclasses, "class Name(QtWidgets.QMessageBox): pass"),
        (unsafe_requests, "httpx.AsyncClient(trust_env=True)"),
        (unsafe_requests, "context = ssl.create_default_context()"),
        (unsafe_requests, "httpx.AsyncClient(verify=False)"),
        (unsafe_requests, "client.get(url, follow_redirects=True)"),
        (other_network_modules, "from urllib import request"),
        (other_network_modules, "from urllib.request import getproxies, urlopen"),
        (other_network_modules, "import http.client"),
        (other_network_modules, "from PySide6.QtNetwork import QNetworkAccessManager"),
        (provider_branches, "if provider.id == 'bland': pass"),
        (provider_branches, "x = account.provider in ('quo', 'close')"),
        (provider_branches, "x = 'close' != self.account.provider"),
        (provider_branches, "COLORS = {'opencx': 1}[account.provider]"),
        (provider_branches, "match provider.id:\n  case 'quo': pass"),
    ],
)
def test_rule_finds_a_violation(rule, source):
    assert list(rule(ast.parse(source)))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (long_functions, "def f():\n" + "    pass\n" * (MAX_FUNCTION_LINES - 1)),
        (large_classes, "class A:\n" + "  def f(self): pass\n" * MAX_CLASS_METHODS),
        (sleeps, "await asyncio.sleep(0)"),
        (unguarded_text, "button.setToolTip(self.tr('Copy'))"),
        (unguarded_text, "button.setToolTip(text.tooltip(contact.name))"),
        (unguarded_text, "self.setWindowTitle('' if x else title(name) + ' - contactdesk')"),
        (unguarded_text, "Label(contact.name)"),
        (unsafe_requests, "httpx.AsyncClient(verify=context, follow_redirects=False)"),
        (other_network_modules, "from urllib.parse import urlsplit"),
        (provider_branches, "Provider(id='bland', title='Bland AI')"),
        (provider_branches, "if action == 'close': pass"),
        (unguarded_text, "selection = QTextEdit.ExtraSelection()"),
    ],
)
def test_rule_allows_correct_code(rule, source):
    assert not list(rule(ast.parse(source)))
