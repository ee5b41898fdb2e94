"""How the screens name branches, opinions and reviews, in Chinese."""

from __future__ import annotations

OPINIONS = {
    "branch": {
        "litigation": "涉法涉诉程序",
        "arbitration": "仲裁",
        "party_appeal": "党员申诉、复审",
        "administrative": "行政复议等行政程序",
        "statutory_duty": "履行法定职责",
        "opinion": "出具处理意见书",
    },
    "opinion_outcome": {"support": "予以支持", "explain": "解释说明", "not_support": "不予支持"},
    "execution_state": {"under_way": "正在执行", "done": "已执行", "refused": "拒不执行"},
    "review_outcome": {"upheld": "维持", "changed": "变更"},
}
