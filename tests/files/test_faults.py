from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.files.faults import SHOWN_FAULTS, Fault, Refused, problem_of, refuse

PROBLEM, REMEDY = Text("sai", "wrong"), Text("sửa", "mend it")


def test_a_line_names_file_sheet_cell_problem_and_remedy_in_both_languages() -> None:
    fault = Fault("a.xlsx", "Biểu 1", "C7", PROBLEM, REMEDY)
    assert fault.line() == "a.xlsx, trang tính “Biểu 1”, ô C7: sai. Cách sửa: sửa."
    assert fault.line("en") == "a.xlsx, sheet “Biểu 1”, cell C7: wrong. To mend: mend it."


def test_a_fault_of_the_whole_file_names_no_sheet_or_cell() -> None:
    assert Fault("a.csv", None, None, PROBLEM, REMEDY).line() == "a.csv: sai. Cách sửa: sửa."


def test_a_refusal_lists_its_faults_and_counts_those_beyond_the_cap() -> None:
    faults = [Fault("a.csv", None, f"A{n}", PROBLEM, REMEDY) for n in range(1, SHOWN_FAULTS + 4)]
    refused = Refused(faults)
    assert len(refused.faults) == SHOWN_FAULTS + 3
    lines = refused.message("vi").splitlines()
    assert lines[0] == f"tệp có {SHOWN_FAULTS + 3} lỗi, chưa ghi nhận số liệu nào:"
    assert len(lines) == SHOWN_FAULTS + 2
    assert lines[-1] == "… và 3 lỗi nữa"
    assert refused.message("en").splitlines()[-1] == "… and 3 more"


def test_a_refusal_is_invalid_input() -> None:
    error = refuse("a.csv", PROBLEM, REMEDY)
    assert isinstance(error, InvalidInput)
    assert error.message("en").splitlines()[0].startswith("1 fault(s)")


def test_the_problem_of_an_error_has_no_full_stop_of_its_own() -> None:
    assert problem_of(InvalidInput("không được.", "not so.")) == Text("không được", "not so")
