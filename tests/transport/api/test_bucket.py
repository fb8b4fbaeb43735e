"""R14.2: a bucket fills up evenly, and goes on from what all processes have left."""

from transport.api.bucket import Bucket


def test_what_is_taken_while_a_bucket_is_settled_is_not_given_back() -> None:
    bucket = Bucket(size=100, left=100, at=0)
    bucket.take(10)
    bucket.take(5)

    bucket.settle(10, 40, now=1)

    assert (bucket.left, bucket.untold) == (35, 5)


def test_a_settled_bucket_may_be_in_debt() -> None:
    bucket = Bucket(size=60, left=60, at=0)
    bucket.take(60)

    bucket.settle(60, -30, now=0)

    assert bucket.seconds_until(1) == 31
    bucket.fill(31)
    assert bucket.left == 1


def test_a_bucket_is_never_more_than_full() -> None:
    bucket = Bucket(size=60, left=59, at=0)

    bucket.fill(10)

    assert bucket.left == 60
