import click


@click.command()
@click.version_option(package_name="wordcount")
@click.argument("file", type=click.File("r"), default="-")
def main(file: click.utils.LazyFile) -> None:
    """Counts the words of FILE, or of standard input."""
    click.echo(len(file.read().split()))
