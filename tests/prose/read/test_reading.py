"""Single phrases, each with what a careful reader takes from it."""

from datetime import date
from decimal import Decimal

import pytest

from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind, Reading
from tongket.prose.read import read

KNOWN = vocabulary()
ON = date(2021, 10, 20)


def claims(text: str, on: date | None = ON) -> tuple[Claim, ...]:
    return read(text, KNOWN, document_date=on).claims


def only(text: str, on: date | None = ON) -> Claim:
    (claim,) = claims(text, on)
    return claim


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("đạt 22.519 tỷ đồng", "22519", "tỷ đồng"),
        ("ước 60,2 ngàn tỷ đồng", "60200", "tỷ đồng"),
        ("đạt 44 nghìn 318 tỷ đồng", "44318", "tỷ đồng"),
        ("đạt 1.383 nghìn tỷ", "1383000", "tỷ đồng"),
        ("đạt 55.171,855 triệu đồng", "55171.855", "triệu đồng"),
        ("đạt 1 tỷ 610 triệu USD", "1.61", "tỷ USD"),
        ("đạt 1,2 tỉ đô la Mỹ", "1.2", "tỷ USD"),
        ("đạt 580 triệu USD", "580", "triệu USD"),
        ("đạt 2.246,15 MW", "2246.15", "MW"),
        ("đạt 603 MWp", "603", "MWp"),
        ("khoảng199,84 Megawat", "199.84", "MW"),
        ("đạt 9,8 tỷ kWh", "9.8", "tỷ kWh"),
        ("đạt 850 triệu kWh", "850", "triệu kWh"),
        ("đạt 320 nghìn tấn", "320000", "tấn"),
        ("rộng 0.78ha", "0.78", "ha"),
        ("rộng 1.200m2", "1200", "m²"),
        ("đạt 55 triệu đồng/người/năm", "55", "triệu đồng/người/năm"),
        ("có 02 dự án", "2", "dự án"),
        ("có ba nhà máy", "3", "nhà máy"),
        ("có hơn chục dự án", "10", "dự án"),
        ("đạt 18/19 chỉ tiêu", "18", "chỉ tiêu"),
        ("có 1 nghìn 200 lao động", "1200", "lao động"),
        ("đón 3,9 triệu lượt khách", "3900000", "lượt khách"),
        ("tăng 13,9%", "13.9", "%"),
        ("tăng 1.63 %", "1.63", "%"),
        ("tăng 6,71 so với cùng kỳ", "6.71", "%"),
        ("tăng thêm 1,2 điểm phần trăm", "1.2", "điểm phần trăm"),
        ("gấp 1,38 lần so với năm 2019", "1.38", "lần"),
        ("tăng gấp đôi", "2", "lần"),
        ("chiếm một nửa", "50", "%"),
        ("đạt ２２．５ tỷ đồng", "22.5", "tỷ đồng"),
        ("đạt 22\u202f519,5 tỷ đồng", "22519.5", "tỷ đồng"),
        ("đạt trên 59 600 tấn", "59600", "tấn"),
        ("đạt 1 234 567 tấn", "1234567", "tấn"),
        ("đạt 320,3 nghìn\ntấn", "320300", "tấn"),
        ("có ít nhất một huyện", "1", "huyện"),
        ("tăng chín đơn vị", "9", "đơn vị"),
    ],
)
def test_value_and_unit(words: str, value: str, unit: str) -> None:
    claim = only(f"Doanh thu {words}.")
    assert (claim.value, claim.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("tăng 9–10 %", "9", "10"),
        ("tăng 9-10%", "9", "10"),
        ("tăng 9,5% - 10,5%", "9.5", "10.5"),
        ("tăng từ 9 đến 10%", "9", "10"),
        ("giảm 1–2%", "-2", "-1"),
        ("thu hút 50 - 60 dự án", "50", "60"),
        ("đạt 105.000 - 106.000 tỷ đồng", "105000", "106000"),
        ("đạt từ 5 tỷ đến 7 tỷ đồng", "5", "7"),
        ("đạt 580 – 600 triệu USD", "580", "600"),
    ],
)
def test_ranges(words: str, low: str, high: str) -> None:
    claim = only(f"Doanh thu {words}.")
    assert (claim.value, claim.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("words", "kind", "value", "base"),
    [
        ("tăng 6,4% so với cùng kỳ", Kind.GROWTH, "6.4", "2020-M01..M09"),
        ("giảm 3,2% so cùng kỳ năm trước", Kind.GROWTH, "-3.2", "2020-M01..M09"),
        ("tăng 6,4%", Kind.GROWTH, "6.4", "2020-M01..M09"),
        ("tăng 6,4% so với năm 2019", Kind.GROWTH, "6.4", "2019-M01..M09"),
        ("vượt 4,9% dự toán", Kind.GROWTH, "4.9", "plan"),
        ("tăng 4,9% so với kế hoạch", Kind.GROWTH, "4.9", "plan"),
        ("đạt 98,26% kế hoạch", Kind.COMPLETION, "98.26", "plan"),
        ("bằng 98,26% KH năm", Kind.COMPLETION, "98.26", "plan"),
        ("hoàn thành 98,26% dự toán HĐND tỉnh giao", Kind.COMPLETION, "98.26", "plan"),
        ("so với kế hoạch đạt 98,26%", Kind.COMPLETION, "98.26", "plan"),
        ("bằng 106,61% so với cùng kỳ", Kind.INDEX, "106.61", "2020-M01..M09"),
        ("đạt 112% so cùng kỳ", Kind.INDEX, "112", "2020-M01..M09"),
        ("gấp 1,5 lần cùng kỳ năm trước", Kind.MULTIPLE, "1.5", "2020-M01..M09"),
        ("tăng gần 5 lần", Kind.MULTIPLE, "5", "2020-M01..M09"),
        ("chiếm 45,3% tổng kim ngạch", Kind.SHARE, "45.3", "tổng kim ngạch"),
        ("tăng 120 tỷ đồng", Kind.DIFFERENCE, "120", "2020-M01..M09"),
        ("giảm 120 tỷ đồng", Kind.DIFFERENCE, "-120", "2020-M01..M09"),
        ("còn thiếu 120 tỷ đồng", Kind.DIFFERENCE, "-120", "plan"),
        ("đạt 120 tỷ đồng", Kind.LEVEL, "120", None),
    ],
)
def test_kind_and_base(words: str, kind: Kind, value: str, base: str | None) -> None:
    claim = only(f"9 tháng đầu năm 2021, doanh thu {words}.")
    assert (claim.kind, claim.value, claim.base) == (kind, Decimal(value), base)
    assert str(claim.period) == "2021-M01..M09"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2020, doanh thu đạt 5 tỷ đồng.", "2020"),
        ("Tháng 1/2021, doanh thu đạt 5 tỷ đồng.", "2021-M01"),
        ("Doanh thu tháng 9-2021 đạt 5 tỷ đồng.", "2021-M09"),
        ("Tháng 9, doanh thu đạt 5 tỷ đồng.", "2021-M09"),
        ("Tháng 12, doanh thu đạt 5 tỷ đồng.", "2020-M12"),
        ("9 tháng đầu năm, doanh thu đạt 5 tỷ đồng.", "2021-M01..M09"),
        ("Chín tháng năm 2021, doanh thu đạt 5 tỷ đồng.", "2021-M01..M09"),
        ("6 tháng đầu năm 2021, doanh thu đạt 5 tỷ đồng.", "2021-H1"),
        ("6 tháng cuối năm 2020, doanh thu đạt 5 tỷ đồng.", "2020-H2"),
        ("Quý III/2021, doanh thu đạt 5 tỷ đồng.", "2021-Q3"),
        ("Quý I năm nay, doanh thu đạt 5 tỷ đồng.", "2021-Q1"),
        ("Năm ngoái, doanh thu đạt 5 tỷ đồng.", "2020"),
        ("Lũy kế đến hết tháng 9, doanh thu đạt 5 tỷ đồng.", "2021-M01..M09"),
        ("Từ tháng 5 đến tháng 8 năm 2021, doanh thu đạt 5 tỷ đồng.", "2021-M05..M08"),
        ("Giai đoạn 2016–2020, doanh thu đạt 5 tỷ đồng.", "2016..2020"),
        ("Tính đến ngày 31/12/2020, doanh thu đạt 5 tỷ đồng.", "2020-12-31"),
        ("Doanh thu đạt 5 tỷ đồng năm 2019.", "2019"),
        ("Năm 2021, giá trị sản xuất (theo giá so sánh năm 2010) đạt 5 tỷ đồng.", "2021"),
        ("Ngành phấn đấu năm 2023 sản xuất đạt 5 tỷ đồng.", "2023"),
        ("Doanh thu đạt 5 tỷ đồng.", "2021-M01..M10"),
    ],
)
def test_period(text: str, period: str) -> None:
    assert str(only(text).period) == period


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 66/2020/NĐ-CP và Nghị quyết 09 ngày 29-1-2021.",
        "Ông Nguyễn Văn A, 45 tuổi, số 12 đường Hùng Vương, điện thoại 0269.3824.123.",
        "Tỉnh xếp thứ 5/63 tỉnh, thành phố, đứng trong top 10.",
        "1. Công nghiệp\n2.3 Thương mại",
        "Dịch Covid-19, quốc lộ 19, thủy điện Sê San 3, KCN số 2.",
        "Giai đoạn 2021–2025, quý I, 9 tháng, từ 8 giờ đến 17 giờ.",
        "Hai dự án này đang thi công; hàng chục dự án khác chờ.",
        "Có 5 đồng chí trong ban chỉ đạo.",
        "Xử lý ngay 5 ngày sau đó.",
        "Phạt tiền từ 10 triệu đồng.",
        "Phiên bản 4.0.1 ra mắt 24/7.",
        "",
        "\n\n \t",
    ],
)
def test_no_claims(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("words", "approx", "span"),
    [
        ("đạt hơn 416 ha", "over", "hơn 416 ha"),
        ("đạt trên 416 ha", "over", "trên 416 ha"),
        ("đạt > 416 ha", "over", "> 416 ha"),
        ("đạt gần 416 ha", "under", "gần 416 ha"),
        ("khoảng 416 ha", "about", "khoảng 416 ha"),
        ("xấp xỉ 416 ha", "about", "xấp xỉ 416 ha"),
        ("đạt 416 ha", None, "416 ha"),
    ],
)
def test_approximate(words: str, approx: str | None, span: str) -> None:
    claim = only(f"Diện tích {words}.")
    assert (claim.approx, claim.text) == (approx, span)


