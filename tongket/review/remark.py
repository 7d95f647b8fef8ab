"""The department's own words for a review, apart from the assembly: who only reads them need not load that."""

from dataclasses import dataclass

from tongket.core.text import Lang


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the department's own words for a review: a task, a word on coordination.

    Attributes:
        section: `tasks` or `coordination`.
    """

    section: str
    vi: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return it in `lang`; in Vietnamese where it was not translated."""
        return self.en if lang == "en" and self.en else self.vi
