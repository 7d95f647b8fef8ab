"""Averages: a total over what it is divided by."""

import pytest

from tests.prose.verify.passage import checked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thu hút 96 dự án, tổng vốn đăng ký 2.880 tỷ đồng, bình quân 30 tỷ đồng/dự án.",
         [("30 tỷ đồng/dự án", "holds")]),
        ("Thu hút 96 dự án, tổng vốn đăng ký 2.880 tỷ đồng, bình quân 36 tỷ đồng/dự án.",
         [("36 tỷ đồng/dự án", "contradicts")]),
        ("Hồ tiêu xuất khẩu 11.200 tấn với 43,68 triệu USD, bình quân 3.900 USD/tấn.", [("3.900 USD/tấn", "holds")]),
        ("Hồ tiêu xuất khẩu 11.200 tấn với 43,68 triệu USD, bình quân 3.300 USD/tấn.",
         [("3.300 USD/tấn", "contradicts")]),
        ("Hỗ trợ 28 cơ sở với kinh phí 5.040 triệu đồng, trung bình mỗi cơ sở được hỗ trợ 180 triệu đồng.",
         [("180 triệu đồng", "holds")]),
        ("Toàn tỉnh đón 1.245.000 lượt khách, doanh thu 747 tỷ đồng. Bình quân mỗi lượt khách chi tiêu 600.000 đồng.",
         [("600.000 đồng", "holds")]),
        # Of another sentence's numbers nothing is said against it.
        ("Toàn tỉnh đón 1.245.000 lượt khách, doanh thu 747 tỷ đồng. Bình quân mỗi lượt khách chi 800.000 đồng.", []),
        ("Thu hút 96 dự án, tổng vốn đăng ký 2.880 tỷ đồng; giá điện 2.000 đồng/kWh.", []),
        ("Cấp mới 54 dự án, tổng vốn 18.960 tỷ đồng, mới giải ngân 900 tỷ đồng.", []),  # “mới” is not “mỗi”
    ],
)  # fmt: skip
def test_an_average(text: str, found: list[tuple[str, str]]) -> None:
    assert checked(text, "per-unit") == found
