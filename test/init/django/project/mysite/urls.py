from django.urls import path

urlpatterns = [path("health/", lambda request: None)]
