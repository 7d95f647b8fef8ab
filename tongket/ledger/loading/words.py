"""The words of the tidy and the monthly layout: headings and coded values, in code and in Vietnamese."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Status
from tongket.core.text import fold

Coded = TypeVar("Coded", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the tidy layout.

    Attributes:
        code: its heading in code.
        vi: its heading in Vietnamese.
        required: whether a file without it is refused.
        help: what to write, in Vietnamese, for the template and the guide.
    """

    code: str
    vi: str
    required: bool
    help: str


COLUMNS = (
    Column("indicator", "Chỉ tiêu", True, "Mã hoặc tên chỉ tiêu, ví dụ export.value hoặc kim ngạch xuất khẩu."),
    Column(
        "members",
        "Phân tổ",
        False,
        "Ví dụ commodity:coffee hoặc cà phê; nhiều phân tổ cách nhau bằng dấu ; – để trống là tổng số.",
    ),
    Column(
        "place",
        "Địa bàn",
        True,
        "Mã địa bàn (vn.64@1997), mã số hành chính hoặc tên; mã số và tên được hiểu theo kỳ.",
    ),
    Column(
        "period",
        "Kỳ",
        True,
        "2020; 2020-H1; 2020-Q1; 2020-M04; 2020-M01..M09; 2021..2025; ngày 2020-12-31 cho số thời điểm.",
    ),
    Column("scenario", "Kịch bản", False, "thực hiện (mặc định), kế hoạch, dự báo."),
    Column(
        "status",
        "Trạng thái",
        False,
        "Thực hiện: ước (mặc định), sơ bộ, chính thức. Kế hoạch: đề xuất, thống nhất, giao (mặc định), điều chỉnh.",
    ),
    Column("body", "Cơ quan công bố", False, "Mặc định là Sở Công Thương (department)."),
    Column(
        "basis",
        "Gốc so sánh",
        False,
        "Bắt buộc khi chỉ tiêu có nhiều gốc so sánh, ví dụ p2010 hoặc giá so sánh năm 2010.",
    ),
    Column(
        "measure",
        "Thước đo",
        False,
        "giá trị (mặc định), % kế hoạch, tăng trưởng, so kỳ trước, tỷ trọng, chênh lệch kế hoạch, chênh "
        "lệch cùng kỳ, đóng góp.",
    ),
    Column(
        "notation",
        "Cách ghi",
        False,
        "Chỉ cho tăng trưởng: tăng (6,61), chỉ số (106,61), lần (1,0661). Mặc định: tăng.",
    ),
    Column(
        "value",
        "Giá trị",
        True,
        "Chỉ ghi số. Dấu - là không phát sinh, … là chưa có số liệu, x là không áp dụng.",
    ),
    Column("high", "Giá trị trên", False, "Đầu trên của khoảng, ví dụ 10,5 khi nguồn ghi 9,5–10,5."),
    Column(
        "unit",
        "Đơn vị tính",
        True,
        "Đơn vị của số đã ghi; được đổi chính xác sang đơn vị của chỉ tiêu. Tỷ lệ: % hoặc lần.",
    ),
    Column("qualifier", "Mức chính xác", False, "chính xác (mặc định), khoảng, trên, dưới."),
    Column("state", "Tình trạng số", False, "có số (mặc định), không phát sinh, chưa có, không áp dụng, bảo mật."),
    Column(
        "decimals",
        "Số lẻ đã in",
        False,
        "Số chữ số thập phân nguồn đã in, tính theo đơn vị ở cột Đơn vị tính.",
    ),
    Column("printed", "Đã in", False, "Con số đúng như nguồn in, ví dụ 98,26 hoặc 3,4 tỷ USD."),
    Column("known_from", "Công bố từ", True, "Ngày nguồn công bố: 2021-01-29, hoặc 2021-01 khi chỉ biết tháng."),
    Column("source", "Nguồn", True, "Số văn bản hoặc địa chỉ trang công bố."),
    Column("note", "Ghi chú", False, "Ghi chú bằng lời."),
)
BY_CODE = {column.code: column for column in COLUMNS}

