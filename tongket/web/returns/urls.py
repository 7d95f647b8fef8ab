"""Addresses of returns."""

from django.urls import path

from tongket.web.returns import reminding, units, views

urlpatterns = [
    path("", views.home, name="home"),
    path("returns/begin", views.begin, name="begin"),
    path("returns/accept", views.accept, name="accept"),
    path("returns/<int:number>/", views.show, name="return"),
    path("returns/<int:number>/cells", views.save, name="save"),
    path("returns/<int:number>/answers", views.answer, name="answer"),
    path("returns/<int:number>/beside", views.beside, name="beside"),
    path("returns/<int:number>/step", views.step, name="step"),
    path("returns/<int:number>/correct", views.correct, name="correct"),
    path("returns/<int:number>/workbook", views.download, name="download"),
    path("returns/<int:number>/upload", views.upload, name="upload"),
    path("room", views.room, name="room"),
    path("room/remind", reminding.remind, name="remind"),
    path("returns/<int:number>/extend", reminding.extend, name="extend"),
    path("mailbox", reminding.mailbox, name="mailbox"),
    path("units", units.every, name="units"),
    path("units/add", units.add, name="unit-add"),
    path("units/end", units.end, name="unit-end"),
    path("journal", views.journal, name="journal"),
]
