"""Sample documents for the tests of every writer: the review of Gia Lai for 2020, and a press note.

The figures are those the Department of Industry and Trade of Gia Lai gave at its review of 2020.
"""

import struct
import zlib
from datetime import date

from tongket.core.figure import Key, Measure, Scenario, Status
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.review.document import (
    Block,
    Card,
    Cards,
    Chart,
    Column,
    Document,
    Letterhead,
    Number,
    Paragraph,
    Row,
    Runs,
    Section,
    Table,
    Words,
)

POSTING = 7
GROWTH, COMPLETION = Measure.GROWTH, Measure.COMPLETION


def number(
    text: str,
    indicator: str,
    *,
    period: str = "2020",
    measure: Measure = Measure.LEVEL,
    members: tuple[str, ...] = (),
    scenario: Scenario = Scenario.ACTUAL,
) -> Number:
    """A printed number with the key and id its figure really has."""
    status = Status.ASSIGNED if scenario is Scenario.PLAN else Status.ESTIMATE
    basis = vocabulary().indicators[indicator].bases[0]
    key = Key(
        indicator, members, "vn.64@1997", Period.parse(period), scenario, status, "department", basis, measure
    ).checked()
    return Number(text, key.id, str(key), POSTING)


def target(text: str, indicator: str, measure: Measure = Measure.LEVEL) -> Number:
    """A target of 2021."""
    return number(text, indicator, period="2021", measure=measure, scenario=Scenario.PLAN)


OUTPUT = number("22.519", "industry.output")
OUTPUT_PLAN = number("98,26", "industry.output", measure=COMPLETION)
OUTPUT_GROWTH = number("6,61", "industry.output", measure=GROWTH)
RETAIL = number("75.000", "retail.revenue")
RETAIL_PLAN = number("93,75", "retail.revenue", measure=COMPLETION)
RETAIL_GROWTH = number("7,78", "retail.revenue", measure=GROWTH)
EXPORT = number("580", "export.value")
EXPORT_PLAN = number("92,06", "export.value", measure=COMPLETION)
EXPORT_GROWTH = number("16", "export.value", measure=GROWTH)

# Stocks are those of the day; the Department named no state for wind and solar projects.
DAY = "2021-01-31"


def stock(text: str, indicator: str, *members: str) -> Number:
    """A stock of January 2021."""
    return number(text, indicator, period=DAY, members=members)


OPERATING, NOT_STATED = "power-state:operating", "power-state:not-stated"
CLUSTERS = stock("13", "cluster.count", "cluster-state:detailed-plan-approved")
CLUSTER_AREA = stock("416", "cluster.area", "cluster-state:detailed-plan-approved")
HYDRO = (
    stock("49", "power.projects", OPERATING, "technology:hydro"),
    stock("2.246,15", "power.capacity", OPERATING, "technology:hydro"),
)
WIND = (
    stock("115", "power.projects", NOT_STATED, "technology:wind"),
    stock("14.023,5", "power.capacity", NOT_STATED, "technology:wind"),
)
SOLAR = (
    stock("44", "power.projects", NOT_STATED, "technology:solar-farm"),
    stock("6.500,5", "power.peak-capacity", NOT_STATED, "technology:solar-farm"),
)
ROOFTOP = (
    stock("3.248", "power.systems", OPERATING, "technology:rooftop-solar"),
    stock("603", "power.peak-capacity", OPERATING, "technology:rooftop-solar"),
)


def line(*parts: str | Number) -> Runs:
    """A line of words and numbers."""
    return tuple(Words(part) if isinstance(part, str) else part for part in parts)


def para(*parts: str | Number) -> Paragraph:
    return Paragraph(line(*parts))


def item(*parts: str | Number) -> Paragraph:
    return Paragraph(line(*parts), "item")


def row(*cells: str | Number | tuple[str | Number, ...], strong: bool = False, level: int = 0) -> Row:
    return Row(tuple(line(*c) if isinstance(c, tuple) else line(c) for c in cells), strong, level)


