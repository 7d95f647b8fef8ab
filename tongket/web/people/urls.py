"""Addresses of people."""

from django.urls import path

from tongket.web.people import views

urlpatterns = [
    path("me", views.me, name="me"),
    path("me/key", views.key, name="me-key"),
    path("me/revoke", views.revoke, name="me-revoke"),
    path("people", views.people, name="people"),
    path("people/invite", views.invite, name="people-invite"),
    path("people/<str:uid>/", views.person, name="person"),
    path("people/<str:uid>/link", views.link, name="person-link"),
    path("people/<str:uid>/active", views.active, name="person-active"),
    path("people/grant/<int:number>/end", views.end, name="person-end"),
    path("welcome/<str:uid>/<str:token>", views.welcome, name="welcome"),
]
