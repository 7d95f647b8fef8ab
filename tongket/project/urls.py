"""Which address leads where."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # Addresses are given by the Department: whoever adds one of their own could be reached, and let in, by it.
    path("account/email/", RedirectView.as_view(pattern_name="me")),
    path("account/", include("allauth.urls")),
    path("", include("tongket.web.shell.urls")),
    path("", include("tongket.web.returns.urls")),
    path("api/", include("tongket.web.api.urls")),
    path("", include("tongket.web.people.urls")),
    path("forms/", include("tongket.web.forms.urls")),
    path("registers/", include("tongket.web.registers.urls")),
    path("coordination/", include("tongket.web.coordination.urls")),
]