def png(width: int = 640, height: int = 260) -> bytes:
    """A real picture: three black bars on white, 8-bit grey."""
    rows = []
    for y in range(height):
        bars = bytearray(b"\xff" * width)
        for n, top in enumerate((40, 90, 140)):
            if y >= top:
                start = width * (2 * n + 1) // 7
                bars[start : start + width // 7] = bytes([60 * n]) * (width // 7)
        rows.append(b"\0" + bytes(bars))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


LETTERHEAD = Letterhead(
    parent="UBND TỈNH GIA LAI",
    issuer="SỞ CÔNG THƯƠNG",
    symbol="BC-SCT",
    place="Gia Lai",
    signed=date(2021, 1, 8),
    kind="BÁO CÁO",
    subject="Tổng kết hoạt động ngành Công Thương năm 2020\nvà phương hướng, nhiệm vụ năm 2021",
    authority="GIÁM ĐỐC",
    recipients=(
        "Bộ Công Thương (báo cáo)",
        "UBND tỉnh (báo cáo)",
        "Sở Kế hoạch và Đầu tư; Cục Thống kê tỉnh",
        "UBND các huyện, thị xã, thành phố",
        "Giám đốc, các Phó Giám đốc Sở",
        "Các phòng, đơn vị thuộc Sở",
    ),
)

CHART = Chart(
    "Mức thực hiện kế hoạch năm 2020 của các chỉ tiêu chủ yếu (%)",
    {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 640,
        "height": 200,
        "data": {
            "values": [
                {"name": "Giá trị sản xuất công nghiệp", "value": 98.26},
                {"name": "Tổng mức bán lẻ", "value": 93.75},
                {"name": "Kim ngạch xuất khẩu", "value": 92.06},
            ]
        },
        "mark": {"type": "bar", "color": "#3b5b7a"},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "title": None, "sort": None},
            "x": {"field": "value", "type": "quantitative", "title": "% kế hoạch", "scale": {"domain": [0, 100]}},
        },
    },
    "Biểu đồ thanh: giá trị sản xuất công nghiệp đạt 98,26% kế hoạch, tổng mức bán lẻ hàng hóa và doanh thu dịch vụ "
    "đạt 93,75%, kim ngạch xuất khẩu đạt 92,06%.",
    200,
)

RESULTS = Table(
    "Các chỉ tiêu chủ yếu ngành Công Thương năm 2020",
    (
        Column("Chỉ tiêu", "left", 3.4),
        Column("Đơn vị tính", "center", 1.3),
        Column("Thực hiện năm 2020", "right", 1.4),
        Column("So với kế hoạch (%)", "right", 1.3),
        Column("So với năm 2019 (%)", "right", 1.3),
    ),
    (
        row(
            "Giá trị sản xuất công nghiệp (giá so sánh năm 2010)",
            "tỷ đồng",
            OUTPUT,
            OUTPUT_PLAN,
            ("+", OUTPUT_GROWTH),
        ),
        row(
            "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
            "tỷ đồng",
            RETAIL,
            RETAIL_PLAN,
            ("+", RETAIL_GROWTH),
        ),
        row("Kim ngạch xuất khẩu", "triệu USD", EXPORT, EXPORT_PLAN, ("+", EXPORT_GROWTH)),
    ),
)

POWER = Table(
    "Nguồn điện trên địa bàn tỉnh đến tháng 01 năm 2021",
    (
        Column("Nguồn điện", "left", 3.2),
        Column("Số dự án, hệ thống", "right", 1.4),
        Column("Công suất", "right", 1.4),
        Column("Đơn vị công suất", "center", 1.2),
        Column("Giai đoạn", "left", 2.2),
    ),
    (
        row("Thủy điện", HYDRO[0], HYDRO[1], "MW", "đang vận hành"),
        row("Điện gió", WIND[0], WIND[1], "MW", "không nêu giai đoạn"),
        row("Điện mặt trời", SOLAR[0], SOLAR[1], "MWp", "không nêu giai đoạn"),
        row("Điện mặt trời mái nhà", ROOFTOP[0], ("trên ", ROOFTOP[1]), "MWp", "đang vận hành", level=1),
    ),
    "Công suất thiết kế của dự án",
)

