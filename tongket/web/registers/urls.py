"""Addresses of the registers."""

from django.urls import path

from tongket.web.registers import editing, importing, views

urlpatterns = [
    path("", views.home, name="registers"),
    path("<str:code>/", views.listed, name="register"),
    path("<str:code>/export", views.export, name="register-export"),
    path("<str:code>/map", views.drawn, name="register-map"),
    path("<str:code>/new", editing.new, name="register-new"),
    path("<str:code>/save", editing.save, name="register-save"),
    path("<str:code>/template", importing.template, name="register-template"),
    path("<str:code>/import", importing.upload, name="register-import"),
    path("<str:code>/changes", importing.changes, name="register-changes"),
    path("<str:code>/changes/<int:number>/", importing.change, name="register-change"),
    path("<str:code>/changes/<int:number>/step", importing.step, name="register-change-step"),
    path("<str:code>/<int:number>/", views.record, name="register-record"),
    path("<str:code>/<int:number>/note", editing.note, name="register-note"),
]
