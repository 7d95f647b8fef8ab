"""Pages of return forms: parse, one service or query, render."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts.rules import About, Action
from tongket.collect import form_reading, form_table, queries
from tongket.collect.catalog import services as catalog
from tongket.collect.form import Form
from tongket.collect.form_faults import FormRefused, succession_faults
from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.obligations.due import rules as due_rules
from tongket.web.forms import drafts
from tongket.web.forms.drafts import Draft
from tongket.web.shell.access import require, signed_in, user_of
from tongket.web.shell.words import language


@signed_in
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """All forms and their versions."""
    require(request, Action.FORMS, About())
    lines = [
        {
            "form": form,
            "frequency": drafts.FREQUENCIES[form.frequency],
            "owed_by": form_reading.KINDS[form.owed_by],
            "rows": sum(1 for _ in form.rows),
        }
        for form in queries.forms()
    ]
    return render(request, "forms/list.html", {"lines": lines})


@signed_in
@require_GET
def show(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """One version as those see it who fill it in."""
    require(request, Action.FORMS, About())
    form = queries.version_of(code, version)
    return render(request, "forms/show.html", {"form": form, **_seen(form)})


@signed_in
@require_GET
def edit(request: HttpRequest) -> HttpResponse:
    """A new version put together, from the newest one of a code."""
    require(request, Action.FORMS, About())
    draft = drafts.of_form(_newest(request.GET.get("code", "")) or queries.forms()[0])
    return _page(request, draft)


@signed_in
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What was put together as it would be seen, and all that is wrong with it. Keeps nothing."""
    require(request, Action.FORMS, About())
    draft = drafts.of_post(request.POST)
    try:
        form = form_reading.read(_told(draft), vocabulary(), draft.fields["code"])
        faults = succession_faults(form, [one for one in queries.forms() if one.code == form.code])
    except FormRefused as refused:
        return _page(request, draft, refused)
    return _page(request, draft, FormRefused(faults) if faults else None, form)


@signed_in
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put it into force."""
    require(request, Action.FORMS, About())
    draft = drafts.of_post(request.POST)
    try:
        form = catalog.publish(
            _told(draft),
            actor=user_of(request).uid,
            at=timezone.now(),
            vocabulary=vocabulary(),
            reason=request.POST.get("reason", ""),
        )
    except FormRefused as refused:
        return _page(request, draft, refused)
    done = Text(
        f"Đã ban hành bản {form.version}, áp dụng cho kỳ kết thúc từ {form.valid_from:%d/%m/%Y}.",
        f"Version {form.version} is published, for periods that end on or after {form.valid_from:%d/%m/%Y}.",
    )
    messages.success(request, done.to(language(request)))
    return redirect("form", form.code, form.version)


def _newest(code: str) -> Form | None:
    kin = [form for form in queries.forms() if form.code == code]
    return kin[-1] if kin else None


def _told(draft: Draft) -> dict[str, Any]:
    return drafts.told_of(draft, vocabulary(), _newest(draft.fields["code"]))


def _page(
    request: HttpRequest, draft: Draft, refused: FormRefused | None = None, form: Form | None = None
) -> HttpResponse:
    lang, words = language(request), vocabulary()
    choices = {
        "frequency": drafts.FREQUENCIES,
        "owed_by": form_reading.KINDS,
        "body": {code: body.name for code, body in words.bodies.items()},
        "status": {
            "estimate": Text("ước tính", "estimate"),
            "preliminary": Text("sơ bộ", "preliminary"),
            "official": Text("chính thức", "official"),
        },
        "due": {code: told[-1].name for code, told in due_rules().items()},
    }
    context = {
        "draft": draft,
        "faults": [fault.line(lang) for fault in refused.faults] if refused else [],
        "choices": {item: [(code, name.to(lang)) for code, name in of.items()] for item, of in choices.items()},
        "columns": [
            (what.value, name.to(lang), what.value in draft.columns) for what, (_, name) in drafts.COLUMNS.items()
        ],
        "heads": [head.to(lang) for head in form_table.HEADS.values()],
        "form": form,
        "indicators": [
            (
                code,
                one.name.to(lang),
                words.units[one.unit].symbol.to(lang),
                ", ".join(one.told_bases),
                ", ".join(one.dimensions),
            )
            for code, one in words.indicators.items()
        ],
        **(_seen(form) if form else {}),
    }
    return render(request, "forms/edit.html", context, status=422 if refused else 200)


def _seen(form: Form) -> dict[str, Any]:
    """Return what the preview shows besides the form itself."""
    words = vocabulary()
    return {
        "span": 3 + len(form.columns),
        "sections": [
            (section.name, [(row, words.units[row.unit].symbol, row.number.count(".")) for row in section.rows])
            for section in form.sections
        ],
        "frequency": drafts.FREQUENCIES[form.frequency],
        "owed_by": form_reading.KINDS[form.owed_by],
        "due": due_rules()[form.due][-1].name,
    }
