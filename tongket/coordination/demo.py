"""What passed between the Department and the communes of the demonstration province: invented, marked as such."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tongket.accounts.models import Grant, User
from tongket.accounts.services import invite
from tongket.collect.models import Unit
from tongket.coordination import queries, services
from tongket.coordination.models import Asked, Contact, Request
from tongket.coordination.rules import Action, Actor, Details, Kind, Wording

NOTE = "(Nội dung mẫu để dùng thử.)"
ASKER = "chuyenvien@mau.example"
CLERKS = ("xa1@mau.example", "xa2@mau.example")
OTHERS = "canbo.xa@mau.example"
PROVINCE = "vn.52@2025"
FIRST = "demo-petrol"
MARKETS = Wording(
    "Rà soát hiện trạng chợ trên địa bàn",
    "Đề nghị UBND các xã, phường rà soát và cho biết:\n\n1. Số chợ đang hoạt động, theo hạng.\n2. Chợ xuống cấp, cần "
    f"sửa chữa hoặc di dời.\n3. Khó khăn, kiến nghị.\n\n{NOTE}",
    "trade", "Nghị định 60/2024/NĐ-CP",
)  # fmt: skip
PETROL = Wording(
    "Cung cấp danh sách cửa hàng bán lẻ xăng dầu",
    f"Đề nghị gửi danh sách cửa hàng bán lẻ xăng dầu đang hoạt động: tên, địa chỉ, người phụ trách.\n\n{NOTE}",
    "trade",
)  # fmt: skip
CLUSTERS = Wording(
    "Cho ý kiến về dự thảo phương án phát triển cụm công nghiệp",
    f"Đề nghị nghiên cứu dự thảo và góp ý bằng văn bản.\n\n{NOTE}", "industry", "Nghị định 32/2024/NĐ-CP",
)  # fmt: skip
GUIDE = Wording(
    "Hướng dẫn lập báo cáo tháng trên trang",
    "1. Mở “Việc của tôi”, bấm “Bắt đầu”.\n2. Nhập số vào cột nền trắng; số viết theo kiểu Việt Nam: 1.234,5.\n"
    f"3. Giải trình các cảnh báo rồi trình thủ trưởng.\n\n{NOTE}",
)  # fmt: skip
MEETING = Wording(
    "Họp giao ban trực tuyến quý",
    f"Sở Công Thương tổ chức họp giao ban trực tuyến với các xã, phường; thời gian và đường truyền gửi sau.\n\n{NOTE}",
)  # fmt: skip
DIVISIONS = (
    ("Sở Công Thương – Phòng Quản lý thương mại", "Lê Thu Trang", "Chuyên viên", "0269 3000 101"),
    ("Sở Công Thương – Phòng Quản lý công nghiệp", "Bùi Đức Thịnh", "Trưởng phòng", "0269 3000 102"),
    ("Sở Công Thương – Phòng Kế hoạch - Tài chính", "Nay H’Linh", "Phó Trưởng phòng", "0269 3000 103"),
    ("Sở Công Thương – Văn phòng", "", "", "0269 3000 100"),
)
PEOPLE = (("Nguyễn Thị Hoa", "Công chức Phòng Kinh tế"), ("Rơ Châm H’Yen", "Công chức Phòng Kinh tế"))


@transaction.atomic
def make(today: date | None = None) -> None:
    """Make what the demonstration province asked, answered and told, where it is not there yet."""
    today = today or timezone.localdate()
    units = _units(today)
    if Request.objects.filter(key=FIRST).exists() or len(units) < 2:
        return
    asker, other = User.objects.get(email=ASKER).uid, _other()
    now = timezone.now()
    _requests(units, asker, other, now)
    guide = services.notify(
        units, GUIDE, kind=Kind.GUIDANCE, key="demo-guide", actor=asker, at=now - timedelta(days=20)
    )
    told = {one.unit_id: one for one in queries.all_told([guide])}
    for number, unit in enumerate(units):
        if number >= 2 and number % 5:
            services.read([told[unit.pk]], uid=other, at=now - timedelta(days=19 - number % 9))
    services.notify(units, MEETING, kind=Kind.NOTICE, key="demo-meeting", actor=asker, at=now - timedelta(hours=3))
    _contacts(units, asker, now)


def _units(today: date) -> list[Unit]:
    """Return the communes of the demonstration, first those that somebody can sign in for."""
    told = dict(Grant.objects.filter(user__email__in=CLERKS).values_list("unit", "user__email"))
    units = [unit for unit in queries.units(today) if unit.demo and unit.kind == "commune"]
    return sorted(units, key=lambda unit: told.get(unit.code, "~"))


def _other() -> str:
    """Return the uid of who answers for all communes that nobody can sign in for; they cannot sign in either."""
    found = User.objects.filter(email=OTHERS).first()
    return (found or invite(OTHERS, "Cán bộ cấp xã (mẫu)", (), by="demo")).uid


def _requests(units: Sequence[Unit], asker: str, other: str, now: datetime) -> None:
    """One request that is over, one that runs, one to the first two alone that was sent back."""
    today = timezone.localdate(now)
    over = services.ask(
        units, PETROL, due=today - timedelta(days=12), key=FIRST, actor=asker, at=now - timedelta(days=26),
    )  # fmt: skip
    running = services.ask(
        units, MARKETS, due=today + timedelta(days=6), key="demo-markets", actor=asker, at=now - timedelta(days=4),
    )  # fmt: skip
    few = services.ask(
        units[:2], CLUSTERS, due=today + timedelta(days=3), key="demo-clusters", actor=asker,
        at=now - timedelta(days=8),
    )  # fmt: skip
    taker = Actor(asker, asks=True)
    for number, one in enumerate(_asked(over, units)):
        if number % 11 != 7:
            late = number % 9 == 4
            _answer(one, other, f"Trên địa bàn có {number % 4 + 1} cửa hàng. {NOTE}",
                    now - timedelta(days=8 if late else 16))  # fmt: skip
            services.step(one.pk, Action.ACCEPT, who=taker, at=now - timedelta(days=7))
    for number, one in enumerate(_asked(running, units)):
        if number >= 2 and number % 4 == 1:
            _answer(one, other, f"Có {number % 3 + 1} chợ hạng III, không có chợ phải di dời. {NOTE}",
                    now - timedelta(days=1))  # fmt: skip
    first = _asked(few, units)[0]
    _answer(first, other, f"UBND xã thống nhất với dự thảo. {NOTE}", now - timedelta(days=3))
    services.step(
        first.pk, Action.RETURN, who=taker, at=now - timedelta(days=2),
        text="Đề nghị nêu rõ ý kiến về vị trí và diện tích cụm công nghiệp.",
    )  # fmt: skip


def _asked(of: Request, units: Sequence[Unit]) -> list[Asked]:
    found = {one.unit_id: one for one in queries.all_asked([of])}
    return [found[unit.pk] for unit in units if unit.pk in found]


def _answer(of: Asked, actor: str, text: str, at: datetime) -> None:
    services.step(of.pk, Action.ANSWER, who=Actor(actor, answers=True), at=at, text=text)


def _contacts(units: Sequence[Unit], actor: str, now: datetime) -> None:
    first = timezone.localdate(now) - timedelta(days=90)
    if Contact.objects.exists():
        return
    for office, person, position, phone in DIVISIONS:
        told = Details(office, person, position, phone, "", "mẫu dùng thử", first)
        services.add_contact(None, told, place=PROVINCE, actor=actor, at=now)
    for number, (unit, (person, position)) in enumerate(zip(units, PEOPLE, strict=False), start=1):
        told = Details(
            "", person, position, f"0269 3000 {200 + number}", f"xa{number}@mau.example", "mẫu dùng thử", first
        )
        services.add_contact(unit, told, place="", actor=actor, at=now)
