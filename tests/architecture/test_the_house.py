"""The checkout keeps the rules of the house."""

from pathlib import Path

from tests.architecture import rules

ROOT = Path(__file__).parents[2]


def test_no_file_is_longer_than_a_room() -> None:
    assert rules.too_long(ROOT) == []


def test_every_name_says_something() -> None:
    assert rules.names_that_say_nothing(ROOT) == []


def test_namekos_traps_stay_inside_the_bus() -> None:
    assert rules.nameko_traps(ROOT) == []


def test_domains_are_pure() -> None:
    assert rules.impure_domains(ROOT) == []


def test_rules_are_told_the_time() -> None:
    assert rules.clocks_in_domains(ROOT) == []


def test_no_service_sleeps() -> None:
    assert rules.sleeping_services(ROOT) == []


def test_nothing_is_left_unfinished() -> None:
    assert rules.unfinished(ROOT) == []


def test_no_exception_disappears() -> None:
    assert rules.swallowed_exceptions(ROOT) == []


def test_every_test_claims_something_and_runs() -> None:
    assert rules.idle_tests(ROOT) == []
