"""A short campaign against every reader; `python -m fuzz` is the long one."""

import random

import pytest
from fuzz.campaign import Campaign
from fuzz.targets import targets

READERS = targets()
SLOW = {"scenario"}


@pytest.mark.once
@pytest.mark.parametrize("name", READERS)
def test_whatever_a_file_is_it_is_read_or_refused_in_words(tmp_path, name):
    target = READERS[name]
    if name in SLOW:
        target = type(target)(target.file, target.seeds[:2], target.read)
    campaign = Campaign(target, tmp_path, random.Random(2021), guided=False)
    assert campaign.read == len(target.seeds), "a sound file was refused"
    for _ in range(40):
        campaign.spoil()
    assert campaign.refused, "no file was spoilt"
    assert not campaign.failures, [what for what, _ in campaign.failures]
