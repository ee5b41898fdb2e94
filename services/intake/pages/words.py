"""What intake's pages say to a refusal, and of what has just been done."""

from __future__ import annotations

WORDS = {
    "wrong_credentials": "用户名与密码不符。",
    "not_signed_in": "请先登录。",
    "not_found": "编号与查询码不符，请核对后再试。查询码里没有字母 I、L、O、U。",
    "petitioners.required": "请填写姓名，或者选择匿名反映。",
    "petitioners.anonymous": "匿名反映时不填写姓名和联系方式。",
    "petitioners.too_many": "集体走访最多登记 5 名代表（信访工作条例第二十条）。",
    "accused.not_an_accusation": "只有检举控告才填写被检举的单位或人。",
    "accused.unit.unknown_department": "请从列表中选择单位。",
    "occurred_on.in_the_future": "发生日期不能晚于今天。",
    "place.unknown_place": "请从列表中选择地点。",
    "category.unknown_category": "请从列表中选择分类。",
    "not_for_accusations": "检举控告不在这里评价或撤回；有话要说，请用“补充材料”。",
    "too_many_requests_made": "这件诉求的申请次数已到上限，请直接联系首接单位。",
    "too_many_supplements": "这件诉求的补充次数已到上限，请直接联系首接单位。",
    "done.signed_out": "您已退出。",
    "done.supplemented": "补充材料已收到。",
    "done.rated": "评价已收到。",
    "done.withdrawn": "撤回申请已收到，答复会显示在下面。",
    "done.notices_on": "今后有进展时会通知您。",
    "done.notices_off": "今后不再通知您；您随时可以在这里查看进度。",
}
"""Keys: a refusal's code, a field and the code of what is wrong with it, or `done.` and what was done."""