TARGETS = Table(
    "Mục tiêu chủ yếu năm 2021",
    (
        Column("Chỉ tiêu", "left", 3.6),
        Column("Đơn vị tính", "center", 1.2),
        Column("Kế hoạch năm 2021", "right", 1.4),
        Column("Tăng so với năm 2020 (%)", "right", 1.5),
    ),
    (
        row(
            "Giá trị sản xuất công nghiệp (giá so sánh năm 2010)",
            "tỷ đồng",
            target("24.800", "industry.output"),
            target("10,13", "industry.output", GROWTH),
        ),
        row(
            "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
            "tỷ đồng",
            target("84.000", "retail.revenue"),
            target("12", "retail.revenue", GROWTH),
        ),
        row("Kim ngạch xuất khẩu", "triệu USD", target("610", "export.value"), target("5,17", "export.value", GROWTH)),
        row("Kim ngạch nhập khẩu", "triệu USD", target("95", "import.value"), target("5,56", "import.value", GROWTH)),
    ),
)

CARDS = Cards(
    (
        Card(
            "Giá trị sản xuất công nghiệp",
            line(OUTPUT, "\u00a0tỷ đồng"),
            (line("đạt ", OUTPUT_PLAN, "% kế hoạch"), line("tăng ", OUTPUT_GROWTH, "%")),
            "bad",
        ),
        Card(
            "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
            line(RETAIL, "\u00a0tỷ đồng"),
            (line("đạt ", RETAIL_PLAN, "% kế hoạch"), line("tăng ", RETAIL_GROWTH, "%")),
            "bad",
        ),
        Card(
            "Kim ngạch xuất khẩu",
            line(EXPORT, "\u00a0triệu USD"),
            (line("đạt ", EXPORT_PLAN, "% kế hoạch"), line("tăng ", EXPORT_GROWTH, "%")),
            "bad",
        ),
    )
)


