import json
import logging
import time

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from depotix.models import Order

log = logging.getLogger("depotix")

LONGEST_SLEEP_SECONDS = 30
ORDERS_SHOWN = 50


@require_GET
def healthz(request):
    """Well only if the database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.error("healthz: the database does not answer: %s", error)
        return JsonResponse({"ok": False, "error": "database"}, status=503)
    return JsonResponse({"ok": True})


@require_POST
def echo(request):
    """Gives back what was posted: changes nothing, for probing POST requests."""
    return HttpResponse(request.body, content_type="text/plain")


@require_GET
def slow(request):
    """Answers after `s` seconds: a request that is still in flight while containers are exchanged."""
    try:
        seconds = min(max(float(request.GET.get("s", "1")), 0), LONGEST_SLEEP_SECONDS)
    except ValueError:
        return JsonResponse({"ok": False, "error": "s is the number of seconds to wait"}, status=400)
    time.sleep(seconds)
    return JsonResponse({"ok": True, "seconds": seconds})


@require_http_methods(["GET", "POST"])
def orders(request):
    if request.method == "POST":
        return add_order(request)
    newest = Order.objects.all()[:ORDERS_SHOWN]
    return JsonResponse({"orders": [order.as_json() for order in newest]})


def add_order(request):
    try:
        wanted = json.loads(request.body)
        order = Order.objects.create(
            reference=str(wanted["reference"])[:64], article=str(wanted["article"])[:200], quantity=int(wanted["quantity"])
        )
    except (ValueError, KeyError, TypeError) as error:
        log.warning("orders: refused a request: %r", error)
        return JsonResponse({"ok": False, "error": "an order needs reference, article and quantity"}, status=400)
    return JsonResponse(order.as_json(), status=201)
