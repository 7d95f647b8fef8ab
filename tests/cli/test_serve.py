"""`tongket serve`: what keeps it from starting is said. That it serves is tested in `tests/web/`."""

import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.ledger.samples import figure
from tongket.collect.models import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import services


@pytest.mark.usefixtures("home")
def test_a_port_that_is_taken_or_none(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = run("serve", "--port", port)
    assert told.status == 3
    assert f"127.0.0.1:{port}" in told.err
    assert "--port" in told.err
    assert run("serve", "--port", "0").status == 2


def test_no_demonstration_in_a_ledger_of_real_figures(run: Run, vocabulary: Vocabulary, home: Path) -> None:
    services.post([figure()], actor="u1", vocabulary=vocabulary)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    told = run("serve", "--demo", "--port", port)
    assert told.status == 3
    assert "số liệu thật" in told.err
    assert not Unit.objects.exists()
