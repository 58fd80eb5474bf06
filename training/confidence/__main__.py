"""`python -m training.confidence`."""

from training.confidence.fit import main

main()
