"""What intake's pages say to a refusal, and of what has just been done."""

from __future__ import annotations

WORDS = {
    "wrong_credentials": "用户名与密码不符。",
    "not_signed_in": "请先登录。",
    "done.signed_out": "您已退出。",
}
