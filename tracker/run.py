"""`make run`: everything ready, web and worker in one process tree, the address and the first login printed."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from tracker.backends import Backends
from tracker.setup import first_account, ready_backends

STOP_SECONDS = 15.0


def main() -> int:
    """Start Acuse and stay until Ctrl-C (or SIGTERM); gives the exit code."""
    argparse.ArgumentParser(prog="python -m tracker.run", description="Starts Acuse: the site and its worker, until "
                            "Ctrl-C. Settings are read from the environment: docs/settings.md.").parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("alembic", "apscheduler", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    try:
        backends = ready_backends(os.environ)
    except (OSError, ValueError) as problem:
        print(f"Acuse cannot start: {problem}", file=sys.stderr)
        return 2
    settings = backends.settings
    if not _is_free(settings.host, settings.port):
        print(f"Something else already uses {settings.host}:{settings.port}. Stop it, or choose another port: "
              "ACUSE_PORT=8001 make run", file=sys.stderr)
        return 2
    account = first_account(backends)
    workers = [_start_worker() for _ in range(max(1, settings.workers))]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _interrupt)
    _greet(settings.site_url, account)
    try:
        _serve(backends)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(workers)
        backends.close()
    print("Acuse has stopped. Nothing is lost; start it again with: make run", flush=True)
    return 0


def _serve(backends: Backends) -> None:
    import waitress

    from tracker.app import create_app

    app = create_app(backends.settings, backends)
    waitress.serve(app, host=backends.settings.host, port=backends.settings.port, threads=8, ident="Acuse",
                   max_request_body_size=backends.settings.max_upload_mb * 2**20, _quiet=True)


def _start_worker() -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches this process alone, which then stops the worker between two pages.
    return subprocess.Popen([sys.executable, "-m", "tracker.worker"], start_new_session=True)


def _stop(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        if worker.poll() is None:
            worker.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for worker in workers:
        try:
            worker.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _greet(address: str, account: tuple[str, str] | None) -> None:
    print(f"\n  Acuse: {address}", flush=True)
    if account is not None:
        print("  The first account, shown only this once:", flush=True)
        print(f"    e-mail:   {account[0]}\n    password: {account[1]}", flush=True)
    print("  Stop with Ctrl-C.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
