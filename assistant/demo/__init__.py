"""A demo: a script of questions and notes that is played on the stage, rehearsed without one, and kept."""