def _standing() -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stands: clusters and power sources."""
    clusters = (
        para(
            "Đến nay, toàn tỉnh có ",
            CLUSTERS,
            " cụm công nghiệp được phê duyệt quy hoạch chi tiết với tổng diện tích trên ",
            CLUSTER_AREA,
            "\u00a0ha. Hạ tầng kỹ thuật của nhiều cụm chưa được đầu tư đồng bộ, nhất là hệ thống xử lý nước "
            "thải tập trung.",
        ),
    )
    energy = (
        para(
            "Toàn tỉnh có ",
            HYDRO[0],
            " dự án thủy điện đang vận hành với tổng công suất ",
            HYDRO[1],
            "\u00a0MW. Điện mặt trời mái nhà phát triển nhanh, đến nay có ",
            ROOFTOP[0],
            " hệ thống đang vận hành, tổng công suất trên ",
            ROOFTOP[1],
            "\u00a0MWp.",
        ),
        POWER,
        Paragraph(line("Công suất điện mặt trời tính bằng MWp, không cộng với công suất tính bằng MW."), "note"),
    )
    return clusters, energy


def _results() -> tuple[Section, ...]:
    industry = (
        para(
            "Giá trị sản xuất công nghiệp (giá so sánh năm 2010) năm 2020 ước đạt ",
            OUTPUT,
            "\u00a0tỷ đồng, đạt ",
            OUTPUT_PLAN,
            "% kế hoạch, tăng ",
            OUTPUT_GROWTH,
            "% so với năm 2019. Dịch bệnh Covid-19 làm gián đoạn nguồn cung nguyên liệu và thu hẹp thị trường "
            "tiêu thụ; "
            "song các ngành chế biến nông sản và sản xuất điện vẫn giữ được nhịp độ tăng trưởng.",
        ),
        RESULTS,
        Paragraph(line("Nguồn: tổng hợp của Sở Công Thương; số liệu năm 2020 là số ước thực hiện."), "note"),
        CHART,
    )
    trade = (
        para(
            "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ năm 2020 ước đạt ",
            RETAIL,
            "\u00a0tỷ đồng, đạt ",
            RETAIL_PLAN,
            "% kế hoạch, tăng ",
            RETAIL_GROWTH,
            "% so với năm 2019. Hàng hóa phong phú, lưu thông thông suốt; giá cả các mặt hàng thiết yếu cơ "
            "bản ổn định, "
            "không xảy ra tình trạng khan hiếm hàng hóa, nhất là trong dịp Tết Nguyên đán và thời gian giãn "
            "cách xã hội.",
        ),
        para(
            "Sở đã phối hợp với các địa phương và doanh nghiệp phân phối xây dựng phương án bình ổn thị "
            "trường, tổ chức "
            "các phiên chợ đưa hàng Việt về nông thôn, miền núi và các khu, cụm công nghiệp."
        ),
    )
    export = (
        para(
            "Kim ngạch xuất khẩu năm 2020 ước đạt ",
            EXPORT,
            "\u00a0triệu USD, đạt ",
            EXPORT_PLAN,
            "% kế hoạch, tăng ",
            EXPORT_GROWTH,
            "% so với năm 2019. Cà phê tiếp tục là mặt hàng chủ lực; các mặt hàng cao su, sắn lát, gỗ tinh "
            "chế giữ được "
            "thị trường truyền thống.",
        ),
    )
    clusters, energy = _standing()
    return (
        Section("results", "Kết quả thực hiện nhiệm vụ năm 2020", (CARDS,)),
        Section("industry", "Sản xuất công nghiệp", industry, 2),
        Section("trade", "Thương mại nội địa", trade, 2),
        Section("export", "Xuất khẩu", export, 2),
        Section("clusters", "Cụm công nghiệp", clusters, 2),
        Section("energy", "Năng lượng", energy, 2),
    )


def _judgement() -> tuple[Section, ...]:
    good = (
        para(
            "Trong điều kiện dịch bệnh diễn biến phức tạp, ngành Công Thương đã bám sát chỉ đạo của Tỉnh ủy, Hội đồng "
            "nhân dân, Ủy ban nhân dân tỉnh và Bộ Công Thương; cả ba chỉ tiêu chủ yếu đều tăng so với năm "
            "trước, trong đó "
            "kim ngạch xuất khẩu tăng ",
            EXPORT_GROWTH,
            "%.",
        ),
        item("Công tác quản lý quy hoạch, đầu tư nguồn điện và lưới điện được thực hiện đúng quy định."),
        item("Công tác khuyến công, xúc tiến thương mại bám sát nhu cầu của doanh nghiệp và cơ sở sản xuất."),
        item("Các thủ tục hành chính được giải quyết đúng hạn, tỷ lệ hồ sơ nộp trực tuyến tăng."),
    )
    bad = (
        para("Bên cạnh kết quả đạt được, ngành còn một số tồn tại, hạn chế:"),
        item("Giá trị sản xuất công nghiệp mới đạt ", OUTPUT_PLAN, "% kế hoạch."),
        item("Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ mới đạt ", RETAIL_PLAN, "% kế hoạch."),
        item("Kim ngạch xuất khẩu mới đạt ", EXPORT_PLAN, "% kế hoạch."),
        para(
            "Nguyên nhân chủ yếu là do dịch bệnh Covid-19 làm giảm sức mua trong nước và đơn hàng xuất khẩu; một số dự "
            "án công nghiệp lớn chậm tiến độ; giá nông sản trên thị trường thế giới ở mức thấp trong nhiều tháng."
        ),
    )
    return (
        Section("judgement", "Đánh giá chung"),
        Section("good", "Kết quả đạt được", good, 2),
        Section("bad", "Tồn tại, hạn chế và nguyên nhân", bad, 2),
    )


def _plan() -> tuple[Section, ...]:
    tasks = (
        item("Tập trung tháo gỡ khó khăn, đẩy nhanh tiến độ các dự án công nghiệp chế biến và dự án nguồn điện."),
        item(
            "Rà soát, bổ sung quy hoạch phát triển điện lực; bảo đảm an toàn đập, hồ chứa thủy điện trong mùa mưa lũ."
        ),
        item("Kêu gọi đầu tư hạ tầng kỹ thuật cụm công nghiệp, ưu tiên hệ thống xử lý nước thải tập trung."),
        item("Đẩy mạnh xúc tiến thương mại, hỗ trợ doanh nghiệp tận dụng các hiệp định thương mại tự do."),
        item("Phát triển thương mại điện tử, thương mại biên giới; chống buôn lậu, hàng giả và gian lận thương mại."),
        item("Nâng cao chất lượng công tác thống kê, báo cáo; ứng dụng công nghệ thông tin trong quản lý ngành."),
    )
    return (
        Section("plan", "Phương hướng, nhiệm vụ năm 2021"),
        Section("targets", "Mục tiêu", (para("Phấn đấu thực hiện các mục tiêu chủ yếu sau:"), TARGETS), 2),
        Section("tasks", "Nhiệm vụ, giải pháp", tasks, 2),
        Section(
            "closing",
            "Kiến nghị",
            (
                para(
                    "Đề nghị Bộ Công Thương sớm có hướng dẫn cơ chế đối với các dự án điện gió, điện mặt trời đã được "
                    "bổ sung quy hoạch; đề nghị Ủy ban nhân dân tỉnh bố trí vốn ngân sách hỗ trợ đầu tư hạ tầng kỹ "
                    "thuật cụm công nghiệp năm 2021."
                ),
                para(
                    "Trên đây là báo cáo tổng kết hoạt động ngành Công Thương năm 2020 và phương hướng, nhiệm vụ năm "
                    "2021 của Sở Công Thương tỉnh Gia Lai."
                ),
            ),
        ),
    )


def review() -> Document:
    """The review of Gia Lai for 2020: every kind of block, five pages in Word, figures printed more than once."""
    return Document(
        lang="vi",
        title="Báo cáo tổng kết hoạt động ngành Công Thương năm 2020 và phương hướng, nhiệm vụ năm 2021",
        letterhead=LETTERHEAD,
        sections=(*_results(), *_judgement(), *_plan()),
        as_of=date(2021, 1, 8),
        posting=POSTING,
    )


def charts() -> dict[int, bytes]:
    """A picture for each chart of the review."""
    return {0: png()}


def press_note() -> Document:
    """A press note of one page, without letterhead."""
    return Document(
        lang="vi",
        title="Ngành Công Thương Gia Lai năm 2020: xuất khẩu tăng 16%",
        letterhead=None,
        sections=(
            Section(
                "press",
                "",
                (
                    para(
                        "Năm 2020, kim ngạch xuất khẩu của tỉnh Gia Lai ước đạt ",
                        EXPORT,
                        "\u00a0triệu USD, tăng ",
                        EXPORT_GROWTH,
                        "% so với năm 2019, đạt ",
                        EXPORT_PLAN,
                        "% kế hoạch.",
                    ),
                    para(
                        "Giá trị sản xuất công nghiệp ước đạt ",
                        OUTPUT,
                        "\u00a0tỷ đồng, tăng ",
                        OUTPUT_GROWTH,
                        "%. Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ ước đạt ",
                        RETAIL,
                        "\u00a0tỷ đồng, tăng ",
                        RETAIL_GROWTH,
                        "%.",
                    ),
                    CARDS,
                    para(
                        "Năm 2021, ngành phấn đấu đạt kim ngạch xuất khẩu ",
                        target("610", "export.value"),
                        "\u00a0triệu USD.",
                    ),
                ),
            ),
        ),
        as_of=date(2021, 1, 8),
        posting=POSTING,
    )
