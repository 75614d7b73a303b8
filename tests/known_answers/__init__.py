"""Published and reference answers, one file per source, compared with what Hepatica says: expected, equal, different.

`python -m tests.known_answers` prints all of them, `python -m tests.known_answers NAME` one. The tests of the rooms
assert on the same comparisons.
"""
