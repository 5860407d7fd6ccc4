"""What goes is announced: a plugin that uses it loads with a warning that names what to do, and the check shows it."""

from __future__ import annotations

import warnings
from types import SimpleNamespace

import pytest
from pluggy import HookspecMarker

from cpaudit import RemovedInCpaudit2, hookimpl
from cpaudit.hookspecs import PROJECT
from cpaudit.plugins.hooks import HookRegistry

hookspec = HookspecMarker(PROJECT)


class Specifications:
    """Two hooks, one that goes and one of which an argument goes."""

    @hookspec(warn_on_impl=RemovedInCpaudit2("cpaudit_old goes; implement cpaudit_new"))
    def cpaudit_old(self) -> None: ...

    @hookspec(warn_on_impl_args={"number": RemovedInCpaudit2("number goes; take audit.round")})
    def cpaudit_new(self, audit: object, number: int) -> None: ...


def plugin(**hooks: object) -> SimpleNamespace:
    return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})  # type: ignore[call-overload]


def test_an_implementation_of_a_hook_that_goes_warns_and_works() -> None:
    with pytest.warns(RemovedInCpaudit2, match="implement cpaudit_new"):
        found = HookRegistry(Specifications).register("sample", plugin(cpaudit_old=lambda: 1))

    assert found["cpaudit_old"].function() == 1


def test_only_who_takes_an_argument_that_goes_is_warned() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        HookRegistry(Specifications).register("careful", plugin(cpaudit_new=lambda audit: None))
        assert caught == []
        HookRegistry(Specifications).register("late", plugin(cpaudit_new=lambda audit, number: None))

    assert [(each.category, str(each.message)) for each in caught] == [
        (RemovedInCpaudit2, "number goes; take audit.round")
    ]


def test_it_is_a_deprecation_that_authors_can_make_an_error() -> None:
    assert issubclass(RemovedInCpaudit2, DeprecationWarning)
