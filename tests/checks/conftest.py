"""Property tests draw the same examples on every machine."""

from hypothesis import settings

settings.register_profile("seeded", derandomize=True, database=None, deadline=None, max_examples=60)
settings.load_profile("seeded")
