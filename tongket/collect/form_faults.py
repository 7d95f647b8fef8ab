"""What is wrong with a form, and with its versions side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongket.collect.form import Form
from tongket.core.errors import InvalidInput
from tongket.core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing wrong with a form: where, what, and what would be right."""

    where: Text
    problem: Text
    remedy: Text

    def line(self, lang: Lang = "vi") -> str:
        """Return it as one line."""
        mend = "Cách sửa" if lang == "vi" else "To mend"
        return f"{self.where.to(lang)}: {self.problem.to(lang)}. {mend}: {self.remedy.to(lang)}."


class FormRefused(InvalidInput):
    """A form cannot be right; `faults` lists all that was found."""

    def __init__(self, faults: Sequence[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f.line("vi") for f in faults), "\n".join(f.line("en") for f in faults))


def version_faults(forms: Iterable[Form]) -> list[FormFault]:
    """Return where two versions of one form are the same, or in force on the same day."""
    faults: list[FormFault] = []
    before: list[Form] = []
    for form in sorted(forms, key=lambda one: (one.code, one.valid_from)):
        kin = [one for one in before if one.code == form.code]
        faults += succession_faults(form, kin)
        last = kin[-1] if kin else None
        if last is not None and (last.valid_to is None or form.valid_from <= last.valid_to):
            until = "…" if last.valid_to is None else f"{last.valid_to:%d/%m/%Y}"
            faults.append(
                FormFault(
                    _version(form),
                    Text(
                        f"hiệu lực từ {form.valid_from:%d/%m/%Y} chồng lên bản {last.version} (đến {until})",
                        f"valid from {form.valid_from}, while version {last.version} holds until {until}",
                    ),
                    Text("cho bản trước hết hiệu lực vào ngày liền trước", "let the version before end the day before"),
                )
            )
        before.append(form)
    return faults


def succession_faults(form: Form, kin: Iterable[Form]) -> list[FormFault]:
    """Return why a form cannot follow the other versions of its code."""
    faults = []
    for other in kin:
        if other.version == form.version:
            faults.append(
                FormFault(
                    _version(form),
                    Text("đã có bản mang số này", "there is a version of that number"),
                    Text("đặt số phiên bản khác", "give it another number"),
                )
            )
        elif form.valid_from <= other.valid_from:
            faults.append(
                FormFault(
                    _version(form),
                    Text(
                        f"bản {other.version} đã có hiệu lực từ {other.valid_from:%d/%m/%Y}",
                        f"version {other.version} is in force since {other.valid_from}",
                    ),
                    Text("cho bản mới hiệu lực từ ngày sau đó", "let the new one begin on a later day"),
                )
            )
    return faults


def _version(form: Form) -> Text:
    return Text(f"biểu {form.code} bản {form.version}", f"form {form.code}, version {form.version}")
