from django.urls import path

from depotix import views

urlpatterns = [
    path("healthz", views.healthz),
    path("api/healthz", views.healthz),
    path("api/echo", views.echo),
    path("api/slow", views.slow),
    path("api/orders", views.orders),
]
