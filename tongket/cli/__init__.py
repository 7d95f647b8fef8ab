"""The command `tongket`: one thin module a verb. Exit status: 0 good, 1 findings, 2 usage, 3 input refused."""
