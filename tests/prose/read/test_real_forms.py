"""Forms met in reports as they are written: differences, plans in brackets, bases of time, broken lines."""

from datetime import date
from decimal import Decimal

import pytest

from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind
from tongket.prose.read import read

KNOWN = vocabulary()


def claims(text: str, on: date | None = date(2023, 7, 5)) -> tuple[Claim, ...]:
    return read(text, KNOWN, document_date=on).claims


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Tỷ lệ thấp hơn 6,81 điểm % so với cùng kỳ 2022.", Kind.DIFFERENCE, "-6.81"),
        ("GRDP tăng 7% và cao hơn 2,98% kịch bản.", Kind.DIFFERENCE, "2.98"),
        ("Công nghiệp chiếm 17,36%, giảm 1,19%.", Kind.DIFFERENCE, "-1.19"),
        ("Dịch vụ chiếm 28,16% (tăng 0,42% so với năm 2020).", Kind.DIFFERENCE, "0.42"),
        ("Xuất khẩu đạt 580 triệu USD, chiếm 60%, tăng 12% so với cùng kỳ.", Kind.GROWTH, "12"),
        ("Tăng trưởng kinh tế (GRDP) đạt 8,1% so với cùng kỳ năm trước.", Kind.GROWTH, "8.1"),
        ("Bình quân giai đoạn 2016-2018 đạt 8,78%/năm.", Kind.GROWTH, "8.78"),
        ("Mục tiêu tăng trưởng 6 tháng đầu năm 2023 là 8,8%.", Kind.GROWTH, "8.8"),
        ("GRDP tăng 5,71% (kế hoạch năm 2023 là 7,5%).", Kind.GROWTH, "7.5"),
        ("Gieo cấy 1,7 triệu ha, bằng 98,7% vụ mùa năm trước.", Kind.INDEX, "98.7"),
        ("Tỷ lệ giải ngân đạt 24,5%.", Kind.COMPLETION, "24.5"),
        ("Có 64 dự án tăng vốn thêm 367 triệu USD.", Kind.DIFFERENCE, "367"),
        ("Thu nhập tăng 7,7% tương đương 1,6 triệu đồng.", Kind.DIFFERENCE, "1.6"),
        ("Số thu tăng từ 10-11% so với kế hoạch.", Kind.GROWTH, "10"),
        ("Lao động khu vực I từ 82,4% năm 2020 giảm còn 77,3%.", Kind.SHARE, "77.3"),
        ("Doanh thu tãng 25% so với cùng kỳ.", Kind.GROWTH, "25"),
        ("GRDP tăng 10,9%, trong đó nông nghiệp đóng góp 2,35%.", Kind.DIFFERENCE, "2.35"),
        (
            "Diện tích gieo trồng đạt 17.471 ha, đạt 48% kế hoạch, thấp hơn 19,2% so với cùng kỳ.",
            Kind.GROWTH,
            "-19.2",
        ),
        ("Xuất khẩu đạt 580 triệu USD, chiếm 103% kế hoạch.", Kind.COMPLETION, "103"),
        ("Xuất khẩu tăng 1,6 tỷ USD (tương đương 9%) so với cùng kỳ.", Kind.GROWTH, "9"),
        ("Thu ngân sách đạt 46,1% dự toán và 92,6% so với cùng kỳ.", Kind.INDEX, "92.6"),
    ],
)
def test_kind_and_sign(text: str, kind: Kind, value: str) -> None:
    last = claims(text)[-1]
    assert (last.kind, last.value, last.approx) == (kind, Decimal(value), None)


def test_a_plan_in_brackets_is_a_plan() -> None:
    done, planned = claims("GRDP tăng 5,71% (kế hoạch năm 2023 là 7,5%).")
    assert (done.scenario, planned.scenario) == ("actual", "plan")


def test_groups_of_the_basket_stay_prices() -> None:
    found = claims("CPI tháng 6 tăng 0,2%. Có 06 nhóm tăng gồm: Nhóm giáo dục tăng 0,3%; nhóm đồ uống tăng 0,4%.")
    assert [claim.kind for claim in found if claim.unit == "%"] == [Kind.PRICE_INDEX] * 3


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Quý II/2023 đều cao hơn cùng kỳ năm trước, như: Gỗ 6,14 tỷ USD.", "2023-Q2"),
        (
            "6 tháng năm 2023 cao hơn 1 điểm % so với tốc độ tăng cùng kỳ 2022 (cùng kỳ 8%), cao hơn 0,7 điểm %.",
            "2023-H1",
        ),
        ("Từ ngày 1/1 đến cuối tháng 5/2023, kim ngạch đạt 2.753 triệu USD.", "2023-M01..M05"),
        ("Từ đầu năm đến ngày 15/6, kim ngạch đạt 2.753 triệu USD.", "2023-H1"),
        ("Từ đầu năm 2023 đến nay, kim ngạch đạt 2.753 triệu USD.", "2023-H1"),
        ("Trong tháng 3 và trong quý I năm nay có nhiều kết quả. Kim ngạch đạt 5 triệu USD.", "2023-Q1"),
        ("Trong giai đoạn 2016-2020 đạt 7%/năm; giai đoạn 2011-2015 đạt 7,82%/năm.", "2011..2015"),
    ],
)
def test_period_of_the_last(text: str, period: str) -> None:
    assert str(claims(text)[-1].period) == period