def test_a_list_of_amounts_shares_its_unit() -> None:
    found = claims("Thu ba tháng lần lượt đạt 1.420, 1.785 và 2.310 tỷ đồng.")
    assert [(c.value, c.unit) for c in found] == [(Decimal(v), "tỷ đồng") for v in ("1420", "1785", "2310")]


def test_a_ratio_follows_its_level() -> None:
    level, done, moved = claims(
        "Năm 2020, kim ngạch xuất khẩu ước đạt 580 triệu USD (đạt 92,06% kế hoạch, tăng 16% so với năm 2019)."
    )
    assert {c.indicator_code for c in (level, done, moved)} == {"export.value"}
    assert {c.status for c in (level, done, moved)} == {"estimate"}
    assert [c.base for c in (level, done, moved)] == [None, "plan", "2019"]


def test_an_amount_in_brackets_is_the_base_of_the_ratio_before() -> None:
    now, growth, before, done, plan = claims(
        "6 tháng đầu năm 2021, xuất khẩu đạt 612 triệu USD, tăng 24,9% so với cùng kỳ (490 triệu USD), "
        "đạt 50,2% kế hoạch (1.220 triệu USD)."
    )
    assert [str(c.period) for c in (now, growth, before, done)] == ["2021-H1", "2021-H1", "2020-H1", "2021-H1"]
    assert (str(plan.period), plan.scenario, before.scenario) == ("2021", "plan", "actual")


