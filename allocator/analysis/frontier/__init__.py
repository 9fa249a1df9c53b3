"""What is given up for what: exact Pareto fronts, the budget from nothing to all requests, and a mirror of shares."""
