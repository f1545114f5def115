"""Every invented plan reads as the careful clerk reads it, in every shape and format."""

from __future__ import annotations

import pytest

from tests.plans.corpus import PLANS, Plan
from tests.plans.corpus.held import PLANS as HELD
from tests.plans.corpus.last import PLANS as LAST
from tests.plans.corpus.later import PLANS as LATER
from tests.plans.corpus.regions import PLANS as REGIONS
from tests.plans.corpus.score import score
from tests.plans.corpus.unseen import PLANS as UNSEEN
from tests.plans.corpus.wider import PLANS as WIDER
from workflows.plans import read_file


@pytest.mark.parametrize("plan", [*PLANS, *UNSEEN, *HELD, *WIDER, *REGIONS, *LATER, *LAST], ids=lambda plan: plan.name)
def test_an_invented_plan_reads_as_a_careful_clerk_reads_it(plan: Plan) -> None:
    assert score(plan, lambda data, name: read_file(data, name=name)).misses == ()