def test_targets() -> None:
    found = claims("Năm 2022, ngành phấn đấu xuất khẩu đạt 700 triệu USD, tăng 12%.")
    assert [(c.scenario, c.status, str(c.period)) for c in found] == [("plan", None, "2022")] * 2


def test_parts() -> None:
    whole, one, other = claims("Toàn tỉnh có 83 dự án, trong đó 44 dự án trong nước và 39 dự án nước ngoài.")
    assert (whole.part_of, one.part_of, other.part_of) == (None, whole.id, whole.id)


def test_parts_of_what_the_sentence_begins_with() -> None:
    whole, one, other = claims("Trong 78 dự án thủy điện có 53 dự án đang vận hành, 9 dự án đang thi công.")
    assert (one.part_of, other.part_of) == (whole.id, whole.id)
    assert one.members == ("power-state:operating", "technology:hydro")


def test_a_short_word_is_no_member() -> None:
    # “nhà nước” is no water, “điều chỉnh” no cashew.
    text = "Kim ngạch xuất khẩu đạt 160 triệu USD. Khu vực ngoài nhà nước đạt 20 triệu USD, điều chỉnh 5 triệu USD."
    found = claims(text)
    assert {c.members for c in found} == {()}
    assert only("Kim ngạch xuất khẩu hạt điều đạt 20 triệu USD.").members == ("commodity:cashew",)


