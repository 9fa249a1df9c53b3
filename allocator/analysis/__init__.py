"""What follows from a solution: every answer is an exact re-solve of the model with one thing changed."""
