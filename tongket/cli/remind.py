"""`tongket remind`: reminders of returns that are owed, and the mail that waits. To be run once a day."""

from argparse import ArgumentParser, _SubParsersAction

from tongket.cli.session import GOOD, Need, Session


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "remind", parents=[common], help="nhắc đơn vị chưa nộp báo cáo, gửi thư chờ / reminders, and mail that waits"
    )
    verb.add_argument("--dry-run", action="store_true", help="chỉ liệt kê, không gửi / list only")
    verb.set_defaults(run=run, need=Need.WEB)


def run(session: Session) -> int:
    """Put today's reminders into the outbox and send what waits."""
    # Models need Django's settings of the web application.
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    # Models, too.
    from tongket.collect import queries, reminders  # noqa: PLC0415
    from tongket.notify import services  # noqa: PLC0415

    now = timezone.now()
    today = timezone.localdate(now)
    owed = [
        one for form in queries.forms() if form.holds_on(form.owed_on(today).end)
        for one in reminders.owed(form, queries.units(form.owed_by, today), today)
    ]  # fmt: skip
    if session.args.dry_run:
        for one in owed:
            form, period = one.form.name.to(session.lang), one.period.label(session.lang)
            print(f"{one.due:%d/%m/%Y}  {one.unit.name}: {form}, {period}")
        return GOOD
    put = reminders.put(owed, at=now, today=today, site=settings.TONGKET_SITE)
    print(session.words(f"{put} thư nhắc mới", f"{put} new reminders"))
    if settings.EMAIL_HOST:
        sent, failed = services.deliver(settings.DEFAULT_FROM_EMAIL, at=now)
        print(session.words(f"{sent} thư đã gửi, {failed} chưa gửi được", f"{sent} mails sent, {failed} not"))
    else:
        print(
            session.words("chưa đặt TONGKET_SMTP_URL: thư nằm ở trang Hộp thư", "no TONGKET_SMTP_URL: see the mailbox")
        )
    return GOOD
