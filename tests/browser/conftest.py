"""A running installation and a real browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import chromium_program

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@dataclass(frozen=True)
class Site:
    """Where the installation answers, its first login, and its process."""

    address: str
    email: str
    password: str
    process: subprocess.Popen[str]
    data: Path


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Acuse as `make run` starts it, on a data folder of its own."""
    data, port = tmp_path_factory.mktemp("site"), free_port()
    environ = {**os.environ, "ACUSE_DATA_DIR": str(data), "ACUSE_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-m", "tracker.run"], cwd=ROOT, env=environ, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    said = ""
    deadline = time.monotonic() + 60
    while "Ctrl-C" not in said and time.monotonic() < deadline:
        said += process.stdout.readline()
    email, password = (re.search(rf"{word}: +(\S+)", said) for word in ("e-mail", "password"))
    assert email and password, said
    address = f"http://127.0.0.1:{port}"
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield Site(address, email.group(1), password.group(1), process, data)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium as the system has it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """A window that is signed in, in Spanish."""
    context = chromium.new_context(locale="es-MX", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    window.set_default_timeout(20_000)
    window.goto(site.address)
    window.fill("#email", site.email)
    window.fill("#password", site.password)
    window.click("#submit")
    window.wait_for_selector("h1")
    yield window
    context.close()
