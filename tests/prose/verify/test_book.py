from tests.prose.verify.passage import EXP, GO, Passage
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Kind
from tongket.prose.verify.book import MOST_CANDIDATES, Book, base_period


def book(p: Passage) -> Book:
    return Book(p.reading(), vocabulary())


def test_words_keep_the_offsets_of_the_text() -> None:
    p = Passage()
    p.say("Ước cả năm, Đắk Đoa  đạt").level(GO, "5")
    b = book(p)
    assert b.words(0, 3) == "uoc"
    assert b.words_before(p.claims[0]) == "uoc ca nam, dak doa dat"
    assert b.words_of_sentence(p.claims[0]) == "uoc ca nam, dak doa dat 5 ty dong"
    assert b.words(10_000, 10_010) == ""


def test_a_ratio_belongs_to_the_nearest_level_of_its_kind() -> None:
    p = Passage()
    own = p.level(EXP, "580")
    p.level(GO, "22519")
    ratio = p.growth(EXP, "16", base="2019")
    assert list(book(p).level_of(ratio)) == [own]


def test_a_ratio_without_a_name_belongs_to_what_stands_before_it() -> None:
    p = Passage()
    level = p.level(GO, "22519")
    nameless = p.number(Kind.GROWTH, "6,61%", "6.61", "%", base="2019")
    assert list(book(p).level_of(nameless)) == [level]


def test_a_level_stated_elsewhere_is_found_and_several_values_are_kept() -> None:
    p = Passage()
    for value in ("580", "580", "590", "600", "610", "620"):
        p.level(EXP, value)
    p.stop()
    ratio = p.growth(EXP, "16", base="2019")
    assert [str(c.value) for c in book(p).level_of(ratio)] == ["580", "590", "600", "610"]
    assert MOST_CANDIDATES == 4


def test_tonnes_or_money_is_not_guessed() -> None:
    p = Passage()
    p.level(EXP, "580")
    p.level(EXP, "200000", unit="tấn")
    p.stop()
    ratio = p.growth(EXP, "16", base="2019")
    assert list(book(p).level_of(ratio)) == []


def test_place_of_the_text_and_place_named_are_one() -> None:
    p = Passage()
    one, two = p.level(GO, "1"), p.level(GO, "2", place="vn.64@1997")
    other = p.level(GO, "3", place="Bình Định")
    b = book(p)
    assert b.subject(one) == b.subject(two) != b.subject(other)
    assert b.subject(p.number(Kind.LEVEL, "4", "4", "tỷ đồng")) is None


def test_base_period() -> None:
    p = Passage()
    assert base_period(p.growth(GO, "5", base="2019-M01..M09")) == Period.parse("2019-M01..M09")
    assert base_period(p.growth(GO, "5", "2020-Q1")) == Period.parse("2019-Q1")
    assert base_period(p.growth(GO, "5", base="một tổng số")) is None
    assert base_period(p.number(Kind.GROWTH, "5%", "5", "%", period=None)) is None


def test_digits_outside_claims() -> None:
    p = Passage()
    p.say("gồm").number(Kind.COUNT, "49 dự án", "49", "dự án")
    end = len(p.text)
    p.say(" và 7 nữa")
    b = book(p)
    assert not b.unread_digits(0, end, p.claims)
    assert b.unread_digits(0, len(p.text), p.claims)