def test_members() -> None:
    whole, part = claims(
        "Giá trị sản xuất công nghiệp đạt 16.304 tỷ đồng. "
        "Trong đó, ngành công nghiệp chế biến, chế tạo đạt 12.000 tỷ đồng."
    )
    assert (whole.members, part.members) == ((), ("activity:manufacturing",))
    assert part.indicator_code == "industry.output"
    assert part.part_of == whole.id


def test_what_the_vocabulary_has_not_keeps_its_words() -> None:
    claim = only("Một số sản phẩm tăng mạnh như tôm đông lạnh tăng 19,78%.")
    assert (claim.indicator, claim.indicator_code) == ("tôm đông lạnh", None)


def test_prices() -> None:
    found = claims("Chỉ số giá tiêu dùng (CPI) tháng 9 tăng 1,08% so với tháng trước. Doanh thu tăng 5%.")
    assert [c.kind for c in found] == [Kind.PRICE_INDEX, Kind.GROWTH]
    assert found[0].base == "2021-M08"


def test_the_other_reading_of_a_mark() -> None:
    assert only("Doanh thu đạt 3.248 tỷ đồng.").other == Decimal("3.248")
    assert only("Doanh thu đạt 3,248 tỷ đồng.").other == Decimal("3248")
    assert only("Doanh thu đạt 32,48 tỷ đồng.").other is None


@pytest.mark.parametrize(
    ("words", "decimals"),
    [("22.519 tỷ đồng", 0), ("98,26%", 2), ("60,2 ngàn tỷ đồng", -2), ("1 tỷ 610 triệu USD", 3), ("9,5–10%", 1)],
)
def test_decimals(words: str, decimals: int) -> None:
    assert only(f"Doanh thu tăng hay đạt {words}.").decimals == decimals


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ngành góp phần thực hiện vượt các chỉ tiêu, nhiệm vụ.", ["thuc hien vuot cac chi tieu"]),
        ("Tỉnh không đạt kế hoạch đề ra.", ["khong dat ke hoach de ra"]),
        ("Toàn ngành đạt và vượt các chỉ tiêu.", ["dat va vuot cac chi tieu"]),
        ("Phấn đấu hoàn thành các chỉ tiêu kế hoạch.", []),
        ("Doanh thu đạt 98% kế hoạch.", []),
    ],
)
def test_verbal(text: str, words: list[str]) -> None:
    assert [words for _, _, words in read(text, KNOWN).verbal] == words


