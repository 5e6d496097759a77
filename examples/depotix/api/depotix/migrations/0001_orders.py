from django.db import migrations, models

ARTICLES = ["Palette Äpfel", "Karton Schrauben M6", "Rolle Folie 500 mm", "Fass Olivenöl", "Kiste Ersatzteile"]


def add_sample_orders(apps, schema_editor):
    """A few orders, so that the first page is not empty. Names with umlauts show a wrong encoding at once."""
    order = apps.get_model("depotix", "Order")
    order.objects.bulk_create(
        order(reference=f"D-{1000 + n}", article=ARTICLES[n % len(ARTICLES)], quantity=1 + n % 40) for n in range(200)
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=64)),
                ("article", models.CharField(max_length=200)),
                ("quantity", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.RunPython(add_sample_orders, migrations.RunPython.noop),
    ]
