import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run
from tests.cli.files import row, write

GIA_LAI, BINH_DINH = "vn.64@1997", "vn.52@1997"


def loaded(run: Run, folder: Path) -> None:
    rows = [
        row(value, place=place, period=period)
        for place, values in ((GIA_LAI, ("580", "600")), (BINH_DINH, ("1000", "1200.5")))
        for period, value in zip(("2019", "2020"), values, strict=True)
    ]
    assert run("load", write(folder / "a.csv", rows)).status == 0


def found(run: Run, *words: str) -> list[dict[str, Any]]:
    told = run("consolidate", "--period", "2020", *words, "--json")
    assert told.status == 0, told.err
    return [json.loads(line) for line in told.out.splitlines()]


@pytest.mark.usefixtures("home")
def test_the_merged_province_before_it_stood(run: Run, tmp_path: Path) -> None:
    loaded(run, tmp_path)
    (merged,) = found(run, "--level", "province", "--boundaries", "2025-07-01")
    assert (merged["place"], merged["value"], merged["last_year"]) == ("vn.52@2025", "1800.5", "1580")
    assert (merged["growth"], merged["unit"], merged["complete"]) == ("13.955696", "triệu USD", True)
    old = found(run, "--level", "province", "--boundaries", "2020-12-31")
    assert {line["place"]: line["value"] for line in old} == {GIA_LAI: "600", BINH_DINH: "1200.5"}
    (nation,) = found(run, "--level", "nation")
    assert (nation["value"], nation["partial"], nation["reported"], nation["expected"]) == (None, "1800.5", 2, 63)


@pytest.mark.usefixtures("home")
def test_on_the_terminal_and_in_files(run: Run, tmp_path: Path) -> None:
    loaded(run, tmp_path)
    shown = run("consolidate", "--period", "2020", "--boundaries", "2025-07-01")
    assert shown.status == 0
    assert "1.800,5" in shown.out
    assert "13,96" in shown.out
    assert "2 tổng chưa đủ đơn vị báo cáo" in shown.out  # the region's and the nation's
    partial = run("consolidate", "--period", "2020", "--level", "nation", "--partial", "--lang", "en")
    assert "(1,800.5)" in partial.out
    assert "2/63" in partial.out
    lines = list(csv.DictReader(io.StringIO(run("consolidate", "--level", "province", "--csv").out)))
    assert [line["value"] for line in lines] == ["1580", "1800.5"]
    assert run("consolidate", "--parquet", tmp_path / "a.parquet").status == 0
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 6
    assert run("consolidate", "--parquet", tmp_path / "a.parquet").status == 2


@pytest.mark.usefixtures("home")
def test_words_that_cannot_be_right(run: Run) -> None:
    assert "cấp địa bàn" in run("consolidate", "--level", "commune", "--level", "nation").err
    assert run("consolidate", "--indicator", "không có").status == 2
    assert "TONGKET_DATABASE_URL" in run("consolidate", "--engine", "postgres").err


@pytest.mark.usefixtures("home")
def test_spark_that_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    told = run("consolidate", "--engine", "spark")
    assert told.status == 3
    assert "pip install tongket[spark]" in told.err


@pytest.mark.usefixtures("postgres_home")
def test_on_a_server(run: Run, tmp_path: Path) -> None:
    loaded(run, tmp_path)
    assert os.environ["TONGKET_DATABASE_URL"].startswith("postgres://")
    assert found(run, "--engine", "postgres") == found(run, "--engine", "duckdb")
