"""Pages read together: each asks the engine as if alone, and one start of the engine serves them all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from ocr.engines.base import AUTO, Engine, Orientation
from ocr.errors import PageError
from ocr.lines import Line
from ocr.picture import Picture

T = TypeVar("T")


class _Request:
    def __init__(self, pictures: Sequence[Picture], mode: int) -> None:
        self.pictures, self.mode = pictures, mode
        self.answer: list[list[Line]] | PageError | None = None


class _Table:
    """The engine as the pages see it. Only the page that holds `turn` works; a page that asks lets the others go on."""

    def __init__(self, engine: Engine, pages: int) -> None:
        self.name = engine.name
        self.page_seconds = pages * engine.page_seconds
        self.turn = threading.Condition()
        self._engine = engine
        self._working = pages
        self._waiting: list[_Request] = []

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """Ask, and wait until all other pages have asked too or are done."""
        request = _Request(pictures, mode)
        self._waiting.append(request)
        self._working -= 1
        self._serve_if_all_wait()
        while request.answer is None:
            self.turn.wait()
        if isinstance(request.answer, PageError):
            raise request.answer
        return request.answer

    def leave(self) -> None:
        """A page is done."""
        self._working -= 1
        self._serve_if_all_wait()

    def _serve_if_all_wait(self) -> None:
        if self._working or not self._waiting:
            return
        for mode in sorted({request.mode for request in self._waiting}):
            asked = [request for request in self._waiting if request.mode == mode]
            try:
                answers = iter(self._engine.read([picture for r in asked for picture in r.pictures], mode))
                for request in asked:
                    request.answer = [next(answers) for _ in request.pictures]
            except PageError:
                for request in asked:
                    request.answer = self._alone(request)
        self._working = len(self._waiting)
        self._waiting = []
        self.turn.notify_all()

    def _alone(self, request: _Request) -> list[list[Line]] | PageError:
        try:
            return self._engine.read(request.pictures, request.mode)
        except PageError as error:
            return error

    def orientation(self, picture: Picture) -> Orientation | None:
        """Asked at once; it is rare."""
        return self._engine.orientation(picture)

    def close(self) -> None:
        """The engine belongs to someone else."""


def read_together(tasks: Sequence[Callable[[Engine], T]], engine: Engine) -> list[T]:
    """Run the tasks (each reads one page with the engine it is given) so that their pictures share engine starts."""
    if len(tasks) == 1:
        return [tasks[0](engine)]
    table = _Table(engine, len(tasks))
    results: dict[int, T] = {}
    errors: list[BaseException] = []

    def sit(index: int) -> None:
        with table.turn:
            try:
                results[index] = tasks[index](table)
            except BaseException as error:
                errors.append(error)
            finally:
                table.leave()

    threads = [threading.Thread(target=sit, args=(index,)) for index in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(tasks))]
