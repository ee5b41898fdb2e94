"""The words of a notice, made of a template and codes when they are needed and kept nowhere.

A text never holds the story, a person's name or the query code: only the number, the county's own names and times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.contracts.vocabulary import (
    AgreementForm,
    DeclineReason,
    ExtensionReason,
    FailureReason,
    Ground,
    MessageChannel,
    ObjectionReason,
    OpinionOutcome,
    OrderKind,
    Outcome,
    ReferralReason,
    RefusalReason,
    RequestKind,
    ReviewOutcome,
)
from services.county import notify
from services.county.county import County
from services.county.notify import Template
from services.notify.domain.instants import day_and_hour
from services.notify.domain.picture import Line

WORDS: Mapping[str, str] = {
    DeclineReason.NOT_OURS: "不属于本机关职权范围",
    DeclineReason.IN_LITIGATION: "已进入诉讼、仲裁或复议",
    DeclineReason.BEING_HANDLED: "正在办理期限内",
    DeclineReason.FINAL: "已三级终结",
    DeclineReason.NO_DEMAND: "没有具体诉求",
    ReferralReason.LITIGATION: "属涉法涉诉事项",
    ReferralReason.OUT_OF_COUNTY: "不属于本县",
    ReferralReason.OTHER_ORGAN: "属其他机关职权",
    ExtensionReason.COMPLEX: "情况复杂",
    ExtensionReason.APPRAISAL: "需要鉴定或评估",
    ExtensionReason.SEVERAL_UNITS: "涉及多个单位",
    ExtensionReason.WEATHER: "天气原因",
    ObjectionReason.NOT_COMPETENT: "不属于本单位职责",
    ObjectionReason.WRONG_PLACE: "属地有误",
    ObjectionReason.DUPLICATE: "重复事项",
    ObjectionReason.NEEDS_OTHER_LEAD: "应由其他单位主办",
    FailureReason.CONSENT_REFUSED: "有一方不同意调解",
    FailureReason.NO_AGREEMENT: "未能达成协议",
    FailureReason.PARTY_LEFT: "有一方退出调解",
    FailureReason.NOT_MEDIABLE: "不适宜调解",
    FailureReason.WITHDRAWN: "申请已撤回",
    RefusalReason.NOT_CONCLUDED: "事项尚未办结",
    RefusalReason.ALREADY_RATED: "已经评价过",
    RefusalReason.ALREADY_OVER: "事项已经终结",
    RefusalReason.ALREADY_CONCLUDED: "事项已经办结",
    RefusalReason.UNDER_REVIEW: "正在复查复核",
    RefusalReason.JOINED: "已并入另一事项一并办理",
    RefusalReason.NO_OPINION: "没有可以复查的处理意见",
    RefusalReason.TOO_LATE: "已超过规定期限",
    RefusalReason.ALREADY_FINAL: "已三级终结（《信访工作条例》第三十六条）",
    RefusalReason.NOT_PENDING: "拟并入的事项不在办理中",
    RefusalReason.SAME_MATTER: "就是同一事项",
    RefusalReason.ALREADY_REVIEWED: "已经复查",
    RefusalReason.OTHERS_JOINED: "已有他人的事项并入，须一并办理",
    RefusalReason.NOT_THE_EARLIER: "只能并入收到在先的事项",
    RequestKind.WITHDRAWAL: "撤回申请",
    RequestKind.RATING: "评价",
    RequestKind.JOINING: "并案申请",
    RequestKind.REVIEW: "复查复核申请",
    Outcome.SOLVED: "诉求合理，已解决",
    Outcome.EXPLAINED: "已解释疏导",
    Outcome.HELPED: "生活困难，已帮扶",
    Outcome.HANDLED_BY_LAW: "已依法处理",
    OpinionOutcome.SUPPORT: "予以支持",
    OpinionOutcome.EXPLAIN: "作出解释说明",
    OpinionOutcome.NOT_SUPPORT: "不予支持",
    ReviewOutcome.UPHELD: "维持原意见",
    ReviewOutcome.CHANGED: "变更原意见",
    OrderKind.REMINDER: "催办",
    OrderKind.SUPERVISION: "督办",
    OrderKind.LISTED: "挂牌督办",
    Ground.RULES_BROKEN: "违反受理办理规定",
    Ground.SHIRKING: "推诿",
    Ground.PERFUNCTORY: "敷衍",
    Ground.DELAY: "拖延",
    Ground.FRAUD: "弄虚作假",
    Ground.OPINION_REFUSED: "拒不执行处理意见",
    Ground.KEY_MATTER: "重点信访事项",
    AgreementForm.WRITTEN: "书面协议",
    AgreementForm.ORAL: "口头协议",
}
"""Codes of closed lists as people read them; none of these codes means two things."""

NAMED_MOST = 3
Words = Callable[[str, Any], str]


class Wording:
    """The county's names at hand."""

    def __init__(self, county: County) -> None:
        self._county = county
        self._names = county.names()

    def line(self, template: Template, number: str, line: Line) -> str:
        """One line in words; what a fact did not tell is shown as a dash."""
        said = {name: self._value(name, line["v"].get(name), number) for name in template.variables}
        return template.text.format_map(said)

    def text(self, templates: Mapping[str, Template], number: str, lines: Sequence[Line], channel: str) -> str | None:
        """Several lines as one message; None where no template of theirs is in the county file any more.

        An SMS that cannot hold them all says the last one, and how many there are besides.
        """
        said = [self.line(templates[each["t"]], number, each) for each in lines if each["t"] in templates]
        if not said:
            return None
        whole = "\n".join(said)
        if channel != MessageChannel.SMS or len(whole) <= notify.LONGEST_SMS:
            return whole
        return said[-1] if len(said) == 1 else f"{said[-1]}（另有{len(said) - 1}项进展）"

    def _value(self, name: str, value: Any, number: str) -> str:
        if name == "number":
            return number
        if name == "county":
            return self._county.name
        if value is None:
            return "—"
        if name in ("place", "category", "clock"):
            return self._names[name](value)
        if name == "body":
            body = self._county.mediation.bodies.get(value)
            return value if body is None else body.name
        if name in notify.UNITS:
            return self._names["unit"](value)
        if name in notify.MANY_UNITS:
            return self._many(value)
        if name in notify.INSTANTS:
            return day_and_hour(value)
        if name == "kind" and value in self._county.whistle_kinds:
            return self._names["whistle_kind"](value)
        return WORDS.get(value, value)

    def _many(self, units: Sequence[str]) -> str:
        named = "、".join(self._names["unit"](unit) for unit in units[:NAMED_MOST])
        return named if len(units) <= NAMED_MOST else f"{named}等{len(units)}个单位"
