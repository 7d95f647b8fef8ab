"""The five kinds of error. Each says what is wrong and what to do next, in both languages.

| kind          | means                                             | the caller should       |
|---------------|---------------------------------------------------|-------------------------|
| InvalidInput  | what was handed in cannot be right                | correct it, send again  |
| NotFound      | nothing has that name, code or id                 | look up the right one   |
| Ambiguous     | several things have it; the candidates are listed | name one of them        |
| NotAllowed    | the rules forbid it to this person or in this state | ask who may           |
| Unavailable   | a part needed is missing, busy or full            | mend that, try again    |
"""

from tongket.core.text import Lang, Text


class TongketError(Exception):
    """Base of all errors a user is told about.

    Args:
        vi: what is wrong, in Vietnamese, naming the place (sheet, cell, word).
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(vi, en)

    def message(self, lang: Lang = "vi") -> str:
        """Return the message in `lang`."""
        return self.text.to(lang)


class InvalidInput(TongketError):
    """What was handed in cannot be right."""


class NotFound(TongketError):
    """Nothing has that name, code or id."""


class Ambiguous(TongketError):
    """Several things have that name or code; the message lists them."""


class NotAllowed(TongketError):
    """The rules forbid it."""


class Unavailable(TongketError):
    """A part that is needed is missing, busy or full."""
