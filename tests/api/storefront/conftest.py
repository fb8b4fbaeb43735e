import pytest

from tests.services.shop import open_shop


@pytest.fixture
async def shop(database: str) -> str:
    """Open a shop with one website, us, on which 10 points are 2.00 dollars, and Ada in it."""
    await open_shop()
    return database
