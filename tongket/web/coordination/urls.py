"""Addresses of coordination."""

from django.urls import path

from tongket.web.coordination import attached, book, rates, views

urlpatterns = [
    path("", views.home, name="coordination"),
    path("rates/record", rates.rates_record, name="rates-record"),
    path("requests/new", views.request_new, name="request-new"),
    path("requests/send", views.request_send, name="request-send"),
    path("requests/<int:number>/", views.request_show, name="request"),
    path("requests/<int:number>/withdraw", views.request_withdraw, name="request-withdraw"),
    path("asked/<int:number>/", views.asked, name="asked"),
    path("asked/<int:number>/answer", views.asked_answer, name="asked-answer"),
    path("asked/<int:number>/step", views.asked_step, name="asked-step"),
    path("files/<int:number>/", attached.attachment, name="attachment"),
    path("notices/new", views.notice_new, name="notice-new"),
    path("notices/send", views.notice_send, name="notice-send"),
    path("notices/<int:number>/", views.notice, name="notice"),
    path("notices/<int:number>/read", views.notice_read, name="notice-read"),
    path("contacts/", book.contacts, name="contacts"),
    path("contacts/new", book.contact_new, name="contact-new"),
    path("contacts/add", book.contact_add, name="contact-add"),
    path("contacts/<int:number>/", book.contact, name="contact"),
    path("contacts/<int:number>/change", book.contact_change, name="contact-change"),
    path("contacts/<int:number>/forget", book.contact_forget, name="contact-forget"),
]
