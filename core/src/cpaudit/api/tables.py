"""Every table of the product: importing this module declares them all.

Tables point at each other by name, so that none of them can be made or compared while one is missing.
"""

from __future__ import annotations

from cpaudit.audits import models as audits
from cpaudit.enterprises import models as enterprises
from cpaudit.funding import models as funding
from cpaudit.gates import models as gates
from cpaudit.jobs import models as jobs
from cpaudit.library import models as library
from cpaudit.options import models as options
from cpaudit.outcomes import models as outcomes
from cpaudit.own_content import models as own_content
from cpaudit.programmes import models as programmes
from cpaudit.quality import models as quality
from cpaudit.regulation import models as regulation
from cpaudit.reporting import models as reporting
from cpaudit.spreadsheets import models as spreadsheets
from cpaudit.storage import event_log
from cpaudit.storage.tables import metadata
from cpaudit.submissions import models as submissions
from cpaudit.tenancy import models as tenancy
from cpaudit.webhooks import models as webhooks

__all__ = ["SLICES", "metadata"]

SLICES = (
    tenancy,
    event_log,
    jobs,
    webhooks,
    library,
    own_content,
    enterprises,
    audits,
    options,
    outcomes,
    regulation,
    funding,
    gates,
    reporting,
    spreadsheets,
    programmes,
    submissions,
    quality,
)
