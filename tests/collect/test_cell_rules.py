"""Rules between cells: read, computed, held against a return."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import form, key
from tongket.collect.cell_rules import HOLDS, rule_of, value_of
from tongket.collect.checks import Finding, Known, check
from tongket.collect.form import Form, Rule, What
from tongket.core.errors import InvalidInput
from tongket.core.text import Text

WHY = Text("vì", "because")


def rule(says: str, *, blocks: bool = True) -> Rule:
    return rule_of("stated", says, list(form().rows), form().columns, blocks=blocks, why=WHY)


def ruled(*says: str) -> Form:
    return replace(form(), rules=tuple(rule(one) for one in says))


def found(says: str, values: dict[str, str], known: Known | None = None) -> list[Finding]:
    told = {row: Decimal(value) for row, value in values.items()}
    return [one for one in check(ruled(says), told, known or Known()) if one.rule == "stated"]


@pytest.mark.parametrize(
    ("says", "left", "right"),
    [
        ("retail >= export", 7, 3),
        ("retail=export + 4", 7, 7),
        ("retail - export < 2 * power", 4, 10),
        ("-retail + 0.5 × power > −1", "-4.5", -1),
        ("industry-mining ≤ retail@cumulative", 2, 17),
    ],
)
def test_both_sides_come_to_what_is_written(says: str, left: object, right: object) -> None:
    values = {"retail": Decimal(7), "export": Decimal(3), "power": Decimal(5), "industry-mining": Decimal(2)}

    def cell(row: str, what: What) -> Decimal | None:
        return values[row] + (10 if what is What.CUMULATIVE else 0)

    read = rule(says)
    assert (value_of(read.left, cell), value_of(read.right, cell)) == (Decimal(str(left)), Decimal(str(right)))


@pytest.mark.parametrize(
    "says",
    ["", "retail", "retail >", "> retail", "retail export > 1", "retail > nothing", "retail@on-last-year > 1",
     "retail@nowhere > 1", "retail > (export)", "retail / export > 1", "retail > 1,5", "2 3 > retail"],
)  # fmt: skip
def test_what_is_no_rule(says: str) -> None:
    with pytest.raises(InvalidInput):
        rule(says)


@given(st.sampled_from(sorted(HOLDS)), st.decimals(-999, 999, places=2), st.decimals(-999, 999, places=2))
def test_a_rule_is_broken_just_where_its_comparison_is(operator: str, one: Decimal, two: Decimal) -> None:
    broken = not {"=": one == two, "≥": one >= two, "≤": one <= two, ">": one > two, "<": one < two}[operator]
    assert bool(found(f"retail {operator} export", {"retail": str(one), "export": str(two)})) == broken


def test_what_is_found_names_both_sides_and_why() -> None:
    (one,) = found("retail ≥ export + 2 * power", {"retail": "5", "export": "1,5".replace(",", "."), "power": "3"})
    assert one.blocks
    assert one.why == WHY
    assert set(one.cells) == {key("retail"), key("export"), key("power")}
    for part in ("là 5", "là 7,5", "lệch -2,5", "2 × “Sản lượng điện sản xuất”", "≥"):
        assert part in one.message.vi


def test_what_is_not_known_breaks_nothing() -> None:
    assert found("retail > export", {"retail": "5"}) == []
    says = "retail@cumulative ≥ retail@last-year"
    assert found(says, {"retail": "5"}) == []
    known = Known(cumulative_before={"retail": Decimal(2)}, last_year={"retail": Decimal(8)})
    (one,) = found(says, {"retail": "5"}, known)
    assert "Cộng dồn từ đầu năm" in one.message.vi
