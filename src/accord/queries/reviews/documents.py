"""Published reviews as the documents they are: fixed, so that each is read from what was kept once."""

from collections.abc import Collection

from accord.domain import kept
from accord.domain.reviewing import Document
from accord.models import Review
from accord.queries.prepared import Prepared, Things

AT_MOST = 256  # documents that are kept


def documents(reviews: Collection[int]) -> dict[int, Document]:
    """What published reviews (row ids) say; one statement."""
    return dict(_DOCUMENTS(reviews=list(reviews)))


def document(review: int) -> Document:
    """What a published review (row id) says; one statement."""
    return documents([review])[review]


_DOCUMENTS = Things(
    Prepared(
        lambda reviews: (
            Review.objects.filter(pk__amongst=reviews, published_at__isnull=False)
            .order_by()
            .values_list("id", "document")
        ),
        reviews=list,
    ),
    lambda row: (row["id"], kept.read(Document, row["document"])),
    at_most=AT_MOST,
)
