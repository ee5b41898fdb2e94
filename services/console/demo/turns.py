"""Matters whose turns are written down: several departments, lateness, objections, second handling, limits put off."""

from __future__ import annotations

from collections.abc import Iterator

from services.console.demo.model import CITIZEN, Act, Matter
from services.console.demo.scene import (
    DISPATCHER,
    SUPERVISOR,
    Scene,
    accepted,
    at,
    matter,
    rated,
    registered,
    whistle,
)
from services.contracts.vocabulary import Channel

CITY, WATER, POWER, TRANSPORT = "ns-city", "ns-water", "ns-power", "ns-transport"
ENVIRONMENT, HOUSING, MARKET, POLICE = "ns-environment", "ns-housing", "ns-market", "ns-police"
LABOUR, HEALTH, EMERGENCY, FORESTRY = "ns-labour", "ns-health", "ns-emergency", "ns-forestry"


def turns(scene: Scene) -> Iterator[Matter]:
    """All of them, in no order."""
    yield from (several(scene), late(scene), breached(scene), upheld(scene), rejected(scene), twice(scene))
    yield from (extended(scene), emergency(scene))


def several(s: Scene) -> Matter:
    """One collective visit, four departments under one whistle, every one of them in time."""
    place = s.village(1, 1)
    people = [s.people.citizen(s.name(place)) for _ in range(5)]
    text = "集市搬到河边以后,占道、污水、乱接电、抢车位一样不少,五户代表一起来说。"
    return matter(
        "several",
        registered(
            "08:20",
            s.petition(
                Channel.VISIT,
                place,
                "河边集市四样乱象",
                text,
                petitioners=people,
            ),
        ),
        accepted("08:40", "construction.municipal", urgency="urgent"),
        whistle("08:50", "joint", CITY, (WATER, POWER, MARKET), "占道、排水、用电、经营四家同到"),
        at("09:20", Act.CHECK_IN, CITY),
        at("09:30", Act.CHECK_IN, WATER),
        at("09:40", Act.CHECK_IN, POWER),
        at("10:10", Act.CHECK_IN, MARKET),
        at("14:30", Act.REPLY, WATER, text="集市污水接入截流沟,隔油池当天装好。"),
        at("14:40", Act.REPLY, POWER, text="乱接的六处线路全部拆除,装了临时表箱。"),
        at("15:20", Act.REPLY, MARKET, text="四十二个摊位重新登记,证照齐的才可出摊。"),
        at("16:10", Act.REPLY, CITY, text="摊位退线一米五,划出四十个车位,每天两次巡查。"),
        at("16:40", Act.CONCLUDE, DISPATCHER, outcome="solved", text="四家当天到场、当天见效。"),
        rated("17:10", "satisfied", comment="说了半年的事一天就动了。"),
    )


def late(s: Scene) -> Matter:
    """An urgent whistle whose department comes twenty minutes late: a reminder by the machine, answered in writing."""
    place = s.village(3, 2)
    return matter(
        "late",
        registered(
            "08:30", s.petition(Channel.PHONE, place, "高压线断落在路边", "昨夜大风,一根电线断在路边,还冒过火星。")
        ),
        accepted("08:40", "construction.safety", urgency="urgent"),
        whistle("08:40", "urgent", POWER, (EMERGENCY,), "断线带电,先断电再清障"),
        at("08:50", Act.CHECK_IN, EMERGENCY),
        at("09:30", Act.CHECK_IN, POWER),
        at("10:00", Act.ANSWER_ORDER, POWER, text="抢修车在别处收尾,晚到二十分钟,已向现场群众说明。"),
        at("11:00", Act.REPLY, EMERGENCY, text="现场警戒到电力人员接手。"),
        at("11:20", Act.REPLY, POWER, text="断线已停电换新,沿线十二档逐档查过。"),
        at("11:40", Act.CONCLUDE, DISPATCHER, outcome="solved"),
        rated("14:20", "basically_satisfied"),
    )


