from django.conf import settings

# Read when a worker starts and not when the image is built: a new version is one small layer.
VERSION = (settings.BASE_DIR / "VERSION").read_text().strip()


def version(get_response):
    """Puts the running version on every answer, so that anybody can see from outside which container answered."""

    def middleware(request):
        response = get_response(request)
        response["X-Version"] = VERSION
        return response

    return middleware


def cors(get_response):
    """Lets the listed origins, and no other, read answers in a browser."""

    def middleware(request):
        response = get_response(request)
        origin = request.headers.get("Origin")
        if origin in settings.CORS_ALLOWED_ORIGINS:
            response["Access-Control-Allow-Origin"] = origin
            response["Vary"] = "Origin"
        return response

    return middleware