def test_a_number_alone_on_its_line_stays_a_cell() -> None:
    assert not claims("Sản lượng\n\n320\ntấn\n")


def test_a_name_before_a_number_is_no_thousand() -> None:
    assert [claim.value for claim in claims("KCN Long Đức 3 253 ha.")] != [Decimal(3253)]


def test_rows_numbered_on_one_line_count_nothing() -> None:
    text = (
        "STT Tên dự án Công suất Tổng mức đầu tư 1 Nhà máy điện gió A 100 MW 3.764 tỷ đồng Quý IV/2025 - 12/2027 "
        "2 Nhà máy điện gió B 90 MW 3.408 tỷ đồng Quý IV/2025 - 12/2027"
    )
    found = claims(text)
    assert [c.text for c in found] == ["100 MW", "3.764 tỷ đồng", "90 MW", "3.408 tỷ đồng"]
    assert {c.scenario for c in found} == {"actual"}


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Có 10 xuất tuyến 500 kV, dài 352 km; 3 trạm biến áp.", ["10 xuất tuyến", "352 km", "3 trạm biến áp"]),
        ("Lưới điện có cấp điện áp từ 22 kV đến 500 kV.", []),
        ("Cả 2 dự án có vốn 3.600 tỷ đồng.", ["3.600 tỷ đồng"]),
        ("Tăng trưởng giữ mức hai con số.", []),
        ("Hạ tầng 3 dự án, 11.668 tỷ đồng.", ["3 dự án", "11.668 tỷ đồng"]),
    ],
)  # fmt: skip
def test_what_counts(text: str, texts: list[str]) -> None:
    assert [c.text for c in claims(text)] == texts


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Tăng nhanh nhất là linh kiện (110,98%), giày dép (105%).", Kind.GROWTH, "105"),
        ("Mạnh nhất là dệt (43,36%).", Kind.GROWTH, "43.36"),
        ("Chế biến: 38,79 nghìn tỷ đồng, +5,7%", Kind.GROWTH, "5.7"),
        ("Quần áo: 23,1 triệu chiếc, -1,2%", Kind.GROWTH, "-1.2"),
        ("Lúa 24.203 ha, tăng 3%; tái sinh 8.769 ha, bằng 94,3%.", Kind.INDEX, "94.3"),
        ("Thu ngân sách không thấp hơn 52.600 tỷ đồng.", Kind.LEVEL, "52600"),
    ],
)
def test_kinds_told_by_form(text: str, kind: Kind, value: str) -> None:
    last = claims(text)[-1]
    assert (last.kind, last.value) == (kind, Decimal(value))


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Nghị quyết ban hành ngày 23/6: tỉnh có 36 công trình.", ["2023-H1"]),
        ("Tính đến ngày 23/6, tỉnh có 36 công trình.\nTỉnh đón 5 nghìn lượt khách.", ["2023-06-23", "2023-H1"]),
        ("Năm 2022, GRDP tăng 8%. CPI 10 tháng tăng 3%.\nThu đạt 12 tỷ đồng.", ["2022", "2022-M01..M10", "2022"]),
        ("IIP 6 tháng tăng 5%, tăng 2% so với tháng trước.", ["2023-H1", "2023-M06"]),
        ("Số thị trường tăng từ 74 quốc gia năm 2016 lên 122 quốc gia.", ["2016", "2023-H1"]),
        ("Các năm trước tăng 8%; 6 tháng tăng 9%.", ["2023-H1", "2023-H1"]),
        ("Mới nửa năm 2022, thu hút 201 triệu USD.", ["2022-H1"]),
        ("Đến hết quý I/2023, có 54 dự án.", ["2023-03-31"]),
        ("GRDP (2022): 118.387 tỷ đồng.", ["2022"]),
        ("Đạt 48,5% kế hoạch cả năm; xuất khẩu 6 tháng 8 triệu USD.", ["2023-H1", "2023-H1"]),
    ],
)  # fmt: skip
def test_times(text: str, periods: list[str]) -> None:
    assert [str(c.period) for c in claims(text)] == periods