def breached(s: Scene) -> Matter:
    """Nobody comes: reminder, then a supervision order that a person signs and the unit answers the same day."""
    place = s.village(5, 1)
    return matter(
        "breached",
        registered(
            "08:10",
            s.petition(Channel.WEB, place, "砂石厂粉尘盖了菜地", "砂石厂敞着棚破碎,一刮风菜叶上全是灰,洗都洗不净。"),
        ),
        accepted("08:20", "environment.pollution", urgency="urgent"),
        whistle("08:20", "urgent", ENVIRONMENT, (), "粉尘扰民,请即到现场"),
        at("15:10", Act.ISSUE_ORDER, SUPERVISOR),
        at("15:40", Act.ANSWER_ORDER, ENVIRONMENT, text="值班交接漏接了哨,责任人已作检讨,现已派员到厂。"),
        at("15:50", Act.CHECK_IN, ENVIRONMENT),
        at("17:20", Act.REPLY, ENVIRONMENT, text="砂石厂停产加装喷淋,复产前须验收;菜地损失由厂方协商赔付。"),
        at("17:40", Act.CONCLUDE, DISPATCHER, outcome="handled_by_law"),
        rated("18:00", "basically_satisfied", "satisfied"),
    )


def upheld(s: Scene) -> Matter:
    """The lead is not competent and says so: the objection is upheld and another lead called."""
    place = s.village(2, 2)
    return matter(
        "upheld",
        registered(
            "08:40",
            s.petition(
                Channel.LETTER, place, "林区防火道被山洪冲断", "上山的防火道冲断三处,摩托也过不去,眼看要进防火期。"
            ),
        ),
        accepted("09:00", "rural.forestry", urgency="livelihood"),
        whistle("09:00", "ordinary", TRANSPORT, (s.town_unit(place),), "道路损毁,请牵头修复"),
        at("09:20", Act.CHECK_IN, s.town_unit(place)),
        at("09:40", Act.OBJECT, TRANSPORT, reason="not_competent", text="防火道不在公路名录,由林业部门管护。"),
        at("10:00", Act.DECIDE, DISPATCHER, upheld=True, text="查名录属实,改由林业局牵头。", replacement=FORESTRY),
        at("10:30", Act.CHECK_IN, FORESTRY),
        at("15:00", Act.REPLY, s.town_unit(place), text="民兵已清理倒木,便道可以走摩托。"),
        at("16:00", Act.REPLY, FORESTRY, text="三处断面已开挖回填,二十日前全线恢复。"),
        at("16:20", Act.CONCLUDE, DISPATCHER, outcome="solved"),
        rated("16:50", "satisfied"),
    )


def rejected(s: Scene) -> Matter:
    """The assisting department objects in vain, comes after all, and the matter is solved."""
    place = s.village(4, 2)
    return matter(
        "rejected",
        registered(
            "08:30",
            s.petition(Channel.VISIT, place, "工地压坏村道还欠工钱", "修厂房的工地压坏了村道,还欠本村九个人的工钱。"),
        ),
        accepted("09:00", "labour.wages", urgency="livelihood"),
        whistle("09:00", "ordinary", LABOUR, (HOUSING,), "欠薪由人社牵头,住建查工地"),
        at("09:30", Act.CHECK_IN, LABOUR),
        at("09:40", Act.OBJECT, HOUSING, reason="duplicate", text="该工地上月已查过,不必重复到场。"),
        at("10:10", Act.DECIDE, DISPATCHER, upheld=False, text="上月查的是质量,本次查路损与实名制,仍请到场。"),
        at("10:40", Act.CHECK_IN, HOUSING),
        at("15:10", Act.REPLY, HOUSING, text="施工方签下修路承诺,材料今日进场。"),
        at("15:50", Act.REPLY, LABOUR, text="九人工资七万一千元由专户代发到账。"),
        at("16:10", Act.CONCLUDE, DISPATCHER, outcome="solved"),
        rated("17:00", "satisfied"),
    )


