"""`tongket places NAME --owed TIER --period …`: who owed a return, in words and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tongket.cli.session import Session, usage
from tongket.core.owed import Ended, Owed, Owing, owing
from tongket.core.period import Period
from tongket.core.place import HORIZON, Place

_TIERS = {
    "commune": ("đơn vị cấp xã", "communes"),
    "district": ("đơn vị cấp huyện", "districts"),
    "province": ("tỉnh, thành phố", "provinces"),
}
_MOST_HEIRS = 3
"""A district's communes would fill the line."""


class Returns:
    """Who in a place owed a return of a period."""

    def __init__(self, session: Session, place: Place, tier: str, period: Period) -> None:
        self.session, self.place, self.tier, self.period = session, place, tier, period
        places = session.vocabulary.places
        self.owing: Owing = usage(lambda: owing(places, place, tier, period))

    def record(self) -> dict[str, Any]:
        """Return it for other programs."""
        return {
            "place": self.place.id, "tier": self.tier, "period": str(self.period),
            "decided_on": self.period.end.isoformat(),
            "owed": [
                {
                    **_unit(owed.place), "since": owed.since.isoformat(),
                    "stood_throughout": owed.place.stands_throughout(self.period),
                    "took_in": [{"place": told.place.id, "last": told.last.isoformat(), "whole": whole}
                                for told, whole in owed.took_in],
                    "handed_in_by": [heir.id for heir in owed.handed_in_by],
                }
                for owed in self.owing.units
            ],
            "ended": [
                {**_unit(told.place), "last": told.last.isoformat(),
                 "into": [{"place": p.id, "whole": whole} for p, whole in told.into]}
                for told in self.owing.ended
            ],
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Yield it for a reader."""
        words, on = self.session.words, self.period.end
        count, tier = len(self.owing.units), words(*_TIERS[self.tier])
        label = self.period.label(self.session.lang)
        yield f"{self.place.id}  {self.place.full_name(on)}: " + words(
            f"{count} {tier} phải báo cáo kỳ {label} (các đơn vị có đến ngày cuối kỳ {on:%d/%m/%Y})",
            f"{count} {tier} owed the return of {label} (those that stood on its last day, {on.isoformat()})",
        )
        yield from (f"  {self._owed(owed)}" for owed in self.owing.units)
        if self.owing.ended:
            yield words(
                f"  kết thúc hoạt động trong kỳ, không phải báo cáo: {len(self.owing.ended)} đơn vị; đơn vị tiếp nhận "
                "báo cáo cả phần của các đơn vị đó",
                f"  ended within the period and owed none: {len(self.owing.ended)}; what took them in reports for them",
            )
            yield from (f"    {self._ended(told)}" for told in self.owing.ended)

    def _owed(self, owed: Owed) -> str:
        words, place = self.session.words, owed.place
        out = f"{place.id}  {place.full_name(self.period.end)}  ({self._since(owed.since)}"
        if place.valid_to == self.period.end:
            out += words("; hết kỳ thì kết thúc hoạt động, ", "; ended with the period, handed in by ")
            out += self._heirs(owed.handed_in_by) + words(" nộp thay", "")
        return f"{out})"

    def _heirs(self, heirs: Sequence[Place]) -> str:
        if not heirs:
            return self.session.words("không rõ đơn vị nào", "nobody known")
        named = ", ".join(f"{p.full_name()} {p.id}" for p in heirs[:_MOST_HEIRS])
        more = len(heirs) - _MOST_HEIRS
        return named + (self.session.words(f" và {more} đơn vị khác", f" and {more} more") if more > 0 else "")

    def _since(self, since: date) -> str:
        if since <= HORIZON:
            return self.session.words("có trước khi bắt đầu kỳ", "stood before the period began")
        return self.session.words(f"từ {since:%d/%m/%Y}", f"since {since.isoformat()}")

    def _ended(self, told: Ended) -> str:
        words, place = self.session.words, told.place
        until = words(f"đến hết {told.last:%d/%m/%Y}", f"until {told.last.isoformat()}")
        into = ", ".join(
            f"{target.full_name()} {target.id}" + ("" if whole else words(" (một phần)", " (a part)"))
            for target, whole in told.into
        )
        return f"{place.id}  {place.full_name(told.last)}  ({until})" + (f" → {into}" if into else "")


def _unit(place: Place) -> dict[str, Any]:
    return {"id": place.id, "kind": place.kind, "code": place.code(), "name": place.full_name()}
