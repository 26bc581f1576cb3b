"""Every address: the pages. Sign-in is among them; the login library routes nothing by itself."""

from django.urls import include, path

urlpatterns = [
    path("", include("accord.web.urls")),
]
