"""The certificate of the small call, node by node."""

from __future__ import annotations

import json
from collections.abc import Iterator

from allocator import solve
from allocator.certificate import certify
from parts.template_call import template_call


def certificate() -> Iterator[str]:
    """Yield the tree as the certificate holds it."""
    solution = solve(template_call())
    proof = certify(solution.model, solution.portfolio).content
    yield "```json"
    yield f'"goals": {json.dumps(proof["goals"])}'
    yield '"tree": ['
    yield from (json.dumps(node) for node in proof["tree"])
    yield "]"
    yield "```"
