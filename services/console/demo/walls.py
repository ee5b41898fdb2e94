"""Matters that do not take the usual road: accusations, referrals, declines, withdrawals, the anonymous, the secret."""

from __future__ import annotations

from collections.abc import Iterator

from services.console.demo.model import CITIZEN, Act, Matter
from services.console.demo.scene import (
    CLERK,
    DISCIPLINE,
    DISPATCHER,
    Scene,
    accepted,
    at,
    matter,
    rated,
    registered,
    whistle,
)
from services.contracts.vocabulary import Channel


def walls(scene: Scene) -> Iterator[Matter]:
    """All of them, in no order."""
    yield from (accusation(scene), recognised(scene), lawsuit(scene), outside(scene), declined(scene))
    yield from (withdrawn(scene), too_late(scene), anonymous(scene), secret(scene), supplemented(scene))


def accusation(s: Scene) -> Matter:
    """An accusation: nobody but discipline ever sees it, and nothing counts it."""
    text = "去年的补助名单里有不种地的人,签字像一个人写的,请查。"
    petition = s.petition(
        Channel.WEB, s.village(9, 1), "补助名单不实", text, purpose="accusation", accused={"unit": "ns-agriculture"}
    )
    return matter(
        "accusation",
        registered("09:20", petition),
        at("10:00", Act.SUPPLEMENT, CITIZEN, text="名单照片已寄出,封面有年份。"),
        at("11:00", Act.RECEIVE, DISCIPLINE),
        at("16:30", Act.ANSWER, DISCIPLINE, text="所反映问题已按程序受理核查,结果另行当面告知。"),
        walled=True,
    )


def recognised(s: Scene) -> Matter:
    """It came as an appeal; the dispatcher sees that it is an accusation, and everybody forgets it at once."""
    text = "修路占地是小事,收钱的人不给收据还要请客才是大事。"
    return matter(
        "recognised",
        registered(
            "10:30",
            s.petition(
                Channel.WEB,
                s.village(10, 1),
                "修路占地收钱不开票",
                text,
            ),
        ),
        at("11:00", Act.WALL, DISPATCHER, reason="accusation"),
        walled=True,
    )


def lawsuit(s: Scene) -> Matter:
    """Before a court already: referred to it."""
    return matter(
        "lawsuit",
        registered(
            "09:00",
            s.petition(
                Channel.VISIT, s.village(1, 4), "判了的钱执行不回来", "官司打赢一年,对方名下的车还在跑,钱没有执行到。"
            ),
        ),
        at(
            "09:30", Act.REFER, DISPATCHER, reason="litigation", to="ns-court", text="属执行事项,已转县人民法院执行局。"
        ),
    )


def outside(s: Scene) -> Matter:
    """Another county's: the citizen is told whom to ask."""
    return matter(
        "outside",
        registered(
            "10:10", s.petition(Channel.PHONE, s.village(3, 1), "外县工地欠薪", "在邻县工地干了四个月,工钱一分没拿到。")
        ),
        at("10:30", Act.REFER, DISPATCHER, reason="out_of_county", text="由工程所在县人社部门管辖,联系方式已告知。"),
    )


def declined(s: Scene) -> Matter:
    """Handled elsewhere already: not accepted, and told why."""
    return matter(
        "declined",
        registered(
            "09:40",
            s.petition(Channel.LETTER, s.village(11, 1), "再要一次搬迁补助", "当年搬迁补助领过一次,现在想再领一次。"),
        ),
        at("10:20", Act.DECLINE, DISPATCHER, reason="final", text="该事项已三级终结,补助已足额领取,不再受理。"),
    )


def withdrawn(s: Scene) -> Matter:
    """The neighbours have made it up: the citizen takes the matter back."""
    return matter(
        "withdrawn",
        registered(
            "08:20", s.petition(Channel.PHONE, s.village(2, 1), "邻家狗半夜叫", "隔壁的狗半夜叫个不停,孩子睡不好。")
        ),
        accepted("08:40", "justice.security"),
        at("10:40", Act.WITHDRAW, CITIZEN, reason="邻居把狗牵到后院了,不用再麻烦。"),
    )


