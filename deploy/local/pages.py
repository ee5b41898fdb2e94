"""The gateway's part in the pages: which service has which, style and script, and what is shown while one is away."""

import base64
import hashlib
import shutil
from pathlib import Path

from deploy.local.plan import ROOT

STATIC = ROOT / "services" / "chassis" / "web" / "static"
KINDS = (".css", ".js", ".svg")

# Whole addresses (`= /submit`), and beginnings of addresses.
PAGES = (
    ("= /", "intake"),
    ("= /follow", "intake"),
    ("/follow/", "intake"),
    ("= /villages", "intake"),
    ("= /units", "intake"),
    ("/village/", "intake"),
    ("= /work", "intake"),
    ("= /work/sign-in", "intake"),
    ("= /work/sign-out", "intake"),
    ("/work/intake/", "intake"),
    ("= /replies", "routing"),
    ("/work/routing/", "routing"),
    ("/work/mediation/", "mediation"),
    ("= /board", "oversight"),
    ("/board/", "oversight"),
    ("/work/oversight/", "oversight"),
)

# Where forms may carry files: so much in one sending.
WITH_FILES = (
    ("= /submit", "intake"),
    ("= /follow/attachments", "intake"),
    ("= /work/intake/register", "intake"),
    ("~ ^/work/intake/matters/[^/]+/attachments$", "intake"),
)

# That somebody reads the answer to an accusation stands in no log (Art. 30).
UNLOGGED = (("= /accusations/answer", "oversight"),)

# What the gateway itself says to somebody who asked for a page: own address, status, heading, sentence.
SAID = (
    (
        "away",
        503,
        "暂时无法办理",
        "这一部分的服务正在恢复，其他页面不受影响。请过一会儿刷新本页；"
        "刚才提交的内容如果没有看到结果，请再提交一次，不会重复登记。",
    ),
    ("too-large", 413, "内容太大", "文字不能超过 1 MB，附件合计不能超过 20 MB，请返回删减后再提交。"),
    ("missing", 404, "没有找到", "这个地址没有页面。请核对地址，或者从首页进入。"),
    ("too-many", 429, "请稍候再试", "来自这个地址的访问太多，请过一会儿再试。"),
)


STYLE = (
    "body{font:1.05rem/1.7 system-ui,sans-serif;margin:0;background:#f4f6f8;color:#1c2733}"
    "main{max-width:34rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.6rem}a{color:#1d5fa8}"
)


def locations() -> str:
    """The blocks of the gateway's configuration that lead to pages."""
    blocks = [_location(where, service, "") for where, service in PAGES]
    blocks += [_location(where, service, "            client_max_body_size 21m;\n") for where, service in WITH_FILES]
    blocks += [_location(where, service, "            access_log off;\n") for where, service in UNLOGGED]
    return "\n".join([*blocks, *(_said(*each) for each in SAID), _favicon()])


def _favicon() -> str:
    """The pages' mark, for whoever asks for it at the address that browsers guess."""
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8").strip()
    return (
        "        location = /favicon.ico {\n"
        "            access_log off;\n"
        "            default_type image/svg+xml;\n"
        '            add_header Cache-Control "public, max-age=86400";\n'
        f"            return 200 '{mark}';\n"
        "        }"
    )


def _said(name: str, status: int, heading: str, sentence: str) -> str:
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{heading}</title>'
        f"<style>{STYLE}</style></head>"
        f'<body><main><h1>{heading}</h1><p>{sentence}</p><p><a href="/">返回首页</a></p></main></body></html>'
    )
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'"
    return (
        f"        location = /said/{name} {{\n"
        "            internal;\n"
        "            client_max_body_size 0;\n"
        "            default_type text/html;\n"
        "            charset utf-8;\n"
        "            add_header Cache-Control no-store always;\n"
        f'            add_header Content-Security-Policy "{policy}" always;\n'
        f"            return {status} '{page}';\n"
        "        }"
    )


def lay_out(folder: Path) -> None:
    """Copy style and script to where the services say they are: under the first 12 hex digits of their SHA-256."""
    shutil.rmtree(folder, ignore_errors=True)
    for file in STATIC.iterdir():
        if file.suffix in KINDS:
            kept = folder / hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, kept / file.name)


def _location(where: str, service: str, more: str) -> str:
    """A page's own mistakes are pages already; only where its service is away the gateway shows one."""
    return (
        f"        location {where} {{\n{more}"
        f"            proxy_pass http://{service};\n"
        f"            error_page 502 504 =503 /said/away;\n"
        f"            error_page 413 /said/too-large;\n"
        f"            error_page 429 /said/too-many;\n"
        f"        }}"
    )
