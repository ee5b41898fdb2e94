"""The page on a village's wall, files with and without script, and a repeat that a clerk joins."""

from __future__ import annotations

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Comes
from tests.browser.test_the_citizens_doors import fill_in, opens, submitted
from tests.browser.visitor import Visitor
from tests.integration.hub_under_test import until

VILLAGE = "ns-t01-v04"
PICTURE: FilePayload = {"name": "路灯.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"dark " * 200}
PROGRAM: FilePayload = {"name": "路灯.png", "mimeType": "image/png", "buffer": b"MZ\x90\x00 runs"}


def test_who_scans_the_code_on_the_wall_tells_in_that_village(visitor: Visitor) -> None:
    visitor.go(f"/village/{VILLAGE}")
    expect(visitor.page.get_by_role("img", name="本页地址的二维码")).to_be_visible()
    visitor.look("village")
    visitor.page.locator(f"main .door[href='/submit?place={VILLAGE}']").click()
    expect(visitor.page.get_by_label("事情发生在哪里")).to_have_value(VILLAGE)
    visitor.go(f"/village/{VILLAGE}/card")
    visitor.look("village-card")
    assert visitor.go("/village/ns").status == 404
    visitor.troubles.clear()


def test_every_village_is_found_by_its_town(comes: Comes) -> None:
    visitor = comes(360)
    visitor.go("/villages")
    expect(visitor.page.locator(f"a[href='/village/{VILLAGE}']")).to_be_visible()
    visitor.look("villages")


def test_files_go_with_what_is_told_and_come_back(comes: Comes) -> None:
    visitor = comes(360)
    fill_in(visitor)
    visitor.page.get_by_label("附件").set_input_files(PICTURE)
    number, code = submitted(visitor)
    opens(visitor, number, code)
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("button", name="下载 路灯.png").click()
    assert taken.value.suggested_filename == "路灯.png"
    assert taken.value.path().read_bytes() == PICTURE["buffer"]
    visitor.look("followed-with-files")


def test_without_script_a_file_is_added_and_a_wrong_one_refused(comes: Comes) -> None:
    visitor = comes(360, scripts=False)
    fill_in(visitor)
    number, code = submitted(visitor)
    opens(visitor, number, code)
    visitor.page.get_by_label("添加附件").set_input_files(PROGRAM)
    visitor.page.get_by_role("button", name="上传").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("这种文件不能上传")
    visitor.troubles.clear()
    visitor.page.get_by_label("添加附件").set_input_files(PICTURE)
    visitor.page.get_by_role("button", name="上传").click()
    expect(visitor.page.get_by_text("附件已收到。")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="下载 路灯.png")).to_be_visible()


def test_a_clerk_sees_why_a_matter_may_be_a_repeat_and_joins_it(comes: Comes) -> None:
    citizen, clerk = comes(360), comes(1920)
    numbers = []
    for _ in range(2):
        fill_in(citizen, title="同一盏路灯不亮")
        numbers.append(submitted(citizen))
    (first, _), (repeat, code) = numbers
    clerk.has_role("clerk")
    clerk.go(f"/work/intake/matters/{repeat}")
    row = clerk.page.locator(".candidates > li").filter(has_text=first)
    expect(row).to_contain_text("电话相同")
    expect(row).to_contain_text("文字相近")
    clerk.look("matter-with-candidates", 360, 1920)
    row.get_by_text("并入这一件").click()
    row.get_by_role("button", name="确认是重复，申请并入").click()
    expect(clerk.page.get_by_text("并案申请已提交")).to_be_visible()

    def joined() -> bool:
        opens(citizen, repeat, code)
        return citizen.page.get_by_role("heading", name="并入办理").is_visible()

    until(joined, 30, "the matter is joined")
    expect(citizen.page.locator("section").filter(has_text="并入办理").first).to_contain_text(first)
    citizen.look("followed-joined")
