"""A service is a class of entrypoints, which nameko finds and the hub binds."""

import pytest
from nameko.containers import ServiceContainer

from services.chassis.access import OPEN
from services.chassis.hub import Hub
from services.chassis.service import HubService, api, every, handles
from services.chassis.web.call import Call
from services.chassis.web.dispatch import Tree
from services.chassis.web.throttle import Throttle, TooMany
from services.contracts.events import intake


class Small(HubService):
    name = "routing"

    @api("GET", "/api/small/<id>", may=OPEN)
    def show(self, call: Call) -> dict[str, str]:
        """Show one."""
        return call.path

    @handles(intake.MatterRegistered)
    @handles(intake.MatterSupplemented)
    def apply(self, *_: object) -> None: ...

    @every(5)
    def sweep(self) -> None: ...


def test_nameko_binds_every_entrypoint_to_one_shared_hub() -> None:
    container = ServiceContainer(Small, {})
    container.extensions.all.setup()
    hub: Hub = container.shared_extensions[Hub]
    ((route, name),) = hub.routes
    assert (route.method, route.path, route.summary, name) == ("GET", "/api/small/<id>", "Show one.", "show")
    assert hub.handlers == {intake.MatterRegistered: "apply", intake.MatterSupplemented: "apply"}
    assert hub.sweeps == [("sweep", 5, False)]


def test_a_service_without_entrypoints_has_a_hub_too() -> None:
    class Bare(HubService):
        name = "notify"

    assert Hub in ServiceContainer(Bare, {}).shared_extensions


def test_two_methods_for_one_fact_are_a_mistake() -> None:
    class Twice(Small):
        @handles(intake.MatterRegistered)
        def other(self, *_: object) -> None: ...

    with pytest.raises(TypeError, match="handled twice"):
        ServiceContainer(Twice, {}).extensions.all.setup()


def test_routes_are_found_by_words_before_parts() -> None:
    tree: Tree[str] = Tree()
    tree.add("GET", "/a/<id>", "one")
    tree.add("GET", "/a/all", "all")
    tree.add("POST", "/a/<id>/b", "b")
    assert tree.find("GET", "/a/all").target == "all"
    assert (tree.find("GET", "/a/x%2Dy").target, tree.find("GET", "/a/x%2Dy").path) == ("one", {"id": "x-y"})
    assert tree.find("HEAD", "/a/1").target == "one"
    assert tree.find("GET", "/a/1/b").allowed == ("POST",)
    for path in ("/", "", "/a", "/a/", "/a//b", "/a/1/b/c", "/a/%2F/b", "/a/x%20y"):
        assert tree.find("POST", path).target is None
    with pytest.raises(ValueError, match="declared twice"):
        tree.add("GET", "/a/<id>", "again")
    with pytest.raises(ValueError, match="another route"):
        tree.add("GET", "/a/<number>/c", "named otherwise")


def test_a_throttle_counts_within_its_window_and_per_key() -> None:
    now = [0.0]
    throttle = Throttle(
        {"number": 2}, lambda call: {"number": call.key}, seconds=10, failures_only=False, clock=lambda: now[0]
    )
    call = Call(None, "", "", {}, {}, {}, None, None, "a", "", "", "", {})  # type: ignore[arg-type]
    other = Call(None, "", "", {}, {}, {}, None, None, "b", "", "", "", {})  # type: ignore[arg-type]
    throttle.admit(call)
    now[0] = 4.0
    throttle.admit(call)
    with pytest.raises(TooMany) as caught:
        throttle.admit(call)
    assert caught.value.seconds == 7
    throttle.admit(other)
    now[0] = 10.5
    throttle.admit(call)
