"""Every page's address, a list for each noun. Names of routes are what templates and redirects use."""

from django.urls import URLPattern, path

from accord.web.views import first_steps, invitations, my_team, passwords, preferences, sign_in, styles

STYLES: list[URLPattern] = [
    path("style/<slug:version>.css", styles.stylesheet, name="stylesheet"),
]
SIGN_IN: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/demo/", sign_in.demo, name="demo_sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
PASSWORDS: list[URLPattern] = [
    path("password/", passwords.change, name="password"),
    path("password/forgotten/", passwords.forgotten, name="password_forgotten"),
    path("password/forgotten/sent/", passwords.link_sent, name="password_link_sent"),
    path("password/new/<str:uid>/<str:token>/", passwords.new, name="password_new"),
]
INVITATIONS: list[URLPattern] = [
    path("invitations/", invitations.invite, name="invitations"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
]
YOURS: list[URLPattern] = [
    path("preferences/", preferences.preferences, name="preferences"),
    path("my-team/", my_team.my_team, name="my_team"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
]

urlpatterns = [*STYLES, *SIGN_IN, *PASSWORDS, *INVITATIONS, *YOURS]
