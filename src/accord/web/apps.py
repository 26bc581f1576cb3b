"""The pages, as a Django app without tables, so that its static files are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "accord.web"
    label = "accord_web"
