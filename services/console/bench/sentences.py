"""Generated matters: short Chinese petitions put together from word lists, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

TROUBLES = (
    ("自来水停水", "从{since}起自来水时断时续,{who}只能到河边挑水"),
    ("道路破损", "村口道路坑洼严重,{who}出行摔倒过多次"),
    ("拖欠工资", "工地包工头拖欠农民工工资,{who}多次讨要没有结果"),
    ("低保申请", "家中有重病人,{who}申请低保{since}至今没有答复"),
    ("征地补偿", "修路征收土地的补偿款没有发放到位,{who}都在等"),
    ("噪音扰民", "附近加工厂夜间施工噪音大,{who}无法休息"),
    ("垃圾清运", "垃圾池{since}以来无人清运,{who}反映气味很大"),
    ("危房改造", "老房墙体开裂,{who}盼望尽快安排危房改造"),
    ("孩子上学", "学校划片调整后上学路远,{who}希望增加校车"),
    ("医保报销", "住院费用医保报销比例不清楚,{who}跑了几趟窗口"),
    ("路灯不亮", "巷子里路灯{since}起不亮,{who}夜里不敢出门"),
    ("邻里纠纷", "两家因宅基地边界发生纠纷,{who}请求派人调解"),
    ("一件心事", "有件事说来话长,{who}想请领导到村里坐一坐"),
)
SINCE = ("上个月", "今年春节", "去年冬天", "前几天", "五一前后", "入秋")
WHO = ("我们一家", "全组村民", "几位老人", "附近住户", "十几户人家", "孩子们")
ASKS = ("恳请有关部门尽快处理。", "希望给一个明确的答复。", "请派人到现场看一看。", "盼望早日解决,谢谢。")
ANSWERS = (
    "经现场核实,情况属实,已安排施工队于本周内处理完毕。",
    "您反映的问题已列入计划,责任单位将按期办理并回访。",
    "已与当事人见面沟通,按政策作了解释,当事人表示理解。",
    "相关款项已核对清楚,将在五个工作日内发放到位。",
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("建国", "桂兰", "志强", "秀英", "小军", "玉梅")


@dataclass(frozen=True, slots=True)
class Generated:
    """A petition and its answer."""

    title: str
    text: str
    petitioner: str
    reply: str


def generate(random: Random) -> Generated:
    """The next petition of a seeded stream; about one in thirteen matches no keyword of any county."""
    title, body = random.choice(TROUBLES)
    text = body.format(since=random.choice(SINCE), who=random.choice(WHO))
    group = random.randint(1, 12)
    return Generated(
        title=f"{title}({group}组)",
        text=f"我是{group}组村民,{text}。{random.choice(ASKS)}",
        petitioner=random.choice(SURNAMES) + random.choice(GIVEN),
        reply=random.choice(ANSWERS),
    )
