"""Addresses of return forms."""

from django.urls import path

from tongket.web.forms import views

urlpatterns = [
    path("", views.every, name="forms"),
    path("edit", views.edit, name="form-edit"),
    path("preview", views.preview, name="form-preview"),
    path("publish", views.publish, name="form-publish"),
    path("<str:code>/<str:version>/", views.show, name="form"),
]
