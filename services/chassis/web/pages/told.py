"""What is wrong with a form, in Chinese: by the kind of its field, or by the refusal's code in a service's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.chassis.web.fields import IdNumberField, PhoneField
from services.chassis.web.problems import flat
from services.chassis.web.throttle import TooMany
from services.contracts.kinds import NUMBER
from services.contracts.refusals import FieldError, Refusal

CHECK = "请核对标出的各项。"
WORDS = {
    "bad_token": "查看的时限已过，请重新打开这件诉求。",
    "not_found": "没有找到，或者您无权查看。",
    "stale_page": "页面已过期。您填写的内容还在，请再提交一次。",
    "stale_version": "内容刚被他人改动，请重新打开后再办。",
    "conflict": "他人正在同时办理，请再提交一次。",
    "idempotency_key_reused": "这张表已经提交过了。如果确要再交一份，请核对后重新提交。",
    "idempotency_in_progress": "上一次提交正在办理，请稍候。",
    "invalid_fields": CHECK,
    "not_allowed": "您的岗位不能办理此事。",
    "try_again": "系统正忙，请稍后再试。",
    "wrong_content_type": "提交的格式不对。",
    "no_files_here": "这里不能上传文件。",
    "taken": "已有相同的记录。",
}
"""Refusals that every service may meet."""


def of_fields(form: Schema, error: ValidationError) -> dict[str, str]:
    """Dotted field to sentence."""
    return {each["field"]: _sentence(form, each["field"], each["code"]) for each in flat(error.messages_dict)}


def of_refusal(refusal: Refusal, words: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The sentence about the whole form, and those at its fields."""
    if isinstance(refusal, TooMany):
        return f"尝试次数过多，请 {refusal.seconds} 秒后再试。", {}
    told = {each.field: _of_code(each, words) for each in refusal.errors}
    return words.get(refusal.code) or WORDS.get(refusal.code) or f"现在不能这样办理（{refusal.code}）。", told


def _of_code(error: FieldError, words: Mapping[str, str]) -> str:
    for known in (f"{error.field}.{error.code}", error.code):
        if known in words or known in WORDS:
            return words.get(known) or WORDS[known]
    return "请核对这一项。"


def _sentence(form: Schema, path: str, code: str) -> str:
    field = field_at(form, path.split("."))
    if field is None:
        return "没有这一项。"
    choice = any(isinstance(each, validate.OneOf) for each in field.validators)
    if code == "required":
        return "请选择。" if choice or isinstance(field, fields.Boolean) else "请填写。"
    return "请从列表中选择。" if choice else _allowed(field)


def field_at(form: Schema, path: list[str]) -> fields.Field[Any] | None:
    """The field that a dotted name means; None where a form has none."""
    found: fields.Field[Any] | None = None
    schema: Schema | None = form
    for part in path:
        if isinstance(found, fields.List) and part.isdigit():
            found = found.inner
        elif schema is not None:
            known = (each for key, each in schema.load_fields.items() if (each.data_key or key) == part)
            found = next(known, None)
        else:
            return None
        schema = found.schema if isinstance(found, fields.Nested) else None
    return found


def _allowed(field: fields.Field[Any]) -> str:
    if isinstance(field, PhoneField):
        return "请填写 11 位手机号，或带区号的固定电话，例如 0916-6822000。"
    if isinstance(field, IdNumberField):
        return "请核对 18 位身份证号。"
    if isinstance(field, fields.Boolean):
        return "请选择是或否。"
    for each in field.validators:
        if isinstance(each, validate.Range):
            return f"请填写 {each.min} 到 {each.max} 之间的整数。"
        if isinstance(each, validate.Length):
            unit = "项" if isinstance(field, fields.List) else "个字"
            return f"最多 {each.max} {unit}，不能全是空白。"
        if isinstance(each, validate.Regexp) and each.regex.pattern == NUMBER:
            return "编号是 12 位数字。"
    return "填写的格式不对，请核对。"
