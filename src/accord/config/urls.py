"""Every address: the pages. Sign-in is among them; the login library routes nothing by itself."""

from django.urls import include, path

urlpatterns = [
    path("", include("accord.web.urls")),
]

handler400 = "accord.web.views.errors.bad_request"
handler403 = "accord.web.views.errors.forbidden"
handler404 = "accord.web.views.errors.not_found"
handler429 = "accord.web.views.errors.too_many_requests"
handler500 = "accord.web.views.errors.server_error"
