"""``site-builder completion``: what lets a shell complete commands and options."""

import click
from click.shell_completion import get_completion_class

from site_builder.commands.suggestions import Choice


@click.command(short_help="Print what lets a shell complete commands and options.")
@click.argument("shell", type=Choice(("bash", "zsh", "fish")))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    r"""Print what lets SHELL (bash, zsh or fish) complete commands and options.

    \b
    bash: echo 'eval "$(site-builder completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(site-builder completion zsh)"' >> ~/.zshrc
    fish: site-builder completion fish > ~/.config/fish/completions/site-builder.fish
    """
    complete = get_completion_class(shell)
    assert complete is not None
    program = context.find_root().command
    click.echo(complete(program, {}, "site-builder", "_SITE_BUILDER_COMPLETE").source())
