"""`tongket store VERB`: seal, verify, rebuild, clean the ledger's segments."""

from argparse import ArgumentParser, _SubParsersAction

from tongket.cli.session import FINDINGS, GOOD, Session


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("store", parents=[common], help="niêm phong, kiểm tra tệp dữ liệu / care of the segments")
    verb.add_argument("what", choices=("seal", "verify", "rebuild", "clean"))
    verb.set_defaults(run=run)


def run(session: Session) -> int:
    """Do it and say what was done."""
    from tongket.ledger import services  # noqa: PLC0415 – needs Django

    what = session.args.what
    if what == "seal":
        sealed = services.seal()
        print(sealed or session.words("không có gì để niêm phong", "nothing to seal"))
        return GOOD
    if what == "verify":
        found = services.verify()
        for finding in found:
            print(finding)
        if not found:
            print(session.words("sổ và các tệp đều nguyên vẹn", "ledger and segments are whole"))
        return FINDINGS if found else GOOD
    done = services.rebuild() if what == "rebuild" else services.clean()
    for item in done:
        print(item)
    return GOOD