def too_late(s: Scene) -> Matter:
    """A withdrawal after the conclusion is refused; the citizen rates instead."""
    return matter(
        "too-late",
        registered(
            "08:30",
            s.petition(
                Channel.WEB,
                s.village(6, 2),
                "问养老认证怎么做",
                "母亲不会用手机,养老待遇认证怎么办?",
                purpose="enquiry",
            ),
        ),
        at("09:00", Act.ON_THE_SPOT, DISPATCHER, text="村里有代办点,今天上午网格员就上门代办。", unit="ns-labour"),
        at("09:30", Act.WITHDRAW, CITIZEN, reason="已经弄好了。"),
        rated("10:00", "satisfied"),
    )


def anonymous(s: Scene) -> Matter:
    """Nobody is named; it is handled like any other and followed by its code alone."""
    petition = s.petition(
        Channel.WEB, s.village(4, 1), "棋牌室聚众赌钱", "二楼棋牌室夜夜赌钱,输了的人回家打架。", anonymous=True
    )
    return matter(
        "anonymous",
        registered("08:50", petition),
        accepted("09:10", "justice.security", urgency="urgent"),
        whistle("09:10", "urgent", "ns-police", (), "线索需夜间核查,请先报到"),
        at("09:20", Act.CHECK_IN, "ns-police"),
        at("16:40", Act.REPLY, "ns-police", text="突查属实,当场收缴赌资并依法处罚组织者。"),
        at("17:00", Act.CONCLUDE, DISPATCHER, outcome="handled_by_law"),
        rated("17:50", "satisfied"),
    )


def secret(s: Scene) -> Matter:
    """The citizen asks for secrecy: the department called reads the story, and not who brought it."""
    petition = s.petition(
        Channel.LETTER,
        s.village(7, 2),
        "老板扣着身份证",
        "老板收了我们的身份证不还,谁说出去就扣钱,请替我保密。",
        secret=True,
    )
    return matter(
        "secret",
        registered("09:30", petition),
        accepted("10:00", "labour.relations", urgency="urgent"),
        whistle("10:00", "urgent", "ns-labour", ("ns-police",), "注意保护来信人"),
        at("10:10", Act.CHECK_IN, "ns-labour"),
        at("10:20", Act.CHECK_IN, "ns-police"),
        at("10:30", Act.READ, "ns-labour"),
        at("15:00", Act.REPLY, "ns-police", text="扣押的证件已全部发还。"),
        at("15:40", Act.REPLY, "ns-labour", text="以例行检查名义进场,劳动合同逐一补签。"),
        at("16:00", Act.CONCLUDE, DISPATCHER, outcome="handled_by_law"),
        rated("17:30", "satisfied"),
    )


def supplemented(s: Scene) -> Matter:
    """The citizen adds to the story, and so does the clerk who took it in."""
    return matter(
        "supplemented",
        registered(
            "08:40",
            s.petition(Channel.PHONE, s.village(5, 2), "拖拉机轧了秧苗", "外村拖拉机抄近路轧了秧苗,车号没看全。"),
        ),
        at("09:00", Act.SUPPLEMENT, CITIZEN, text="孩子记得车尾号是三七。"),
        at("09:10", Act.SUPPLEMENT, CLERK, text="电话回访:被轧秧苗约四分地。"),
        accepted("09:20", "justice.traffic"),
        whistle("09:20", "ordinary", "ns-traffic", (s.town_unit(s.village(5, 2)),), "查找车主,核实损失"),
        at("09:50", Act.CHECK_IN, "ns-traffic"),
        at("10:20", Act.CHECK_IN, s.town_unit(s.village(5, 2))),
        at("15:20", Act.REPLY, s.town_unit(s.village(5, 2)), text="双方到田头点过,赔秧苗款四百元。"),
        at("15:40", Act.REPLY, "ns-traffic", text="车主已找到并接受批评教育。"),
        at("16:00", Act.CONCLUDE, DISPATCHER, outcome="solved"),
        rated("16:40", "satisfied"),
    )
