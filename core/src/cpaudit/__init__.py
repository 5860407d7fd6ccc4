"""cpaudit: cleaner production audits as a multi-tenant plugin framework.

This module is the plugin author's API: names re-exported, nothing defined.
"""

__version__ = "0.1.0"
