"""Branch and bound for the pure 0-1 programme, compiled; every prune and every fixing is proven in int64.

The floats of its linear relaxations only suggest: a node is cut off, and an award fixed, by a bound computed in whole
numbers from the suggested multipliers. Any multipliers give a valid bound, so a float error costs nodes, never an
answer. The modules other than `programme` load numba and are imported when a solve asks for them.

References
----------
Neumaier & Shcherbina (2004), Safe bounds in linear and mixed-integer linear programming, Math. Programming 99,
283-296; Maros (2003), A generalized dual phase-2 simplex algorithm, EJOR 149, 1-16 (bound flipping);
Nemhauser & Wolsey (1988), Integer and Combinatorial Optimization, II.5 (fixing by reduced cost).
"""
