"""nginx of this hub alone: own configuration, pid and temporary folders under `var/`; one origin for all services."""

import json
import shutil
from http import HTTPStatus
from pathlib import Path

from deploy.local import pages
from deploy.local.plan import SERVICE_OFFSETS, Plan, PlanError
from deploy.local.program import Program

TEMPLATE = Path(__file__).with_name("nginx.conf.template")

# What the gateway itself answers, in the shape of every other error of the hub (RFC 9457): status, code, detail.
PROBLEMS = (
    (400, "malformed_request", "The request cannot be read"),
    (404, "not_found", "There is nothing at this address"),
    (405, "method_not_allowed", "This address does not take that method"),
    (408, "request_timeout", "The request took too long to arrive"),
    (413, "body_too_large", "The body is larger than 1 MiB (attachments: 20 MiB)"),
    (414, "address_too_long", "The address is longer than 8 KiB"),
    (431, "head_too_large", "The headers are larger than 8 KiB a line, or than 32 KiB in all"),
    (429, "too_many_requests", "Too many connections from this address; try again later"),
    (500, "internal_error", "The gateway failed"),
    (502, "service_unavailable", "The service does not answer; the others go on"),
    (504, "service_timeout", "The service took longer than 30 seconds"),
)

# The second words of addresses (docs/api.md): with the service all that the gateway's log says of where a call went.
WORDS = (
    *("matters", "follow", "patrols", "home-visits", "sos", "cases", "whistles", "mediators", "bodies", "clocks"),
    *("orders", "clues", "advice", "rates", "ledgers", "reports", "audit", "dockets", "messages", "subscriptions"),
    *("templates", "letters", "villages", "petition-cards", "rosters", "rounds", "receptions", "units"),
)


TITLES = {413: "Content Too Large"}
"""As the services say it (RFC 9110); the library still has the older words."""


def binary() -> str:
    """Where nginx is; Debian keeps it outside an ordinary user's search path."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if not found:
        raise PlanError("nginx is not installed; run deploy/local/setup.sh")
    return found


def render(plan: Plan) -> str:
    """The gateway's configuration for these ports."""
    upstreams = "\n".join(_upstream(name, [plan.ports[p] for p in plan.processes(name)]) for name in SERVICE_OFFSETS)
    text = filled(TEMPLATE.read_text(encoding="utf-8"))
    return text.replace("@PORT@", str(plan.ports["gateway"])).replace("@UPSTREAMS@", upstreams + "\n")


def filled(template: str) -> str:
    """A template with what every gateway of the hub has: words, doors and error pages (deploy/nginx takes them too)."""
    for mark, value in {
        "@WORDS@": "|".join(WORDS),
        "@LOCATIONS@": "\n".join(_location(name) for name in SERVICE_OFFSETS),
        "@PAGES@": pages.locations(),
        "@ERROR_PAGES@": "\n".join(_error_page(*problem) for problem in PROBLEMS) + "\n",
    }.items():
        template = template.replace(mark, value)
    return template


def prepare(plan: Plan) -> bool:
    """Write the gateway's files; whether one that runs must be started again to know of them."""
    (plan.var / "gateway").mkdir(parents=True, exist_ok=True)
    pages.lay_out(plan.var / "gateway" / "static")
    path, text = plan.var / "gateway" / "nginx.conf", render(plan)
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    path.write_text(text, encoding="utf-8")
    return changed


def program(plan: Plan) -> Program:
    command = [binary(), "-p", f"{plan.var}/", "-c", "gateway/nginx.conf", "-e", "stderr"]
    return Program("gateway", command, {}, plan.var, priority=30, port=plan.ports["gateway"], stop_seconds=10)


def _upstream(name: str, ports: list[int]) -> str:
    """One process is always tried, of several one that is gone is left alone for a second."""
    trying = "max_fails=0" if len(ports) == 1 else "max_fails=1 fail_timeout=1s"
    servers = "\n".join(f"        server 127.0.0.1:{port} {trying};" for port in ports)
    return f"    upstream {name} {{\n{servers}\n        keepalive 64;\n    }}"


def _location(name: str) -> str:
    return f"        location /api/{name}/ {{\n            proxy_pass http://{name};\n        }}"


def _error_page(status: int, code: str, detail: str) -> str:
    """A page for one status; nginx has a number of its own (494) for a head that is too large."""
    told = {
        "type": f"urn:countynet:problem:{code}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
    }
    body = json.dumps({**told, "detail": f"{detail}.", "code": code, "errors": []})
    seen = f"494 ={status}" if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE else str(status)
    return (
        f"        error_page {seen} /problem/{status};\n"
        f"        location = /problem/{status} {{\n"
        f"            internal;\n"
        f"            client_max_body_size 0;\n"
        f"            default_type application/problem+json;\n"
        f"            return {status} '{body}';\n"
        f"        }}"
    )
