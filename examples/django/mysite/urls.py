from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path


def home(_: HttpRequest) -> HttpResponse:
    return HttpResponse(f'<link rel="stylesheet" href="{static("style.css")}">hello from Django')


def health(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", home), path("health", health)]
