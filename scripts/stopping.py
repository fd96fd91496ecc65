"""Being stopped from outside, by Ctrl-C or by a `kill`: what was begun is cleared away before the program ends."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(BaseException):
    """A signal asked the program to end; like KeyboardInterrupt, nothing that catches errors catches it.

    Attributes
    ----------
    status
        The exit status that shells expect: 128 and the number of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


def _stop(number: int, _: FrameType | None) -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the clearing away
    raise Stopped(number)


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block a signal to end is raised as `Stopped`; one that is ignored from outside (nohup) stays so."""
    heard = [one for one in SIGNALS if signal.getsignal(one) is not signal.SIG_IGN]
    with _handled(_stop, *heard):
        yield


@contextmanager
def unheard(*signals: int) -> Iterator[None]:
    """Within the block some signals are ignored, and programs started in it ignore them too."""
    with _handled(signal.SIG_IGN, *signals):
        yield


@contextmanager
def postponed(*signals: int) -> Iterator[None]:
    """Within the block signals to end wait for its end: a program that is being started is told what it is to do."""
    came: list[int] = []
    heard = [one for one in signals if signal.getsignal(one) is _stop]
    with _handled(lambda number, _: came.append(number), *heard):
        yield
    if came:
        _stop(came[0], None)


@contextmanager
def _handled(handler: Any, *signals: int) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's alone
        yield
        return
    before = {one: signal.signal(one, handler) for one in signals}
    try:
        yield
    except Stopped:
        before = {}  # stay deaf until the program has ended
        raise
    finally:
        for one, old in before.items():
            signal.signal(one, old)
