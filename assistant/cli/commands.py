"""Commands in which no option is ever passed over: what would have no effect is an error that says so."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# Beside what the person typed behind the command, what stands before it.
_GIVEN: Final = (ParameterSource.COMMANDLINE, ParameterSource.DEFAULT_MAP)


class Needs(NamedTuple):
    """`option` has an effect only where `other` is given."""

    option: str
    other: str

    def broken_by(self, given: Iterable[str]) -> str:
        """What to tell who gives these; empty where that is right."""
        wrong = self.option in given and self.other not in given
        return f"{self.option} has no effect without {self.other}: give that too, or leave it out" * wrong


class Ignores(NamedTuple):
    """With `option`, the `others` have no effect; without others named, none but itself has."""

    option: str
    others: tuple[str, ...] = ()

    def broken_by(self, given: Iterable[str]) -> str:
        """What to tell who gives these; empty where that is right."""
        others = [each for each in given if each in self.others or (not self.others and each != self.option)]
        if self.option not in given or not others:
            return ""
        return f"with {self.option}, {' and '.join(others)} would have no effect: leave out one or the other"


Rule = Needs | Ignores


class StrictCommand(click.Command):
    """A command that refuses options that would have no effect.

    Args:
        rules: Which ones, beside those of which the command itself complains. An option is called by its
            longest name, one with a choice also by name and value (``--engine ray``), an argument by its name
            in capitals.
    """

    def __init__(self, *arguments: Any, rules: Sequence[Rule] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rules = tuple(rules)

    def invoke(self, context: click.Context) -> Any:
        """Run the command, unless something that was given has no effect."""
        before = context.default_map or {}
        for param in self.params:
            if param.name in before and _source(context, param) is ParameterSource.COMMANDLINE:
                name = _name(param)
                raise click.UsageError(f"{name} is given twice, before the command and behind it", context)
        given = [name for param in self.params for name in _names(context, param)]
        for rule in self.rules:
            if wrong := rule.broken_by(given):
                raise click.UsageError(wrong, context)
        return super().invoke(context)


class CommandsByName(MutableMapping[str, click.Command]):
    """The commands of a group, each of which is loaded when it is first looked at.

    Args:
        places: Module and variable of each, as in ``package.module:variable``, by its name.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._commands: dict[str, str | click.Command] = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        """The command of that name."""
        found = self._commands[name]
        if isinstance(found, str):
            module, _, variable = found.partition(":")
            found = self._commands[name] = getattr(import_module(module), variable)
        assert isinstance(found, click.Command)
        return found

    # A `KeyError` in a module is its own, and not an unknown command, which the base class takes it for.

    def get(self, name: str, default: Any = None) -> Any:
        """The command of that name, or `default` where there is none."""
        return self[name] if name in self._commands else default

    def __contains__(self, name: object) -> bool:
        """Whether there is a command of that name, which is not loaded for that."""
        return name in self._commands

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Add a command, or replace one."""
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        """Take a command away."""
        del self._commands[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._commands)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._commands)


def command(
    name: str | None = None, *, rules: Sequence[Rule] = ()
) -> Callable[[Callable[..., Any]], StrictCommand]:
    """Make a command of a function; `rules` tell which of its options have no effect beside others."""
    return click.command(name, cls=StrictCommand, rules=rules)


def pass_on(group: click.Group, context: click.Context) -> None:
    """Pass the options that stand before a command on to it, as if they stood behind it.

    Raises:
        click.UsageError: The command does not take one of them.
    """
    name = context.invoked_subcommand or ""
    chosen = group.get_command(context, name)
    given = [param for param in group.params if _source(context, param) is ParameterSource.COMMANDLINE]
    if chosen is None:
        return
    taken = {param.name for param in chosen.params}
    for param in given:
        if param.name not in taken:
            raise click.UsageError(f"{name} does not take {_name(param)}: leave it out", context)
    context.default_map = {name: {param.name: context.params[param.name or ""] for param in given}}


def _names(context: click.Context, param: click.Parameter) -> Iterable[str]:
    """What an option or argument that was given is called in rules."""
    value = context.params.get(param.name or "")
    # An argument that stands nowhere is said to be given, too.
    if _source(context, param) in _GIVEN and value not in {None, ()}:
        yield _name(param)
        if isinstance(param.type, click.Choice):
            yield f"{_name(param)} {value}"


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else (param.name or "").upper()


def _source(context: click.Context, param: click.Parameter) -> ParameterSource | None:
    return context.get_parameter_source(param.name or "")
