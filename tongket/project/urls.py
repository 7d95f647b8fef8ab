"""Which address leads where."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("tongket.web.shell.urls")),
    path("", include("tongket.web.returns.urls")),
    path("api/", include("tongket.web.api.urls")),
    path("", include("tongket.web.people.urls")),
    path("forms/", include("tongket.web.forms.urls")),
    path("coordination/", include("tongket.web.coordination.urls")),
]
