"""How the screens name the codes of the vocabulary, in Chinese; the code stays what travels, the label what is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.contracts.labels_of_facts import FACT
from services.contracts.labels_of_opinions import OPINIONS

_LABELS: dict[str, dict[str, str]] = {
    "fact": FACT,
    **OPINIONS,
    "service": {"intake": "登记", "routing": "分流", "mediation": "调解", "oversight": "督办", "notify": "通知"},
    "channel": {
        "letter": "来信",
        "visit": "来访",
        "web": "网上",
        "phone": "来电",
        "grid": "网格上报",
        "patrol": "走访发现",
        "sos": "一键呼叫",
        "import": "上级转送",
    },
    "purpose": {"appeal": "申诉求决", "suggestion": "意见建议", "accusation": "检举控告", "enquiry": "咨询"},
    "urgency": {"urgent": "急事", "livelihood": "民生事", "hard": "难事"},
    "tier": {"small": "小事", "complex": "复杂事", "major": "大事"},
    "place_kind": {
        "county": "县",
        "town": "镇",
        "office": "管区",
        "village": "村",
        "community": "社区",
        "group": "组",
        "grid": "网格",
        "household": "联系户",
    },
    "status": {
        "registered": "已登记",
        "accepted": "已受理",
        "whistled": "已吹哨",
        "handling": "办理中",
        "mediating": "调解中",
        "replied": "已答复",
        "concluded": "已办结",
        "declined": "不予受理",
        "referred": "已转送",
        "withdrawn": "已撤回",
        "closed": "已结案",
        "joined": "已并案",
        "reviewing": "复查中",
        "reviewed": "已复查",
        "second_reviewing": "复核中",
        "final": "三级终结",
    },
    "rating": {"satisfied": "满意", "basically_satisfied": "基本满意", "dissatisfied": "不满意"},
    "decline_reason": {
        "not_ours": "不属于本县职责",
        "in_litigation": "已进入诉讼、仲裁或复议",
        "being_handled": "正在办理中",
        "final": "已终结",
        "no_demand": "没有具体诉求",
    },
    "referral_reason": {
        "litigation": "涉法涉诉",
        "accusation": "检举控告",
        "out_of_county": "不在本县",
        "other_organ": "由其他机关办理",
    },
    "objection_reason": {
        "not_competent": "不属本单位职责",
        "wrong_place": "不在本辖区",
        "duplicate": "重复交办",
        "needs_other_lead": "应由他单位主办",
    },
    "outcome": {"solved": "已解决", "explained": "已解释", "helped": "已帮扶", "handled_by_law": "依法处理"},
    "close_reason": {"rated": "已评价", "rated_again": "二次评价", "declined": "不予受理", "referred": "已转送"},
    "request_kind": {"withdrawal": "撤回", "rating": "评价", "joining": "并案", "review": "复查复核"},
    "refusal_reason": {
        "not_concluded": "尚未办结",
        "already_rated": "已经评价过",
        "already_over": "已经结案",
        "already_concluded": "已经办结",
        "under_review": "正在复查复核",
        "joined": "已并入另一事项",
        "no_opinion": "没有处理意见书",
        "too_late": "已过期限",
        "already_final": "已经三级终结（条例第三十六条）",
        "not_pending": "拟并入的事项不在办理中",
        "same_matter": "就是同一事项",
        "being_handled": "已在单独办理",
        "already_reviewed": "已经复查",
        "others_joined": "已有他人事项并入，一并办理",
    },
    "extension_reason": {
        "complex": "情况复杂",
        "appraisal": "需要鉴定",
        "several_units": "涉及多个单位",
        "weather": "天气原因",
    },
    "level": {"village": "村（社区）", "office": "管区", "town": "镇", "county": "县"},
    "escalated_by": {"hand": "人工提级", "ladder": "到时提级"},
    "conference_question": {"competence": "职责归属", "hard_matter": "疑难事项", "plan": "化解方案"},
    "improvement_step": {"measure": "整改措施", "result": "整改结果"},
    "mediator_by": {"chosen": "当事人选定", "assigned": "指派"},
    "agreement_form": {"written": "书面协议", "oral": "口头协议"},
    "failure_reason": {
        "consent_refused": "当事人不同意调解",
        "no_agreement": "未达成协议",
        "party_left": "当事人退出",
        "not_mediable": "不宜调解",
        "withdrawn": "已撤回",
    },
    "next_route": {"administration": "行政途径", "arbitration": "仲裁", "litigation": "诉讼", "petition": "信访"},
    "performance": {"performed": "已履行", "partly": "部分履行", "not_yet": "尚未履行", "refused": "拒不履行"},
    "message_channel": {"in_app": "站内", "sms": "短信", "email": "邮件", "wecom": "企业微信"},
    "audience": {"citizen": "群众", "staff": "工作人员", "guardian": "监护人"},
    "failed_because": {
        "no_contact": "没有联系方式",
        "refused": "被拒收",
        "exhausted": "多次发送未成",
        "opted_out": "本人不接收",
        "walled": "已隔离",
    },
    "order_kind": {"reminder": "提醒", "supervision": "督办", "listed": "挂牌督办"},
    "ground": {
        "rules_broken": "未按规定受理办理",
        "shirking": "推诿",
        "perfunctory": "敷衍",
        "delay": "拖延",
        "fraud": "弄虚作假",
        "opinion_refused": "拒不执行处理意见",
    },
    "role": {
        "clerk": "登记员",
        "dispatcher": "分流员",
        "handler": "承办人",
        "grid_worker": "网格员",
        "mediator": "调解员",
        "leader": "领导",
        "supervisor": "督办员",
        "discipline": "纪检",
        "operator": "系统管理员",
    },
    "light": {"green": "正常", "yellow": "临期", "red": "超期", "paused": "暂停"},
    "unit_role": {"lead": "主办", "assist": "协办"},
    "call": {
        "called": "待报到",
        "checked_in": "已报到",
        "objected": "提出异议",
        "released": "已免除",
        "replied": "已答复",
    },
    "mediation_state": {
        "opened": "征求意见",
        "consented": "待定调解员",
        "assigned": "待开调解会",
        "in_session": "调解中",
        "agreed": "达成协议",
        "confirmed": "已申请司法确认",
        "failed": "调解终止",
    },
    "mediator_why": {"body": "本组织调解员", "category": "熟悉这类纠纷", "place": "熟悉当地"},
    "mediator_kind": {
        "full_time": "专职",
        "cadre": "干部",
        "elder": "乡贤",
        "deputy": "代表委员",
        "expert": "专家",
        "lawyer": "律师",
        "law_wise": "法律明白人",
        "first_secretary": "驻村第一书记",
        "retired_cadre": "离任村干部",
        "judge": "退休法官",
        "police": "民警",
    },
    "request_state": {"open": "待答复", "granted": "已同意", "refused": "未同意"},
}


def of_kind(kind: str) -> Mapping[str, str]:
    """Code to label of one word list (`status`, `decline_reason`), in the order of the list; raises KeyError."""
    return MappingProxyType(_LABELS[kind])


def label(code: str | None, kind: str) -> str:
    """The label of a code; an empty one is a dash, a code of a later version stays as it is."""
    return "—" if code is None else _LABELS[kind].get(str(code), str(code))
