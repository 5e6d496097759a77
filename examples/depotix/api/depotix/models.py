from django.db import models


class Order(models.Model):
    reference = models.CharField(max_length=64)
    article = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def as_json(self):
        return {
            "id": self.id,
            "reference": self.reference,
            "article": self.article,
            "quantity": self.quantity,
            "created_at": self.created_at.isoformat(),
        }
