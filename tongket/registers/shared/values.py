"""Values of a register: read from what was typed, kept as text in events, kept as whole numbers in tables."""

from datetime import date, datetime
from decimal import Decimal

from tongket.core import number
from tongket.core.errors import InvalidInput, NotFound, TongketError
from tongket.core.exact import from_units, to_units
from tongket.core.period import Period
from tongket.core.place import Place, check_place_id
from tongket.core.text import Lang, Text, fold
from tongket.core.vocabulary import Vocabulary
from tongket.registers.shared.declare import Field, Kind, Value

_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_LONGEST = 500
LATITUDES, LONGITUDES = (Decimal("8.0"), Decimal("23.5")), (Decimal("102.0"), Decimal("110.0"))
"""What the mainland and the near islands of Vietnam lie between, in degrees (WGS 84)."""


def read(field: Field, text: str, words: Vocabulary, day: date, *, locale: Lang | None = "vi") -> Value:
    """Read what was typed for a field; empty is None.

    Args:
        field: of the register.
        text: as it was typed.
        words: the vocabulary, for places.
        day: on which a place must stand.
        locale: how numbers are written; None where the file does not say, see `number.parse`.

    Raises:
        InvalidInput: it is no such value. Ambiguous, NotFound: a place that several have, or none.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if field.kind is Kind.NUMBER:
        return _number(field, text, locale)
    if field.kind is Kind.DAY:
        return _day(field, text)
    if field.kind is Kind.CHOICE:
        return _choice(field, text)
    if field.kind is Kind.PLACE:
        return _place(text, words, day).id
    if len(text) > _LONGEST:
        raise InvalidInput(
            f"“{field.title.vi}” dài {len(text)} ký tự, tối đa {_LONGEST}; rút gọn, phần còn lại ghi vào nhật ký",
            f"{field.title.en} has {len(text)} characters, at most {_LONGEST}; shorten it and put the rest in a note",
        )
    return text


def _number(field: Field, text: str, locale: Lang | None) -> Decimal:
    value = number.parse(text, locale).value
    return checked(field, value)


def checked(field: Field, value: Decimal) -> Decimal:
    """Return a number that a field can hold.

    Raises:
        InvalidInput: it has too many decimals, or lies outside the field's bounds.
    """
    shown = number.render(value)
    if value != round(value, field.decimals):
        raise InvalidInput(
            f"“{field.title.vi}” = {shown}: giữ tối đa {field.decimals} chữ số thập phân; làm tròn rồi nhập lại",
            f"{field.title.en} = {value}: at most {field.decimals} decimals are kept; round it and enter it again",
        )
    low, high = field.least, field.most
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"{'' if low is None else number.render(low)}–{'' if high is None else number.render(high)}"
        raise InvalidInput(
            f"“{field.title.vi}” = {shown} nằm ngoài khoảng {bounds}; kiểm tra đơn vị và dấu thập phân",
            f"{field.title.en} = {value} lies outside {bounds}; check the unit and the decimal mark",
        )
    return value


def _day(field: Field, text: str) -> date:
    for form in _DAY_FORMS:
        try:
            # A day has no time zone.
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise InvalidInput(
        f"“{field.title.vi}”: “{text}” không phải ngày; ghi 31/12/2025 hoặc 2025-12-31",
        f"{field.title.en}: {text} is no day; write 31/12/2025 or 2025-12-31",
    )


def _choice(field: Field, text: str) -> str:
    if text in field.choices:
        return text
    wanted = fold(text)
    found = [code for code, name in field.choices.items() if wanted in (fold(name.vi), fold(name.en), fold(code))]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{name.vi} ({code})" for code, name in field.choices.items())
    raise InvalidInput(
        f"“{field.title.vi}”: không có “{text}”; chọn một trong: {listed}",
        f"{field.title.en}: there is no {text}; one of {', '.join(field.choices)}",
    )


def _place(text: str, words: Vocabulary, day: date) -> Place:
    if text.startswith("vn"):
        return words.places[check_place_id(text)]
    # A commune, and where several have its name, the province after a comma: “Ia Grai, Gia Lai”.
    name, _, inside = text.rpartition(",")
    if not name:
        return words.places.resolve(text, Period.of_day(day))
    outer = words.places.resolve(inside.strip(), Period.of_day(day))
    lower = words.places.lower
    found = [
        place
        for place in (lower.named(fold(name)) if lower else [])
        if place.stands_on(day) and any(one.id == outer.id for one in words.places.upward(place.id))
    ]
    if len(found) != 1:
        raise NotFound(
            f"không có xã, phường nào tên “{name.strip()}” ở {outer.full_name(day)} ngày {day:%d/%m/%Y}; "
            "ghi mã đơn vị hành chính",
            f"no commune named {name.strip()} in {outer.name('en', day)} on {day}; give its code",
        )
    return found[0]


def kept(value: Value) -> str | None:
    """Return how an event keeps a value: numbers and days as plain text."""
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value.isoformat() if isinstance(value, date) else value


def value_of(field: Field, text: str | None) -> Value:
    """Return the value of what an event kept."""
    if text is None:
        return None
    if field.kind is Kind.NUMBER:
        return Decimal(text)
    return date.fromisoformat(text) if field.kind is Kind.DAY else text


def column(field: Field, value: Value) -> str | int | date | None:
    """Return a value as the version's table has it: a number as a whole one at the field's decimals."""
    if isinstance(value, Decimal):
        return to_units(value, field.decimals)
    return value if value is not None or field.kind in {Kind.NUMBER, Kind.DAY} else ""


def of_column(field: Field, cell: str | int | date | None) -> Value:
    """Return the value of what the version's table has."""
    if field.kind is Kind.NUMBER:
        return None if cell is None else from_units(int(str(cell)), field.decimals)
    return cell if isinstance(cell, date) else (str(cell) if cell else None)


def shown(field: Field, value: Value, words: Vocabulary, day: date, lang: Lang) -> str:
    """Return a value as a person reads it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number.render(value, None, lang)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if field.kind is Kind.CHOICE:
        return field.choices.get(value, Text(value, value)).to(lang)
    if field.kind is Kind.PLACE:
        place = words.places.get(value)
        return place.full_name(day) if place else value
    return value


def _place_written(place_id: str, words: Vocabulary, day: date) -> str:
    """Return a place by its name, and its province's, where that is read back as the same; else its id."""
    place = words.places.get(place_id)
    if place is None:
        return place_id
    above = words.places.above(place_id, "province")
    named = place.full_name(day)
    name = named if above is None or above.id == place.id else f"{named}, {above.name('vi', day)}"
    try:
        same = _place(name, words, day).id == place_id
    except TongketError:
        same = False
    return name if same else place_id


def written(field: Field, value: Value, words: Vocabulary, day: date) -> str:
    """Return a value so that `read` reads it back: what exports and forms hold."""
    if field.kind is Kind.PLACE:
        return _place_written(value, words, day) if isinstance(value, str) else ""
    return shown(field, value, words, day, "vi")
