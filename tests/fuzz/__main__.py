"""The long campaign: every reader in turn, for so many minutes in all; what fails is kept as a file."""

import argparse
import random
import sys
import tempfile
import time
import warnings
from pathlib import Path

from fuzz.campaign import Campaign, limit_memory
from fuzz.targets import targets


def main() -> int:
    """Run it; return 1 if anything failed."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("file", nargs="?", type=Path, help="read one input again, named READER-NUMBER as a failure is")
    said.add_argument("--minutes", type=float, default=10, help="of processor time")
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--only", help="a reader")
    said.add_argument("--kept", type=Path, default=Path("failures"), help="folder for what fails")
    asked = said.parse_args()
    warnings.simplefilter("error")
    limit_memory()
    readers = targets()
    if asked.file:
        with tempfile.TemporaryDirectory() as folder:
            campaign = Campaign(readers[asked.file.name.rpartition("-")[0]], Path(folder), random.Random(asked.seed))
            (campaign.folder / campaign.target.file).write_bytes(asked.file.read_bytes())
            campaign.target.read(campaign.folder / campaign.target.file)
        return 0
    chosen = {name: target for name, target in readers.items() if asked.only in {None, name}}
    failed = 0
    for name, target in chosen.items():
        with tempfile.TemporaryDirectory() as folder:
            campaign = Campaign(target, Path(folder), random.Random(f"{asked.seed} {name}"))
            end = time.process_time() + asked.minutes * 60 / len(chosen)
            while time.process_time() < end:
                campaign.spoil()
        failed += len(campaign.failures)
        print(
            f"{name}: {campaign.read} read, {campaign.refused} refused, {len(campaign.failures)} failed, "
            f"{len(campaign.lines)} lines, slowest {campaign.slowest:.1f} s",
            flush=True,
        )
        for number, (what, content) in enumerate(campaign.failures):
            asked.kept.mkdir(exist_ok=True)
            (asked.kept / f"{name}-{number}").write_bytes(content)
            print(f"  {name}-{number}: {what}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
