"""Addresses for programs."""

from django.urls import path

from tongket.web.api import views

urlpatterns = [path("returns/<str:unit>/<str:form>/<str:period>", views.one, name="api-return")]
