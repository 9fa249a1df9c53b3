"""Solvers that answer as they are told to, and calls that are soon decided."""

from builders import a_call

from allocator.solver import run


def answers(monkeypatch, *given):
    """Let the solver give these answers in turn, None for its own; after the last, its own. Return its questions."""
    waiting, asked = list(given), []

    def fake(model, goal, rows, **options):
        asked.append((goal, rows))
        answer = waiting.pop(0) if waiting else None
        return run(model, goal, rows, **options) if answer is None else answer

    monkeypatch.setattr("allocator.optimum.run", fake)
    return asked


FEW = a_call(H1={"North": 40}, H2={"North": 50}, H3={"South": 60}, values={"H1": 3, "H2": 4, "H3": 2})
BUDGET = {"budget": {"kind": "budget", "amount": 100}}

EQUALS = a_call(**{f"H{number}": {"North": 10} for number in range(1, 15)})
"""Fourteen applications that nothing but their numbers tells apart."""
