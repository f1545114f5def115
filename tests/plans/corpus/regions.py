"""A fifth set, for other regions: written with its reading before the reader saw it; what it first gave is kept in `bench/plans.py`."""

from __future__ import annotations

from tests.plans.corpus import regions_files, regions_tables, regions_texts

PLANS = (*regions_texts.PLANS, *regions_tables.PLANS, *regions_files.PLANS)
