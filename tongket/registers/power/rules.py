"""What a power project must be, and what is doubtful about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongket.core.number import render
from tongket.core.text import Text
from tongket.registers.shared.declare import Problem, Value


@dataclass(frozen=True, slots=True)
class Tariff:
    """A tariff decision and the days of commercial operation it is for.

    Attributes:
        first, last: both included; None where the decision names none.
    """

    title: Text
    technologies: frozenset[str]
    first: date | None
    last: date | None


TARIFFS = {
    "11/2017": Tariff(Text("11/2017/QĐ-TTg (mặt trời)", "Decision 11/2017 (solar)"),
                      frozenset(("solar-farm", "rooftop-solar")), None, date(2019, 6, 30)),
    "13/2020": Tariff(Text("13/2020/QĐ-TTg (mặt trời)", "Decision 13/2020 (solar)"),
                      frozenset(("solar-farm", "rooftop-solar")), date(2019, 7, 1), date(2020, 12, 31)),
    "37/2011": Tariff(Text("37/2011/QĐ-TTg (gió)", "Decision 37/2011 (wind)"), frozenset(("wind",)), None, None),
    "39/2018": Tariff(Text("39/2018/QĐ-TTg (gió)", "Decision 39/2018 (wind)"), frozenset(("wind",)), None,
                      date(2021, 10, 31)),
    "21/2023": Tariff(Text("21/QĐ-BCT năm 2023 (chuyển tiếp)", "Decision 21/QĐ-BCT of 2023 (transitional)"),
                      frozenset(("wind", "solar-farm")), None, None),
}  # fmt: skip
"""Windows as the decisions have them: solar 11/2017 until 30/06/2019; 13/2020 from then to 31/12/2020; wind 39/2018
before 01/11/2021."""

LARGEST = {
    "hydro": Decimal(2400), "biomass": Decimal(200), "wind": Decimal(1000), "solar-farm": Decimal(1000),
    "rooftop-solar": Decimal("1.25"),
}  # fmt: skip
"""MW (MWp) above which a single project is doubted: Sơn La has 2,400; a rooftop system is at most 1 MW, 1.25 MWp."""


def check(values: Mapping[str, Value], day: date) -> list[Problem]:
    """Return what is wrong or doubtful about a project as it is from a day on."""
    return [*_capacity(values), *_days(values, day), *_tariff(values)]


def _capacity(values: Mapping[str, Value]) -> Iterator[Problem]:
    technology = str(values["technology"] or "")
    solar = technology in {"solar-farm", "rooftop-solar"}
    if values["peak"] is not None and not solar:
        yield Problem("peak", Text("MWp chỉ dùng cho điện mặt trời; nguồn khác ghi MW",
                                   "MWp is for solar power only; give MW"))  # fmt: skip
    most = LARGEST.get(technology)
    for name, unit in (("capacity", "MW"), ("peak", "MWp")):
        value = values[name]
        if most is None or not isinstance(value, Decimal) or value <= most:
            continue
        slip = value / 1000
        yield Problem(name, Text(
            f"{render(value)} {unit} lớn hơn mức của bất kỳ dự án nào cùng loại ({render(most)} {unit}); nếu đã nhập "
            f"theo kW thì ghi {render(slip)}",
            f"{value} {unit} is more than any such project has ({most} {unit}); if it was typed in kW, write {slip}",
        ))  # fmt: skip
    if values["state"] == "operating" and values["capacity"] is None and values["peak"] is None:
        yield Problem("capacity", Text("dự án đang vận hành nhưng chưa có công suất",
                                       "operating, but without a capacity"), blocks=False)  # fmt: skip


def _days(values: Mapping[str, Value], day: date) -> Iterator[Problem]:
    policy, cod = values["policy_day"], values["cod_day"]
    if isinstance(policy, date) and isinstance(cod, date) and cod < policy:
        yield Problem("cod_day", Text(
            f"COD {cod:%d/%m/%Y} trước ngày chấp thuận chủ trương đầu tư {policy:%d/%m/%Y}; kiểm tra lại hai ngày",
            f"COD {cod} is before the investment policy of {policy}; look at both days again",
        ))  # fmt: skip
    if isinstance(cod, date) and cod > day and values["state"] in {"operating", "partial-cod"}:
        yield Problem("cod_day", Text(
            f"ghi là đã vận hành từ {day:%d/%m/%Y} nhưng COD là {cod:%d/%m/%Y}",
            f"said to operate from {day}, but its COD is {cod}",
        ))  # fmt: skip


def _tariff(values: Mapping[str, Value]) -> Iterator[Problem]:
    tariff, cod = TARIFFS.get(str(values["tariff"] or "")), values["cod_day"]
    if tariff is None:
        return
    if values["technology"] not in tariff.technologies:
        yield Problem("tariff", Text(f"{tariff.title.vi} không áp dụng cho loại nguồn này",
                                     f"{tariff.title.en} is not for this technology"))  # fmt: skip
    elif isinstance(cod, date) and not in_window(tariff, cod):
        yield Problem("tariff", Text(
            f"COD {cod:%d/%m/%Y} nằm ngoài thời hạn của {tariff.title.vi} ({_window(tariff)})",
            f"COD {cod} falls outside the window of {tariff.title.en} ({_window(tariff)})",
        ), blocks=False)  # fmt: skip


def in_window(tariff: Tariff, cod: date) -> bool:
    """Whether a day of commercial operation is one the decision pays for."""
    return (tariff.first is None or tariff.first <= cod) and (tariff.last is None or cod <= tariff.last)


def _window(tariff: Tariff) -> str:
    return " – ".join("…" if day is None else f"{day:%d/%m/%Y}" for day in (tariff.first, tariff.last))
