"""From the book of a place to the document of a period. Business rules stand here; writers know none."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongket.core.text import Text
from tongket.cube.rows import Answer
from tongket.review.assemble.annex import annex
from tongket.review.assemble.facts import Facts
from tongket.review.assemble.press import press_note
from tongket.review.assemble.results import against_the_plan, group, overview
from tongket.review.assemble.slides import slides
from tongket.review.assemble.stocks import clusters, coordination, energy, markets
from tongket.review.assemble.targets import targets, tasks
from tongket.review.document import Document, Letterhead, Section
from tongket.review.remark import Remark

__all__ = ["Assembled", "Facts", "Remark", "assemble"]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A review, its press note, and every figure printed in either.

    Attributes:
        answers: by short id.
    """

    review: Document
    press: Document
    answers: Mapping[str, Answer]


def assemble(facts: Facts) -> Assembled:
    """Write the review and the press note of a place and period."""
    sections = _sections(facts)
    when = facts.period.label(facts.lang)
    place = facts.place.name(facts.lang, facts.period.end)
    kind = "tổng kết" if facts.period.length >= 12 else "sơ kết"
    title = facts.words(
        f"Báo cáo {kind} ngành Công Thương {place} {when}", f"Review of industry and trade in {place}, {when}"
    )
    review = Document(
        facts.lang,
        title,
        letterhead(facts),
        tuple(sections),
        slides(facts, sections),
        facts.as_of,
        facts.posting,
    )
    press = press_note(facts)
    return Assembled(review, press, dict(facts.used))


def _sections(facts: Facts) -> list[Section]:
    trade = group(facts, "trade", Text("Thương mại nội địa", "Domestic trade"))
    shops = tuple(markets(facts))
    sold = any(line.indicator.kind != "stock" for line in facts.lines("trade"))
    results = facts.words("Kết quả trên từng lĩnh vực", "Results field by field")
    found: list[Section | None] = [
        overview(facts),
        Section("fields", results),
        group(facts, "industry", Text("Sản xuất công nghiệp", "Industrial production")),
        Section(trade.code, trade.title, (*(trade.blocks if sold or not shops else ()), *shops), trade.level),
        group(facts, "external", Text("Xuất khẩu, nhập khẩu", "Exports and imports")),
        clusters(facts),
        energy(facts),
        coordination(facts),
        against_the_plan(facts),
        targets(facts),
        tasks(facts),
        annex(facts),
    ]
    return [s for s in found if s is not None]


def letterhead(facts: Facts) -> Letterhead:
    """Return what Decree 30/2020/NĐ-CP puts around the Department's report."""
    place = facts.place.name(facts.lang, facts.period.end)
    full = facts.place.full_name(facts.period.end)
    when = facts.period.label(facts.lang)
    if facts.lang == "en":
        subject = f"Results of industry and trade in {when}"
        return Letterhead(
            f"PEOPLE'S COMMITTEE OF {place.upper()}", "DEPARTMENT OF INDUSTRY AND TRADE", "BC-SCT", place, None,
            "REPORT", subject, "DIRECTOR", ("Ministry of Industry and Trade", "Provincial People's Committee"),
        )  # fmt: skip
    done = "Tổng kết" if facts.period.length >= 12 else "Sơ kết"
    last = facts.period.end
    left = 12 - last.month
    if not left:
        ahead = f"năm {last.year + 1}"
    elif facts.period.length == 1 or left == 1:
        ahead = f"tháng {last.month + 1}"
    else:
        ahead = f"{left} tháng cuối năm"
    following = f"{done} công tác {when}, nhiệm vụ {ahead}"
    return Letterhead(
        f"UBND {full.upper()}", "SỞ CÔNG THƯƠNG", "BC-SCT", place, None, "BÁO CÁO",
        f"{following} của ngành Công Thương",
        "GIÁM ĐỐC",
        ("Bộ Công Thương", f"UBND {full[:1].lower() + full[1:]}", "Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở"),
    )  # fmt: skip
