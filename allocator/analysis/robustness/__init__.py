"""How far a decision rests on its weights and scores: one question per file, each answered by exact solves."""
