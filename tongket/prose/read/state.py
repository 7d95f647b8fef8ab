"""What is kept while a text is read: what it tells of so far, and the sentence at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tongket.core.period import Period
from tongket.prose.claims import Claim
from tongket.prose.read.periods import When
from tongket.prose.read.standing import Standing
from tongket.prose.read.subjects import NOTHING, Subject


@dataclass(slots=True)
class State:
    """What is carried on through a text.

    Attributes:
        period: what the text tells of now.
        leading: what the paragraph began with: a shorter period inside it holds no longer than the paragraph.
        stock: the day on which what is counted now was counted, None where no day was said.
        span: the years that the last average growth was over.
        subject: what the last claim was of.
        main: the last indicator that can be broken down.
        standing: how firm what is told now is.
        price: whether the talk is of consumer prices.
        paragraph: number of the line the last sentence stood in.
        wholes: the amounts that later ones may be a part of.
    """

    period: Period | None = None
    leading: Period | None = None
    stock: Period | None = None
    span: Period | None = None
    subject: Subject = NOTHING
    main: Subject = NOTHING
    standing: Standing = field(default_factory=Standing)
    price: bool = False
    paragraph: int = -1
    wholes: list[Claim] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """One sentence while it is read.

    Attributes:
        number: its number in the text, from 0.
        begin: its first token.
        end: the token after its last.
        told: its words of time that name what is told of; the others name what something is compared with.
        whens: all its words of time.
        used: of these, those that the next sentences may go on with.
        spent: of these, those that belong to an earlier amount alone.
        periods: what those used mean.
        span: the years an average growth in it is over.
        followed: the period of the last level, which the ratios behind it are of.
        whole_end: token after the amount that those behind it are a part of.
        first: first token of its first claim.
        claimed: whether it has a claim.
    """

    number: int
    begin: int
    end: int
    told: list[When]
    whens: Sequence[When]
    used: list[When] = field(default_factory=list)
    spent: list[When] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    span: Period | None = None
    followed: Period | None = None
    whole_end: int | None = None
    first: int | None = None
    claimed: bool = False
