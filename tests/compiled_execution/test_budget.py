"""Memory of plans: bounded in fields, and given back with the document that they belong to."""

import gc
import tracemalloc
import weakref
from collections.abc import Mapping
from itertools import product

import pytest
from graphql import parse

from compiled_execution import Plan, Plans, strawberry_resolver
from compiled_execution.fields import Selection
from compiled_execution.plan import MOST_FIELDS
from tests.compiled_execution.executors import Answer, core_schema, shown
from tests.compiled_execution.hard_schema import SCHEMA

pytestmark = pytest.mark.usefixtures("own_garbage")

FOUR_FIELDS = "{ node { number id must } }"
SAME_BUT_FOR_A_LITERAL = "{ node(number: %d) { number id sure { id } } }"  # five fields
CONDITIONS = [f"c{number}" for number in range(6)]
MANY_OUTCOMES = (
    f"query ({' '.join(f'${name}: Boolean!' for name in CONDITIONS)}) {{ word "
    f"{' '.join(f'{name}: word @include(if: ${name})' for name in CONDITIONS)} }}"
)


def plans_of(most_fields: int) -> Plans:
    return Plans(core_schema(SCHEMA), read_resolver=strawberry_resolver, most_fields=most_fields)


async def ask(plan: Plan, variables: Mapping[str, object] | None = None) -> Answer:
    return await shown(plan.execute(variable_values=variables))


async def test_plans_together_hold_no_more_fields_than_they_may() -> None:
    plans = plans_of(most_fields=23)
    kept = [plans.plan(parse(SAME_BUT_FOR_A_LITERAL % number)) for number in range(1, 9)]

    answers = [await ask(plan) for plan in kept]

    assert [plan.fields for plan in kept] == [0, 0, 0, 0, 5, 5, 5, 5]
    assert plans.fields == 20
    assert [await ask(plan) for plan in kept] == answers, "a forgotten plan is made again"


async def test_the_plan_that_was_used_longest_ago_is_forgotten_first() -> None:
    plans = plans_of(most_fields=10)
    first, second, third = (
        plans.plan(parse(SAME_BUT_FOR_A_LITERAL % number)) for number in range(3)
    )
    await ask(first)
    await ask(second)
    await ask(first)

    await ask(third)

    assert (first.fields, second.fields, third.fields) == (5, 0, 5)


@pytest.mark.parametrize("document", ["{ word loud }", FOUR_FIELDS])
async def test_an_operation_beyond_the_whole_budget_is_answered_and_not_kept(document: str) -> None:
    plans = plans_of(most_fields=0)
    plan = plans.plan(parse(document))
    before = selections()

    answers = [await ask(plan) for _ in range(2)]

    assert answers == [await ask(plans_of(most_fields=100).plan(parse(document)))] * 2
    assert plans.fields == 0
    assert selections() == before


def selections() -> int:
    """Count what is planned and in memory."""
    gc.collect()
    return sum(isinstance(each, Selection) for each in gc.get_objects())


async def test_outcomes_of_conditions_do_not_pile_up() -> None:
    plans = plans_of(most_fields=MOST_FIELDS)
    plan = plans.plan(parse(MANY_OUTCOMES))

    for outcome in product([True, False], repeat=len(CONDITIONS)):
        data, errors = await ask(plan, dict(zip(CONDITIONS, outcome, strict=True)))

        assert not errors, data
        assert plans.fields == plan.fields <= 16 * (1 + len(CONDITIONS))


async def test_a_plan_lets_its_document_go_when_it_is_dropped() -> None:
    plans = plans_of(most_fields=MOST_FIELDS)
    document = parse(FOUR_FIELDS)
    gone = weakref.ref(document)
    plan = plans.plan(document)
    await ask(plan)

    plan.drop()
    del plan, document
    gc.collect()

    assert gone() is None
    assert plans.fields == 0


async def test_a_request_may_finish_with_a_plan_that_was_dropped() -> None:
    plans = plans_of(most_fields=MOST_FIELDS)
    dropped, other = (plans.plan(parse("{ maybe { number sure { id } } }")) for _ in range(2))
    result = dropped.execute()
    dropped.drop()

    assert await shown(result) == await ask(dropped) == await ask(other)
    assert (dropped.fields, other.fields) == (0, 4)
    assert plans.fields == 4, "what is planned for it later is not counted, for nobody keeps it"


async def test_a_field_takes_a_kilobyte() -> None:
    plans = plans_of(most_fields=MOST_FIELDS)
    document = parse(
        "{ node { id number ratio price must mayLater nodes { id number sure { id } } } }"
    )
    kept = [plans.plan(document) for _ in range(50)]
    await ask(kept[0])  # what is made once for the process

    tracemalloc.start()
    for plan in kept[1:]:
        await ask(plan)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 700 < taken / (plans.fields - kept[0].fields) < 1_100
