"""What a decision costs: the whole path, step by step, beside what a user would write instead."""
