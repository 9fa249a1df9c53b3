"""Fill the parts of these pages that are made from the code, or say which are no longer what it gives.

    python docs/fill.py            write them anew
    python docs/fill.py --check    write nothing; exit code 1 if any is stale

Such a part stands between `<!-- made: NAME -->` and `<!-- end -->`; the rest of a page is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from parts.families import families
from parts.licences import licences
from parts.proof import certificate

FOLDER = Path(__file__).parent

PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "families": families,
    "certificate": certificate,
    "licences": licences,
}
"""What yields the lines of each part."""

_PART = re.compile(r"(?s)(<!-- made: (\w+) -->\n).*?(<!-- end -->)")


def filled(page: str) -> str:
    """Return a page with its parts made anew."""
    return _PART.sub(lambda part: part[1] + "\n" + "\n".join(PARTS[part[2]]()).strip() + "\n\n" + part[3], page)


def main(arguments: list[str]) -> int:
    """Fill the pages, or look whether they are as filled; return the exit code."""
    stale = False
    for path in sorted(FOLDER.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        if (now := filled(page)) != page:
            stale = True
            print(f"{path.name} has changed", file=sys.stderr)
            if "--check" not in arguments:
                path.write_text(now, encoding="utf-8")
    return int(stale and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
