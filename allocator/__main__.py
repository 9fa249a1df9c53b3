"""The program: it can be stopped from its first moment on, while it is still being loaded."""

from __future__ import annotations

import sys

from allocator.stopping import STOPPED_EARLY, stop_when_asked
from allocator.streams import open_streams


def main() -> None:
    """Run the command line."""
    open_streams()
    stop_when_asked()
    try:
        from allocator.cli import app

        app()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(STOPPED_EARLY)


if __name__ == "__main__":
    main()
