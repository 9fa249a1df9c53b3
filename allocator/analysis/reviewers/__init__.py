"""Reviewers: how severe each is, where they disagree, and what the decision owes to who happened to review what."""
