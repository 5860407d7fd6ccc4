"""``cpaudit secret``: keys for the secrets of plugins' settings and of webhooks."""

from __future__ import annotations

import typer

from cpaudit.cli.installation import DatabaseOption, opened, run
from cpaudit.cli.output import JsonOption, note, write_json

app = typer.Typer(no_args_is_help=True, help="Keys for the secrets of plugins' settings and of webhooks.")


@app.command("key", epilog="Example: export CPAUDIT_SECRET_KEY=$(cpaudit secret key)")
def key() -> None:
    """Print a new key, made at random. Keep it where the server gets its other settings, and not in the database."""
    from cpaudit.storage.sealing import SecretKeys

    typer.echo(SecretKeys.new_key())


@app.command(epilog="Example: CPAUDIT_SECRET_KEY=$NEW,$OLD cpaudit secret renew")
def renew(database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """Seal all secrets anew with the first key of CPAUDIT_SECRET_KEY. Afterwards the other keys are not needed."""
    from cpaudit.api.settings import Settings
    from cpaudit.cli import directory
    from cpaudit.enabling.renewal import renew_secrets
    from cpaudit.webhooks.sealed import renew_webhook_secrets

    keys = Settings.from_environment().keys

    async def work() -> int:
        async with opened(database) as store:
            tenants = [tenant.id for tenant in await directory.all_tenants(store)]
            return await renew_secrets(store, tenants, keys) + await renew_webhook_secrets(store, tenants, keys)

    count = run(work())
    if as_json:
        write_json({"renewed": count})
    else:
        note(f"Sealed {count} secrets anew." if count else "There is no secret.")
