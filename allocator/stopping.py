"""Ctrl-C, and the request of a system to end: heard even while a solver or a compiler runs outside Python."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from types import FrameType

STOPPED_EARLY = 5

PATIENCE = 3.0
"""Seconds after which a program that does not answer, being deep in a solver, is ended all the same."""

_answered = threading.Event()


def stop_when_asked() -> None:
    """End by `KeyboardInterrupt` on Ctrl-C and on SIGTERM: what is done is kept, and nothing unfinished left on disk.

    Python answers a signal only between two of its own steps, and a solve is one step that may take hours. So a thread
    hears of the signal too, and ends the program at once if the answer does not come, or if it is asked twice.
    """
    hears, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.detach(), warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Whoever starts a program in the background may want Ctrl-C to pass it by.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _answer)
    threading.Thread(target=_watch, args=(hears,), daemon=True).start()


def _answer(number: int, frame: FrameType | None) -> None:
    _answered.set()
    raise KeyboardInterrupt


def _watch(hears: socket.socket) -> None:
    """Wait for the first signal to be answered, or for a second one."""
    if not _is_asked(hears):
        return
    if _answered.wait(PATIENCE):
        _is_asked(hears)
    print("stopped", file=sys.stderr, flush=True)
    os._exit(STOPPED_EARLY)


def _is_asked(hears: socket.socket) -> bool:
    """Wait until the program is asked to end; other signals go by."""
    while number := hears.recv(1):
        if number[0] in (signal.SIGINT, signal.SIGTERM):
            return True
    return False
