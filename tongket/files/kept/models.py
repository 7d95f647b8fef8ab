"""What is kept of a file beside its bytes."""

from django.db import models


class Stored(models.Model):
    """Bytes on disk, once however often they are attached. Never altered afterwards.

    Names are kept by whoever points here: one content may come under several.

    Attributes:
        sha256: of the bytes, in hex; also where they lie.
        size: in bytes.
        kind: of `rules.Kind`.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
