"""What mediation's pages say to a refusal, and of what has just been done."""

from __future__ import annotations

WORDS = {
    "step_not_allowed": "这件调解的状态已变，现在不能这样办理。",
    "already_consented": "这位当事人已经同意。",
    "already_assigned": "这位调解员已经参加。",
    "already_declared": "这位调解员已经回避。",
    "already_extended": "调解期限已经延长过，不能再延。",
    "mediator_has_interest": "这位调解员与案件有利害关系，请另选。",
    "not_a_committee": "不是人民调解委员会主持达成的协议，不能申请司法确认。",
    "confirmation_too_late": "申请司法确认的期限（生效起 30 日）已过。",
    "party.unknown_party": "请从列表中选择当事人。",
    "parties.not_together": "须由各方当事人共同申请。",
    "parties.too_many": "当事人太多。",
    "unit.unknown_department": "请从列表中选择单位。",
    "mediator.unknown_mediator": "请从列表中选择调解员。",
    "held_at.out_of_range": "调解时间应在立案之后、现在之前。",
    "agreed_at.out_of_range": "达成时间应在立案之后、现在之前。",
    "applied_at.out_of_range": "申请时间应在协议生效之后、现在之前。",
    "perform_by.out_of_range": "履行期限不能早于协议生效。",
    "reason.not_allowed": "这种情形不能选：没有开过调解会的，不能填“未达成协议”。",
    "signed.required": "书面协议须写明谁签了字、盖了章。",
    "signed.not_allowed": "口头协议不填签字。",
    "signed.parties.not_signed": "各方当事人都要签字。",
    "signed.mediators.not_sitting": "至少一名参加调解的调解员签字。",
    "signed.seal.not_sealed": "须加盖人民调解委员会印章才生效。",
    "body.unknown_body": "请从列表中选择调解组织。",
    "body.body_elsewhere": "该调解组织不受理这个地方的纠纷。",
    "place.unknown_place": "请从列表中选择地点。",
    "category.unknown_category": "请从列表中选择分类。",
    "done.opened": "已立案，请征求各方意见。",
    "done.named": "当事人已登记。",
    "done.consented": "意见已记录。",
    "done.assigned": "调解员已确定。",
    "done.stepped_back": "回避已记录。",
    "done.sat": "调解会已记录。",
    "done.agreed": "调解协议已登记。",
    "done.failed": "调解已终止，请告知当事人其他途径。",
    "done.confirmed": "司法确认申请已登记。",
    "done.followed_up": "回访已记录。",
    "done.extended": "调解期限已延长。",
}
"""Keys: a refusal's code, a field and the code of what is wrong with it, or `done.` and what was done."""

STEPS = {
    "name_parties": "登记当事人",
    "consent": "当事人意见",
    "assign_mediator": "确定调解员",
    "hold_session": "调解会",
    "agree": "达成协议",
    "follow_up": "回访",
    "apply_for_confirmation": "司法确认",
    "fail": "终止调解",
    "declare_interest": "回避",
    "extend_limit": "延长期限",
}
"""The steps in the order in which a page offers them."""
