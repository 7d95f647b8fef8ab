"""Words of time: “9 tháng đầu năm 2023”, “quý I”, “cùng kỳ năm trước”, “29-1-2021”. Found here, resolved in `times`."""

from dataclasses import dataclass
from functools import lru_cache

from tongket.prose.read.tokens import Tokens, key_of

_FIRST, _LAST = 1900, 2100
_FIRST_BARE = 1990  # a year without the word for it
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_WORDS = {
    "giêng": 1, "gieng": 1, "môt5": 1, "hai": 2, "ba": 3, "bôn2": 4, "bon": 4, "tư": 4, "tu": 4, "năm": 5,
    "sau2": 6, "sau": 6,
    "bay3": 7, "bay": 7, "tam2": 8, "tam": 8, "chin2": 9, "chin": 9, "mươi1": 10, "muoi": 10,
}  # fmt: skip


_PLAIN = str.maketrans("ăâđêôơư", "aadeoou", "12345")
_SPELLED = frozenset(word.translate(_PLAIN) for word in _WORDS)

_HEADS = frozenset(
    key_of(word)
    for word in (
        "năm", "các", "tháng", "quý", "nửa", "giai", "nhiệm", "ngày", "cuối", "hết", "đầu", "cùng", "hiện", "đến", "cả",
        "thời", "giá",
    )
)  # fmt: skip

# Around “3 tháng”: what makes it a stretch of time instead of the first months of a year.
_ONWARD = frozenset(("toi", "lien", "gan", "ke", "nua", "sau", "tuoi", "tro"))
_WITHIN = frozenset(("vong", "moi", "trong", "keo", "han", "thoi"))
_STATING = frozenset(("dat", "uoc", "tang", "giam", "xuat", "nhap"))
_SEVERAL = frozenset(("cac", "nhung", "may", "nhieu"))
_AFTER_DAY = frozenset(
    ("", ",", ".", ")", ";", ":", "\n", "tai", "so", "uy", "bo", "cua", "va", "lanh", "nam", "hdnd", "la", "dat", "da",
     "uoc", "toan", "tong", "tinh", "thi", "vua")
)  # fmt: skip
_OF_YEAR = frozenset(("nam", "/", "cua", "qua", ",", ":", ";", "."))


@dataclass(slots=True)
class When:
    """A word of time.

    Attributes:
        start: its first token.
        end: the token after it.
        form: year, years, month, months, quarter, half, day, year-end, year-start, same, now, to-date, whole-year,
            last-month, this-month, last-quarter, duration (which tells of no period).
        a: first number: year, month, quarter, day …; of a year 1 where it is told from the one before (“trước đó”).
        b: second number.
        year: the year named, or None.
        back: the year relative to the text's: 0 “năm nay”, −1 “năm trước”, 1 “năm sau”; None where not said so.
    """

    start: int
    end: int
    form: str
    a: int = 0
    b: int = 0
    year: int | None = None
    back: int | None = None


