"""Reading in processes of its own: a page that crashes, hangs or bursts takes nothing else along."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ocr.engines import batch_size, batches
from ocr.errors import DamagedFile, PageCrashed, PageTooSlow, ReadingError, by_code
from ocr.failure import failed
from ocr.settings import ReadSettings
from ocr.types import PageReading


class Child:
    """One reading process and the file it has open."""

    def __init__(self, settings: ReadSettings) -> None:
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent)
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ocr.worker", str(theirs.fileno()), str(settings.nice)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self.holds: object = None

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, verb: str, *arguments: Any, seconds: float) -> Any:
        """Ask for something; raises what the process raised, `PageTooSlow` or `PageCrashed`, after which it is dead."""
        try:
            self._connection.send((verb, arguments))
            if not self._connection.poll(seconds):
                self.kill()
                raise PageTooSlow(f"{seconds:.0f} s")
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            self.kill()
            raise PageCrashed(f"exit code {self._process.returncode}") from error
        if answer[0] == "ok":
            return answer[1]
        raised = by_code(answer[1], answer[2])
        raised.media_type = answer[3]
        raise raised

    def kill(self) -> None:
        """End the process and what it started."""
        with suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError):
            self._connection.close()
        self._process.wait()


class Pool:
    """Reading processes, as many as work at once, kept between files since their start costs half a second."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._idle: list[Child] = []
        self._busy = 0

    @contextmanager
    def child(self, settings: ReadSettings, preferring: object) -> Iterator[Child]:
        """A living process of one's own for a while, if possible one that has the file open already."""
        with self._lock:
            while self._busy >= settings.worker_count:
                self._lock.wait()
            self._busy += 1
            self._idle = [child for child in self._idle if child.alive]
            holding = [child for child in self._idle if child.holds is preferring]
            chosen = holding[0] if holding else self._idle[-1] if self._idle else None
            if chosen is not None:
                self._idle.remove(chosen)
        child = chosen
        try:
            child = child or Child(settings)
            yield child
        finally:
            with self._lock:
                self._busy -= 1
                if child is not None and child.alive:
                    self._idle.append(child)
                self._lock.notify()

    @property
    def idle(self) -> tuple[Child, ...]:
        """The processes that wait for work."""
        with self._lock:
            return tuple(self._idle)

    def close(self) -> None:
        """End all idle processes."""
        with self._lock:
            for child in self._idle:
                child.kill()
            self._idle.clear()


_POOL = Pool()
atexit.register(_POOL.close)


class IsolatedFile:
    """An open file, read by processes of the pool."""

    def __init__(self, path: Path, media_type: str | None, settings: ReadSettings, pool: Pool | None = None) -> None:
        self.path = path.absolute()
        self.settings = settings
        self._stated = media_type
        self._pool = pool or _POOL
        self._token = object()
        with self._pool.child(settings, None) as child:
            self.media_type, self.page_count = self._open_in(child)

    @property
    def _patience(self) -> float:
        return self.settings.page_seconds + self.settings.grace_seconds

    def _open_in(self, child: Child) -> tuple[str, int]:
        child.holds = None
        try:
            opened: tuple[str, int] = child.ask(
                "open", str(self.path), self._stated, self.settings, seconds=self._patience
            )
        except (PageCrashed, PageTooSlow) as error:
            raise DamagedFile(error.code) from error
        child.holds = self._token
        return opened

    def _ask(self, verb: str, *arguments: Any, pages: int = 1) -> Any:
        with self._pool.child(self.settings, self._token) as child:
            if child.holds is not self._token:
                self._open_in(child)
            return child.ask(verb, *arguments, seconds=self._patience * pages)

    @property
    def engine(self) -> str:
        """Name and version of the OCR engine."""
        return str(self._ask("engine"))

    def read_page(self, number: int) -> PageReading:
        """Read one page, from 1; a page that cannot be read has its `error` set."""
        try:
            reading: PageReading = self._ask("read", number)
            return reading
        except ReadingError as error:
            return failed(number, error)

    def read_pages(self, numbers: Iterable[int]) -> Iterator[PageReading]:
        """Read several pages with all processes the settings allow, and give them in the order asked for."""
        workers = self.settings.worker_count
        with ThreadPoolExecutor(workers) as threads:
            waiting: deque[Future[list[PageReading]]] = deque()
            for batch in batches(numbers, batch_size(self.settings), workers):
                waiting.append(threads.submit(self._read_batch, batch))
                if len(waiting) >= 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()

    def _read_batch(self, numbers: list[int]) -> list[PageReading]:
        """Several pages together; where that fails, one by one."""
        if len(numbers) > 1:
            with suppress(ReadingError):
                readings: list[PageReading] = self._ask("read_together", numbers, pages=len(numbers))
                return readings
        return [self.read_page(number) for number in numbers]

    def render_page(self, number: int, width_px: int) -> tuple[bytes, str]:
        """The page as displayed, `width_px` wide: the bytes of an image and their media type."""
        image: tuple[bytes, str] = self._ask("render", number, width_px)
        return image

    def embedded(self) -> list[str]:
        """Names of the files inside this one; raises a subclass of `ReadingError`."""
        names: list[str] = self._ask("embedded")
        return names

    def take_embedded(self, number: int, target: str | Path) -> None:
        """Write the file inside this one with that number, from 0, to `target`; raises a subclass of `ReadingError`."""
        self._ask("take_embedded", number, str(target))

    def close(self) -> None:
        """Let the processes forget the file when they open the next."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
