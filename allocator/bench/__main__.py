"""Run one way of deciding in a process of its own: `python -m allocator.bench WAY FOLDER SECONDS LIMIT`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from allocator.bench.outcome import end_after, peak
from allocator.bench.ways import WAYS

way, folder, seconds, limit = sys.argv[1:]
end_after(float(limit))
outcome = WAYS[way](Path(folder), float(seconds))
print(json.dumps({**asdict(outcome), "peak": peak()}))
