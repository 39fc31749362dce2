"""A file of three thousand pages stays small in memory, in every process, and the site answers meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests.conftest import World
from tests.ocr.pages import LETTER, born_digital, picture, scan_pdf
from tracker.app import create_app

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MB = 600
SLOWEST_SECONDS = 3.0


def tree_of(root: int) -> set[int]:
    """A process and all it started."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def memory_mb(number: int) -> float:
    """Resident memory of a process."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to measure memory")
def test_three_thousand_pages_stay_under_the_limit_and_the_site_answers(
    world: World, environ: dict[str, str], tmp_path: Path
) -> None:
    import pikepdf

    text = born_digital(tmp_path / "t.pdf", LETTER, pages=2980)
    leaning = [picture(dpi=200).rotate(number / 10, fillcolor=255) for number in range(20)]
    scan = scan_pdf(tmp_path / "s.pdf", leaning, 200)
    with pikepdf.open(text) as whole, pikepdf.open(scan) as scans:
        whole.pages.extend(scans.pages)
        whole.save(tmp_path / "legajo.pdf")
    backends = world.backends
    server = make_server("127.0.0.1", 0, create_app(backends.settings, backends), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reader = subprocess.Popen(
        [sys.executable, "-m", "tracker", "add", "--wait", str(tmp_path / "legajo.pdf")], cwd=ROOT, text=True,
        env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    most, slowest = 0.0, 0.0
    until = time.monotonic() + 1800
    try:
        while reader.poll() is None:
            assert time.monotonic() < until
            most = max([most, *map(memory_mb, tree_of(reader.pid))])
            begun = time.monotonic()
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/login", timeout=30) as answer:
                assert answer.status == 200
            slowest = max(slowest, time.monotonic() - begun)
            time.sleep(0.2)
    finally:
        reader.kill()
        server.shutdown()
    told, errors = reader.communicate()
    print(f"largest process {most:.0f} MB, slowest answer {slowest:.2f} s")
    assert reader.returncode == 0, errors
    assert "3000" in told
    assert most < LIMIT_MB and slowest < SLOWEST_SECONDS