def twice(s: Scene) -> Matter:
    """The first answer dissatisfies: the matter is reopened and handled once more, this time well."""
    place = s.village(6, 1)
    return matter(
        "twice",
        registered(
            "08:10", s.petition(Channel.WEB, place, "河堤步道夜里没有扶手灯", "步道临水一侧没有灯,前天有人崴了脚。")
        ),
        accepted("08:30", "construction.municipal"),
        whistle("08:30", "ordinary", CITY, (), "请核实步道照明"),
        at("08:50", Act.CHECK_IN, CITY),
        at("09:50", Act.REPLY, CITY, text="步道照明不在本年度计划内,建议绕行。"),
        at("10:00", Act.CONCLUDE, DISPATCHER, outcome="explained"),
        rated("10:30", "dissatisfied", "basically_satisfied", comment="绕行要多走两里地,这算什么答复。"),
        whistle("11:00", "urgent", CITY, (s.town_unit(place),), "二次办理,县领导批示限当日"),
        at("11:10", Act.CHECK_IN, CITY),
        at("11:20", Act.CHECK_IN, s.town_unit(place)),
        at("16:00", Act.REPLY, s.town_unit(place), text="村上出电,路段归村委会每晚开关。"),
        at("17:00", Act.REPLY, CITY, text="临水侧装太阳能灯十八盏,天黑前点亮。"),
        at("17:20", Act.CONCLUDE, DISPATCHER, outcome="solved"),
        rated("18:00", "satisfied", comment="早这样就好了。"),
    )


def extended(s: Scene) -> Matter:
    """An appraisal takes longer than the limit: it is put off once, the reason told, and the citizen adds more."""
    place = s.village(7, 1)
    return matter(
        "extended",
        registered(
            "08:50",
            s.petition(Channel.LETTER, place, "放炮震裂了三间房", "修隧道放炮以后,三间土墙房裂了口子,最宽能塞进手指。"),
        ),
        accepted("09:10", "construction.quality", urgency="livelihood", tier="major"),
        whistle("09:10", "joint", HOUSING, (TRANSPORT,), "先保人,再鉴定"),
        at("09:40", Act.CHECK_IN, HOUSING),
        at("10:00", Act.CHECK_IN, TRANSPORT),
        at("10:40", Act.SUPPLEMENT, CITIZEN, text="昨夜又响两炮,西屋的门已经关不上。"),
        at(
            "11:30",
            Act.EXTEND,
            DISPATCHER,
            days=15,
            reason="appraisal",
            text="房屋安全鉴定需十五个工作日,鉴定期间安排过渡住房。",
        ),
        at("15:30", Act.REPLY, TRANSPORT, text="隧道工区改用静态爆破,夜间停工。"),
    )


def emergency(s: Scene) -> Matter:
    """A bracelet calls: an urgent matter for town and clinic within minutes."""
    place = s.village(8, 1)
    return matter(
        "emergency",
        registered(
            "09:10",
            s.petition(Channel.SOS, place, "独居老人一键呼叫", "手环呼叫:老人摔倒在院坝,神志清楚,腿动不了。"),
        ),
        accepted("09:10", "health.public", urgency="urgent"),
        whistle("09:20", "urgent", HEALTH, (s.town_unit(place),), "出诊并就近照看"),
        at("09:30", Act.CHECK_IN, s.town_unit(place)),
        at("09:30", Act.CHECK_IN, HEALTH),
        at("10:20", Act.REPLY, s.town_unit(place), text="网格员十分钟到场,已联系在外子女。"),
        at("11:00", Act.REPLY, HEALTH, text="固定后送县医院,拍片为骨裂,已收治。"),
        at("11:20", Act.CONCLUDE, DISPATCHER, outcome="helped"),
        rated("15:00", "satisfied"),
    )
