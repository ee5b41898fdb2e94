"""What an agent of the staff (代办员) reads in the hub of a matter that was given to them to follow.

The hub's own words, beside the county's templates: who is told of a matter for its citizen hears of the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from services.contracts.vocabulary import Audience, MessageChannel
from services.county.notify import Template

NAMED = "agent_named"
AGENT = "agent"
"""The field of that fact that names an account; and what these templates name as their recipient."""

TEXTS = {
    NAMED: "您被确定为事项{number}（{place}，{category}）的代办员，请跟进办理并告知群众。",
    "matter_accepted": "您代办的事项{number}已受理，由{owner}负责。",
    "matter_declined": "您代办的事项{number}不予受理，原因：{reason}。",
    "matter_referred": "您代办的事项{number}已转送{to}，原因：{reason}。",
    "whistle_blown": "您代办的事项{number}已交{lead}主办，应于{finish_by}前办结。",
    "owner_changed": "您代办的事项{number}现由{owner}负责。",
    "extension_granted": "您代办的事项{number}办理期限延至{finish_by}，原因：{reason}。",
    "mediation_ordered": "您代办的事项{number}已交{body}调解。",
    "mediation_returned": "您代办的事项{number}调解终止，原因：{reason}，事项继续办理。",
    "matter_answered": "您代办的事项{number}已由{unit}当场答复。",
    "department_replied": "{department}已答复您代办的事项{number}。",
    "opinion_served": "{unit}已就您代办的事项{number}出具处理意见书：{outcome}，申请复查的截止时间：{ask_by}。",
    "review_decided": "{unit}已就您代办的事项{number}作出复查（复核）意见：{outcome}。",
    "matter_concluded": "您代办的事项{number}已办结（{outcome}），请提醒群众评价。",
    "matter_reopened": "您代办的事项{number}群众不满意，现已重新办理。",
    "matter_withdrawn": "您代办的事项{number}已按群众申请撤回。",
    "joined_concluded": "与您代办的事项{number}一并办理的事项已有结果。",
    "request_refused": "您代办的事项{number}提出的{kind}未能办理，原因：{reason}。",
}
"""The steps that are told, each in its words."""

TEMPLATES = tuple(
    Template(
        code=f"followed.{fact}",
        on=fact,
        audience=Audience.STAFF,
        channels=(MessageChannel.IN_APP,),
        text=text,
        to=(AGENT,),
        variables=tuple(name for _, name, _, _ in Formatter().parse(text) if name is not None),
    )
    for fact, text in TEXTS.items()
)


def with_following(templates: Sequence[Template]) -> tuple[Template, ...]:
    """The county's templates and these; a county's own of the same code takes the place of one."""
    taken = {one.code for one in templates}
    return (*templates, *(one for one in TEMPLATES if one.code not in taken))


def recipient_of(agent: str) -> str:
    """Under which key lines wait for an agent's account."""
    return f"account/{agent}/{MessageChannel.IN_APP}"
