"""What the tests run in processes of their own: `python -m tests.ledger.child VERB ARGUMENTS`.

A child says `ready` and waits for a line on its standard input, so that several begin together.
"""

import sys

from tongket.project import env
from tongket.project.setup import prepare


def main() -> None:
    verb, *arguments = sys.argv[1:]
    if verb == "prepare":
        begin()
        prepare()
        return
    if verb == "secret":
        begin()
        print(env.secret_key(env.data_home()))
        return
    prepare()
    # Models can be imported only now.
    from tests.ledger.work import VERBS

    begin()
    VERBS[verb](*arguments)


def begin() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
