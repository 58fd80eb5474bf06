"""`hmtocr serve`: one port that speaks every dialect."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from hmtocr.errors import HmtocrError
from hmtocr.models.engine import threads
from hmtocr.settings import load_settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; 0.0.0.0 for all. [default: 127.0.0.1]")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0: any that is free. [default: 8080]")] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file with settings; else the one that HMTOCR_CONFIG names."),
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Serve over TLS with this certificate (PEM, with its chain).")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its private key (PEM), if that is not in the same file.")
    ] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="Forget everything at the end, and print a key with snippets for each SDK.")
    ] = False,
) -> None:
    """Serve the APIs of Tencent Cloud, Huawei Cloud and Alibaba Cloud, and hmtocr's own, until told to stop.

    Exit code: 0 stopped by a signal, 1 it cannot start.
    """
    try:
        given = {"host": host, "port": port, "tls_cert": tls_cert, "tls_key": tls_key}
        told = {name: str(value) if isinstance(value, Path) else value for name, value in given.items()}
        settings = load_settings(config).model_copy(update={k: v for k, v in told.items() if v is not None})
        start = import_module("hmtocr.server.readers").reader_processes
        with start(settings.threads or threads(), settings.risk) as readers:
            # They load their networks while the server's libraries are imported: both take a while.
            import_module("hmtocr.cli.serving").run(settings, readers.ready, dev)
    except HmtocrError as error:
        typer.echo(f"hmtocr serve: {error.__cause__ or error}", err=True)
        raise typer.Exit(1) from None
