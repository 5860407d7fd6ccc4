"""GraphQL types of options, one module for each kind.

Their enumerations are declared here, because Strawberry wants them declared before any type names them.
"""

from __future__ import annotations

import strawberry

import cpaudit.audits.schemas.assessment  # noqa: F401 - declares the aspects
from cpaudit.options.models import FundingSource, OptionOrigin, OptionState, Verdict
from cpaudit.phases import CostClass

strawberry.enum(CostClass, description="Cost classes of options (无费、低费、中费、高费).")
strawberry.enum(OptionOrigin, description="Who brought an option.")
strawberry.enum(OptionState, description="Where an option stands.")
strawberry.enum(Verdict, description="The outcome of one part of a feasibility study.")
strawberry.enum(FundingSource, description="Where money for an option comes from.")
