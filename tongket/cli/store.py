"""`tongket store VERB`: seal, verify, rebuild, clean the ledger's segments."""

from argparse import ArgumentParser, _SubParsersAction

from tongket.cli.session import FINDINGS, GOOD, Need, Session


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("store", parents=[common], help="niêm phong, kiểm tra tệp dữ liệu / care of the segments")
    verb.add_argument("what", choices=tuple(VERBS))
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Do it and say what was done."""
    return VERBS[session.args.what](session)


def _seal(session: Session) -> int:
    from tongket.ledger import services  # noqa: PLC0415 – needs Django

    sealed = services.seal()
    if sealed is None:
        print(session.words("không có gì để niêm phong", "nothing to seal"))
        return GOOD
    count, file = f"{sealed.first}–{sealed.last}", sealed.file.name
    print(
        session.words(
            f"đã niêm phong đợt ghi {count} ({sealed.rows} dòng) vào {file}",
            f"sealed postings {count} ({sealed.rows} rows) in {file}",
        )
    )
    return GOOD


def _verify(session: Session) -> int:
    from tongket.ledger import services  # noqa: PLC0415 – needs Django

    found = services.verify()
    for finding in found:
        print(f"[{finding.kind}] {finding.text.to(session.lang)}")
    if not found:
        print(session.words("sổ và các tệp đều nguyên vẹn", "ledger and segments are whole"))
    return FINDINGS if found else GOOD


def _rebuild(session: Session) -> int:
    from tongket.ledger import services  # noqa: PLC0415 – needs Django

    made = services.rebuild()
    for segment in made:
        count = f"{segment.first}–{segment.last}"
        print(session.words(f"đã lập lại tệp của đợt ghi {count}", f"made the segment of postings {count} anew"))
    if not made:
        print(session.words("không có tệp nào phải lập lại", "no segment needs to be made anew"))
    return GOOD


def _clean(session: Session) -> int:
    from tongket.ledger import services  # noqa: PLC0415 – needs Django

    removed = services.clean()
    for path in removed:
        print(session.words(f"đã xóa {path.name}", f"removed {path.name}"))
    if not removed:
        print(session.words("không có tệp nào thừa", "no file to remove"))
    return GOOD


VERBS = {"seal": _seal, "verify": _verify, "rebuild": _rebuild, "clean": _clean}