class WhenScanner:
    """Finds the words of time of one text. Every step looks a few tokens ahead and never back."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.keys = [_bare(key) for key in tokens.keys]
        self._by_word = {
            "nam": self._year_word, "cac": self._years_word, "thang": self._month_word, "qui": self._quarter_word,
            "nua": self._half, "giai": self._stage, "nhiem": self._stage, "ngay": self._day_word,
            "cuoi": self._year_end, "het": self._year_end, "dau": self._year_start, "cung": self._same,
            "hien": self._now, "den": self._to_date, "ca": self._whole_year, "thoi": self._moment, "gia": self._prices,
        }  # fmt: skip

    def scan(self) -> list[When]:
        """Return the words of time in order, without overlaps."""
        out: list[When] = []
        numeric, reached = self.tokens.numeric, 0
        for i, key in enumerate(self.keys):
            if i < reached or not (numeric[i] or key in self._by_word or key in _SPELLED):
                continue
            # “phấn đấu năm 2023” has no “đầu năm”, “ngay 5 dự án” no day.
            if key in self._by_word and self.tokens.keys[i] not in _HEADS and not self.tokens.bare:
                continue
            found = self._at(i, key)
            if found is not None:
                out.append(found)
                reached = found.end
        return out

    def _at(self, i: int, key: str) -> When | None:
        look = self._number if self.tokens.numeric[i] else self._by_word.get(key)
        found = look(i) if look is not None else None
        return self._spelled_months(i) if found is None and self.tokens.keys[i] in _WORDS else found

    def _key(self, i: int) -> str:
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def _is(self, i: int, *words: str) -> bool:
        return all(self._key(i + n) == word for n, word in enumerate(words))

    def _int(self, i: int, low: int, high: int) -> int | None:
        key = self._key(i)
        if not key or len(key) > 4 or not key.isdigit() or not key.isascii():
            return None
        return int(key) if low <= int(key) <= high else None

    def _year_at(self, i: int) -> int | None:
        return self._int(i, _FIRST, _LAST) if len(self._key(i)) == 4 else None

    def _tail(self, i: int) -> tuple[int | None, int | None, int]:
        """Read the year after a month or quarter: “/2023”, “năm 2023”, “năm nay”, “2023”; (year, back, end)."""
        j = i + 1 if self._key(i) in ("cua", "trong", "/", "-", ",") else i
        if self._key(j) == "nam":
            year, back = self._year_at(j + 1), _back(self._key(j + 1))
            if year is not None or back is not None:
                return year, back, j + 2
            return None, None, i
        year = self._year_at(j) if self._key(i) != "," and self._key(i) not in ("cua", "trong") else None
        return (year, None, j + 1) if year is not None else (None, None, i)

    def _year_word(self, i: int) -> When | None:
        year = self._year_at(i + 1)
        if year is not None:
            last = self._year_at(i + 3) if self._key(i + 2) == "-" else None
            if last is not None and last > year:
                # “Vụ đông xuân năm 2023-2024”, a school year: one season, and no stretch of years.
                return When(i, i + 4, "years" if last - year > 1 else "duration", year, last)
            return When(i, i + 2, "year", year=year)
        back = _back(self._key(i + 1))
        if back is not None and self._key(i - 1) in _SEVERAL:
            return When(i, i + 2, "duration")  # “các năm trước” are no one year
        if back is not None and self._key(i + 1) != "do":
            after = self._is(i + 2, "do")  # “năm trước đó” is the one before that told of, not before the text's
            return When(i, i + 2 + after, "year", a=int(after), back=back)
        return None

    def _years_word(self, i: int) -> When | None:
        if self._is(i, "cac", "nam") and self._year_at(i + 2) is not None:
            last = self._year_at(i + 4) if self._key(i + 3) == "-" else None
            if last is not None and last > (self._year_at(i + 2) or 0):
                return When(i, i + 5, "years", self._year_at(i + 2) or 0, last)
        return None

    def _month_word(self, i: int) -> When | None:
        if self._key(i + 1) in ("truoc", "nay"):
            return When(i, i + 2, "last-month" if self._key(i + 1) == "truoc" else "this-month")
        if self._key(i - 1) == "trong" and self._key(i + 1) in _STATING | {","}:
            return When(i, i + 1, "this-month")  # “tổng mức bán lẻ trong tháng ước đạt”
        month = self._int(i + 1, 1, 12) or _WORDS.get(self.tokens.keys[i + 1] if i + 1 < len(self.keys) else "")
        if month is None:
            return None
        last = self._run_end(i + 2, month)
        if last is not None:
            year, back, end = self._tail(last[1])
            return When(i, end, "months", month, last[0], year, back)
        year, back, end = self._tail(i + 2)
        return When(i, end, "month", month, 0, year, back)

    def _run_end(self, i: int, month: int) -> tuple[int, int] | None:
        """Read “đến (hết) tháng 8” after “tháng 5”."""
        if self._key(i) not in ("den", "-"):
            return None
        j = i + 1 + self._is(i + 1, "het")
        last = self._int(j + 1, 1, 12) if self._key(j) == "thang" else None
        return (last, j + 2) if last is not None and last > month else None

    def _quarter_word(self, i: int) -> When | None:
        if self._key(i + 1) == "truoc":
            return When(i, i + 2, "last-quarter")
        nth = _ROMAN.get(self._key(i + 1))
        if nth is None:
            return None
        year, back, end = self._tail(i + 2)
        return When(i, end, "quarter", nth, 0, year, back)

    def _half(self, i: int) -> When | None:
        if self._key(i + 1) == "nam" and self._year_at(i + 2) is not None:
            return When(i, i + 3, "half", 1, 0, self._year_at(i + 2))  # “mới nửa năm 2016”
        if not (self._is(i + 1, "dau", "nam") or self._is(i + 1, "cuoi", "nam")):
            return None
        year, back, end = self._tail(i + 2)
        return When(i, max(end, i + 3), "half", 1 if self._key(i + 1) == "dau" else 2, 0, year, back)

    def _stage(self, i: int) -> When | None:
        if self._is(i, "giai", "doan") or self._is(i, "nhiem", "ki"):
            j = i + 2 + self._is(i + 2, "nam")
            first, last = self._year_at(j), self._year_at(j + 2)
            if first is not None and last is not None and last > first:
                return When(i, j + 3, "years", first, last)
        return None

    def _day_word(self, i: int) -> When | None:
        day = self._int(i + 1, 1, 31)
        if day is None:
            return None
        if self._key(i + 2) == "thang" and self._int(i + 3, 1, 12):
            year, back, end = self._tail(i + 4)
            return When(i, end, "day", day, self._int(i + 3, 1, 12) or 0, year, back)
        found = self._date(i + 1, named=True)
        until = self._until(found.end) if found is not None and (found.a, found.b) == (1, 1) else None
        if found is not None and until is not None:
            return When(i, until.end, "months", 1, until.a, until.year or found.year)
        if found is not None:
            return When(i, found.end, "day", found.a, found.b, found.year)
        return When(i, i + 2, "duration")

    def _until(self, i: int) -> When | None:
        """Read the end of a stretch from January on: “đến (cuối) tháng 11/2025”, “đến ngày 20/11”; `a` its month."""
        if self._key(i) not in ("den", "toi"):
            return None
        j = i + 1 + (self._key(i + 1) in ("cuoi", "het"))
        end = self._day_word(j) if self._key(j) == "ngay" else None
        if end is not None and end.form == "day":
            return When(i, end.end, "month", end.b, 0, end.year)
        month = self._month_word(j) if self._key(j) == "thang" else None
        return When(i, month.end, "month", month.a, 0, month.year) if month and month.form == "month" else None

    def _date(self, i: int, *, named: bool) -> When | None:
        """Read 29/1/2021, 29-1-2021, 29.1.2021; where the words name a day also 29/1 and 29-1."""
        parts = self._key(i).split(".")
        if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
            nth, of, year = (int(part) for part in parts)
            return When(i, i + 1, "day", nth, of, year) if _is_date(nth, of) else None
        mark = self._key(i + 1)
        if mark not in ("/", "-") or len(self._key(i)) > 2:
            return None
        day, month = self._int(i, 1, 31), self._int(i + 2, 1, 12)
        if day is None or month is None or not _is_date(day, month):
            return None
        if self._key(i + 3) == mark and self._year_at(i + 4) is not None:
            return When(i, i + 5, "day", day, month, self._year_at(i + 4))
        return When(i, i + 3, "day", day, month) if named else None

    def _number(self, i: int) -> When | None:
        key = self.tokens.keys[i]
        if len(key) == 4 and self._int(i, _FIRST_BARE, _LAST) is not None:
            return self._bare_year(i)
        named = self._key(i - 1) in ("sang", "chieu", "toi", "trua", "nay", "den", "het", "tu", "va", "(", "hom")
        day = self._date(i, named=named and self._key(i + 1) in ("-", "/"))
        if day is not None and (day.year is not None or self._plausible_day(day)):
            return day
        count = self._int(i, 1, 12)
        if count is None:
            return None
        if self._key(i + 1) == "/" and self._year_at(i + 2) is not None and len(key) <= 2:
            return When(i, i + 3, "month", count, 0, self._year_at(i + 2))
        return self._months_of_year(i, count)

    def _plausible_day(self, day: When) -> bool:
        # “(55/63 địa phương” is no date, nor is “đến 9-10%”: what follows a day is no unit.
        return self._key(day.end) in _AFTER_DAY

    def _months_of_year(self, i: int, count: int) -> When | None:
        word = self._key(i + 1)
        if word == "thang":
            return self._months(i, i + 2, count)
        if word == "t" and self.tokens.glued(i + 1):
            return self._months(i, i + 2, count)
        if word == "qui" and count <= 4 and self._is(i + 2, "dau", "nam"):
            year, back, end = self._tail(i + 3)
            return When(i, max(end, i + 4), "months", 1, 3 * count, year, back)
        return None

    def _spelled_months(self, i: int) -> When | None:
        """Read “chín tháng”, “sáu tháng đầu năm”; “hai tháng” alone is as often a stretch of time."""
        if self._key(i + 1) != "thang":
            return None
        when = self._months(i, i + 2, _WORDS[self.tokens.keys[i]])
        stated = when.end < len(self.keys) and (self.tokens.numeric[when.end] or self._key(when.end) in _STATING)
        return when if when.form != "duration" and (when.end > i + 2 or stated) else None

    def _months(self, i: int, j: int, count: int) -> When:
        """Read what follows “9 tháng”."""
        late = False
        if self._key(j) in ("dau", "cuoi"):
            late = self._key(j) == "cuoi"
            j += 1
        elif self._key(j) in _ONWARD or (self._key(i - 1) in _WITHIN and self._key(j) not in _OF_YEAR | _STATING):
            return When(i, j, "duration")
        year, back, end = self._tail(j)
        if year is None and back is None:
            end = j + (self._key(j) in ("nam", "qua"))
        first, last = (13 - count, 12) if late else (1, count)
        return When(i, end, "months", first, last, year, back)

    def _bare_year(self, i: int) -> When | None:
        year, last = self._year_at(i), self._year_at(i + 2)
        if self._key(i + 1) == "-" and last is not None and year is not None and last > year:
            return When(i, i + 3, "years" if last - year > 1 else "duration", year, last)
        # A law's year (66/2020) and a number with a unit are none; the amounts decide about the latter.
        if self._key(i - 1) == "/" or self._key(i + 1) == "/":
            return When(i, i + 1, "duration")
        return When(i, i + 1, "bare-year", year=year)

    def _year_end(self, i: int) -> When | None:
        if not self._is(i + 1, "nam"):
            return None
        year, back, end = self._tail(i + 1)
        return When(i, max(end, i + 2), "year-end", 0, 0, year, back)

    def _year_start(self, i: int) -> When | None:
        if not self._is(i + 1, "nam"):
            return None
        year, back, end = self._tail(i + 1)
        end = max(end, i + 2)
        if self._is(end, "den", "nay") or self._is(end, "toi", "nay"):
            return When(i, end + 2, "to-date", 0, 0, year, back)
        until = self._until(end)
        if until is not None:
            named = year is None and back is None
            return When(i, until.end, "months", 1, until.a, until.year if named else year, back)
        return When(i, end, "year-start", 0, 0, year, back)

    def _same(self, i: int) -> When | None:
        if not (self._is(i + 1, "ki") or self._is(i + 1, "nam") or self._is(i + 1, "thang") or self._is(i + 1, "qui")):
            return None
        if self._key(i + 1) != "ki" and self._key(i + 2) not in ("nam", "truoc", "ngoai"):
            return None
        j = i + 2
        if self._is(j, "thang", "truoc"):
            return When(i, j + 2, "last-month")
        year, back, end = self._tail(j)
        if year is None and back is None and self._key(j) in ("truoc", "ngoai"):
            end = j + 1
        return When(i, end, "same", 0, 0, year, -1 if back is None and year is None else back)

    def _now(self, i: int) -> When | None:
        if self._key(i + 1) in ("nay", "tai", "co", "dang", "da", "toan", "con"):
            return When(i, i + 1 + (self._key(i + 1) in ("nay", "tai")), "now")
        return None

    def _to_date(self, i: int) -> When | None:
        return When(i, i + 2, "now") if self._is(i + 1, "nay") else None

    def _moment(self, i: int) -> When | None:
        return When(i, i + 3, "now") if self._is(i + 1, "diem", "nay") else None

    def _whole_year(self, i: int) -> When | None:
        if not self._is(i + 1, "nam"):
            return None
        year, back, end = self._tail(i + 1)
        return When(i, max(end, i + 2), "whole-year", 0, 0, year, back)

    def _prices(self, i: int) -> When | None:
        """Read the year of “giá so sánh (năm) 2010”, which is no period."""
        if not (self._is(i + 1, "so", "sanh") or self._is(i + 1, "co", "dinh") or self._is(i + 1, "ss")):
            return None
        j = i + 2 + (self._key(i + 2) in ("sanh", "dinh"))
        j += self._is(j, "nam")
        return When(i, j + 1, "duration") if self._year_at(j) is not None else None


def _back(word: str) -> int | None:
    return {"nay": 0, "truoc": -1, "ngoai": -1, "qua": -2, "sau": 1, "toi": 1}.get(word)


def _is_date(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


@lru_cache(maxsize=65536)
def _bare(key: str) -> str:
    """Return a token's key without diacritics and tone: words of time are told apart without them."""
    if key.isascii():
        return key.rstrip("12345") if key[0].isalpha() else key
    return _stripped(key)


def _stripped(key: str) -> str:
    return key.translate(_PLAIN)
