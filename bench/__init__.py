"""What is timed, and how to run it again: `make bench`. Nothing here is asserted in tests."""