def test_offsets_count_code_points_of_the_text() -> None:
    # Decomposed letters, a soft hyphen, a zero width and blanks that do not break.
    raw = "Kim nga\u0323ch xuất kh\u00adẩu đạt hơn\u00a05\u200b80\u00a0triệu\u00a0USD, tăng 16%."
    found = read(raw, KNOWN)
    assert [c.value for c in found.claims] == [580, 16]
    assert found.claims[0].indicator_code == "export.value"
    assert all(found.text[c.start : c.end] == c.text for c in found.claims)
    assert found.claims[0].text == "hơn\u00a05\u200b80\u00a0triệu\u00a0USD"


def test_text_without_diacritics() -> None:
    level, growth = claims("Nam 2020, kim ngach xuat khau dat 580 trieu USD, tang 16% so voi cung ky.")
    assert (level.value, level.unit, level.indicator_code) == (Decimal(580), "triệu USD", "export.value")
    assert (growth.kind, growth.base) == (Kind.GROWTH, "2019")


def test_diacritics_tell_words_apart() -> None:
    # “cho” is no market, “tan” no tonne, “hon” no qualifier.
    assert [c.unit for c in claims("Toàn tỉnh có 92 chợ, bán 5 tấn; dành 92 cho mỗi nơi.")] == ["chợ", "tấn"]


def dated(text: str) -> Reading:
    return read(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        (" date 2021-01 Chiều 29-1, Sở tổng kết năm 2020.", "2021-01"),
        ("12/10/2021 10:01:33\nTình hình công nghiệp", "2021-10-12"),
        ("Gia Lai, ngày 5 tháng 1 năm 2021\nBÁO CÁO", "2021-01-05"),
        ("Năm 2020, doanh thu đạt 5 tỷ đồng.", None),
    ],
)
def test_document_date(text: str, on: str | None) -> None:
    assert dated(text).document_date == on


def test_place() -> None:
    assert dated("Sở Công Thương tỉnh Lâm Đồng. Năm 2019, doanh thu đạt 5 tỷ đồng.").place == "vn.68@1997"
    other = dated("Tỉnh Lâm Đồng. Lâm Đồng năm 2019 đạt 5 tỷ đồng, cả nước đạt 900 tỷ đồng.").claims
    assert [c.place for c in other] == [None, "vn"]


def test_sentences() -> None:
    text = "TP. Pleiku có 3 siêu thị. Theo Bộ trưởng, 1. Công nghiệp đạt 5 tỷ đồng!\nHết."
    found = read(text, KNOWN)
    cut = [text[a:b] for a, b in found.sentences]
    assert (cut[0], cut[-1]) == ("TP. Pleiku có 3 siêu thị.", "Hết.")
    assert [c.sentence for c in found.claims] == sorted(c.sentence for c in found.claims)


def test_a_sentence_without_end_is_cut() -> None:
    text = "Xuất khẩu gạo đạt 5 tỷ đồng; " * 400
    found = read(text, KNOWN)
    assert len(found.claims) == 400
    assert len(found.sentences) > 5
    assert {c.indicator_code for c in found.claims} <= {None, "export.value"}


def test_labels_of_a_chart_are_no_heading() -> None:
    text = "Năm 2023\n2020 2021 2022 2023\nKim ngạch xuất khẩu ước đạt 680 triệu USD."
    assert str(only(text, date(2024, 1, 10)).period) == "2023"


def test_what_is_expected_is_a_forecast() -> None:
    assert only("Dự kiến cả năm sản lượng điện đạt 9,8 tỷ kWh.").scenario == "forecast"
    assert only("Phấn đấu cả năm sản lượng điện đạt 9,8 tỷ kWh.").scenario == "plan"