SCENARIOS = {"thực hiện": Scenario.ACTUAL, "kế hoạch": Scenario.PLAN, "dự báo": Scenario.FORECAST}
STATUSES = {
    "ước": Status.ESTIMATE,
    "ước thực hiện": Status.ESTIMATE,
    "ước tính": Status.ESTIMATE,
    "sơ bộ": Status.PRELIMINARY,
    "chính thức": Status.OFFICIAL,
    "đề xuất": Status.PROPOSED,
    "dự kiến": Status.PROPOSED,
    "thống nhất": Status.NEGOTIATED,
    "thảo luận": Status.NEGOTIATED,
    "giao": Status.ASSIGNED,
    "được giao": Status.ASSIGNED,
    "điều chỉnh": Status.ADJUSTED,
    "không": Status.NONE,
}
MEASURES = {
    "giá trị": Measure.LEVEL,
    "mức": Measure.LEVEL,
    "% kế hoạch": Measure.COMPLETION,
    "đạt % kế hoạch": Measure.COMPLETION,
    "hoàn thành kế hoạch": Measure.COMPLETION,
    "tăng trưởng": Measure.GROWTH,
    "so cùng kỳ": Measure.GROWTH,
    "tăng so với cùng kỳ": Measure.GROWTH,
    "so kỳ trước": Measure.GROWTH_PREVIOUS,
    "tăng so với kỳ trước": Measure.GROWTH_PREVIOUS,
    "tỷ trọng": Measure.SHARE,
    "chênh lệch kế hoạch": Measure.GAP,
    "vượt thiếu kế hoạch": Measure.EXCESS,
    "chênh lệch cùng kỳ": Measure.CHANGE,
    "đóng góp": Measure.CONTRIBUTION,
}
NOTATIONS = {
    "tăng": Notation.GROWTH,
    "chỉ số": Notation.INDEX,
    "bằng": Notation.INDEX,
    "lần": Notation.TIMES,
    "không": Notation.NONE,
}
QUALIFIERS = {
    "chính xác": Qualifier.EXACT,
    "khoảng": Qualifier.ABOUT,
    "xấp xỉ": Qualifier.ABOUT,
    "trên": Qualifier.OVER,
    "hơn": Qualifier.OVER,
    "dưới": Qualifier.UNDER,
    "gần": Qualifier.UNDER,
}
STATES = {
    "có số": State.VALUE,
    "không phát sinh": State.NIL,
    "không có": State.NIL,
    "chưa có": State.MISSING,
    "chưa có số liệu": State.MISSING,
    "thiếu": State.MISSING,
    "không áp dụng": State.NOT_APPLICABLE,
    "bảo mật": State.CONFIDENTIAL,
    "mật": State.CONFIDENTIAL,
}
STATE_SIGNS = {
    "-": State.NIL, "–": State.NIL, "…": State.MISSING, "...": State.MISSING, "..": State.MISSING,
    "x": State.NOT_APPLICABLE,
}  # fmt: skip
"""Signs for a missing number in Vietnamese statistical tables; the statistical yearbook explains the first two."""


def heading(text: str) -> str:
    """Fold a heading for comparison; `known_from`, `known-from` and `Known from` are one."""
    return fold(text.replace("_", " ").replace("-", " "))


HEADINGS: Mapping[str, str] = {heading(name): column.code for column in COLUMNS for name in (column.code, column.vi)}


def find_word(words: Mapping[str, Coded], kind: type[Coded], text: str) -> Coded | None:
    """Return the coded value that a word stands for, by code or in Vietnamese; None where it is no such word."""
    wanted = fold(text)
    for member in kind:
        if member.value == wanted:
            return member
    return next((value for word, value in words.items() if fold(word) == wanted), None)
