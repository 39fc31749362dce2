"""The house keeps its shape: imports go one way, libraries stay in their adapters, settings are documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tracker.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"ocr": ("archive", "tracker", "sqlalchemy", "flask"), "archive": ("tracker", "flask")}
ONE_ADAPTER = ("pytesseract", "pdf2image", "whoosh", "apscheduler", "tesserocr")


def _modules(package: str) -> list[Path]:
    return sorted((ROOT / package).glob("**/*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(package) for name in _imports(path) if name.split(".")[0] in FORBIDDEN[package]
    ]
    assert not wrong


def test_only_the_web_knows_flask() -> None:
    allowed = {ROOT / "tracker" / "app.py", ROOT / "tracker" / "cli.py"}
    wrong = [
        str(path.relative_to(ROOT)) for path in _modules("tracker")
        if path not in allowed and ROOT / "tracker" / "web" not in path.parents
        and any(name.split(".")[0] in ("flask", "flask_babel", "flask_login", "flask_wtf") for name in _imports(path))
    ]
    assert not wrong


@pytest.mark.parametrize("library", ONE_ADAPTER)
def test_a_library_stays_in_one_adapter(library: str) -> None:
    # Whoosh's adapter is one subject in several files that share their first name.
    users = {
        str(path.relative_to(ROOT)) for package in ("ocr", "archive", "tracker") for path in _modules(package)
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    families = {re.sub(r"(whoosh)_\w+\.py$", r"\1_*.py", user) for user in users}
    assert len(families) <= 1, users


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`ACUSE_{name}`" in (ROOT / "docs" / "settings.md").read_text()


def test_the_project_names_no_machine_path() -> None:
    said = [
        str(path.relative_to(ROOT))
        for folder in ("ocr", "archive", "tracker", "seeds", "docs", "tests", "scripts", "benchmarks")
        for path in (ROOT / folder).glob("**/*")
        if path.suffix in (".py", ".md", ".yaml", ".html", ".sh")
        and ("/" + "work/" in path.read_text() or "/" + "root/" in path.read_text())
    ]
    assert not said
