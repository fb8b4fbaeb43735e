"""Ask for a customer's points."""

from tests.api.storefront.asking import ADA, Answer, By, ask


async def points(selection: str, by: By = ADA) -> Answer:
    """Return what is selected of the customer's `reward_points`."""
    answer = await ask(f"{{ customer {{ reward_points {{ {selection} }} }} }}", by)
    return answer["customer"]["reward_points"]  # type: ignore[no-any-return]
