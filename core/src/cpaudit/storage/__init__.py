"""Where data rests: engine, sessions bound to one tenant, column types, migrations, event log."""
