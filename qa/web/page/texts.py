"""The page's words in its three languages, and its example questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.language import Language

# Each is answered (the last: refused) by the sample corpus; a test holds the two together.
EXAMPLE_QUESTIONS = (
    "what cooperation areas did Mishustin list",
    "米舒斯京列出了哪些合作領域",
    "习近平提出哪三大原则",
    "When did the C919 make its first commercial flight?",
    "Who won the 2022 World Cup?",
)

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh-Hant": "繁體", "zh-Hans": "简体"}


@dataclass(frozen=True)
class Texts:
    """Every word of the page's own; ``{name}`` marks what is filled in."""

    tagline: str
    coverage: str
    coverage_undated: str
    mode_extractive: str
    mode_generative: str
    ask_label: str
    ask_placeholder: str
    new_conversation: str
    examples: str
    filters: str
    filters_active: str
    published_from: str
    published_to: str
    category: str
    source: str
    language: str
    page_language: str
    everything: str
    understood: str
    sources: str
    nearest: str
    copy: str
    copies: str
    copies_title: str
    verified: str
    not_verified: str
    verified_title: str
    not_verified_title: str
    doubt_uncited: str
    doubt_number: str
    doubt_date: str
    doubt_name: str
    doubt_negation: str
    searching: str
    reading: str
    stopped: str
    empty_question: str
    empty_question_hint: str
    internal_error: str
    internal_error_hint: str
    article: str
    original: str
    close: str
    loading: str
    not_loaded: str
    quote: str
    send: str
    stop: str


TEXTS: dict[Language, Texts] = {
    "en": Texts(
        tagline="Answers from the articles, every one with its sources",
        coverage="{articles} articles · {first} – {last}",
        coverage_undated="{articles} articles",
        mode_extractive="answers are quotes",
        mode_generative="answers written by {model}",
        ask_label="Your question",
        ask_placeholder="Ask in English or Chinese",
        new_conversation="New conversation",
        examples="Try one of these",
        filters="Filters",
        filters_active="Filters ({count} set)",
        published_from="Published from",
        published_to="Published to",
        category="Category",
        source="Source",
        language="Article language",
        page_language="Language of this page",
        everything="All",
        understood="Understood as: {question}",
        sources="Sources",
        nearest="Nearest passages",
        copy="Nearly the same text in 1 other article",
        copies="Nearly the same text in {count} other articles",
        copies_title="Often one agency story that several outlets printed; show them",
        verified="✓ verified",
        not_verified="not verified",
        verified_title="The quote was checked to support the sentence that cites it",
        not_verified_title="The quote could not be checked to support the sentence",
        doubt_uncited="This sentence cites no article",
        doubt_number="A number in this sentence does not stand in the cited article",
        doubt_date="A date in this sentence does not stand in the cited article",
        doubt_name="A name in this sentence does not stand in the cited article",
        doubt_negation="This sentence denies what the cited article says, or says what it denies",
        searching="Searching the articles…",
        reading="Reading {passages} passages from {articles} articles…",
        stopped="Stopped.",
        empty_question="There is no question yet.",
        empty_question_hint="Type one above, or pick an example.",
        internal_error="Something failed on our side.",
        internal_error_hint="Please try again; the server's log has the details.",
        article="Article",
        original="Open the original",
        close="Close",
        loading="Loading the article…",
        not_loaded="The article could not be loaded.",
        quote="Quoted passage",
        send="Send",
        stop="Stop",
    ),
    "zh-Hant": Texts(
        tagline="答案出自報道，句句附上出處",
        coverage="{articles} 篇報道 · {first} 至 {last}",
        coverage_undated="{articles} 篇報道",
        mode_extractive="以原文引句作答",
        mode_generative="由 {model} 撰寫答案",
        ask_label="你的問題",
        ask_placeholder="用中文或英文提問",
        new_conversation="新對話",
        examples="試試這些問題",
        filters="篩選",
        filters_active="篩選（已設 {count} 項）",
        published_from="發佈日期自",
        published_to="發佈日期至",
        category="類別",
        source="來源",
        language="報道語言",
        page_language="頁面語言",
        everything="全部",
        understood="理解為：{question}",
        sources="出處",
        nearest="最接近的段落",
        copy="另有 1 篇報道內容大致相同",
        copies="另有 {count} 篇報道內容大致相同",
        copies_title="多為各媒體刊登的同一篇通訊社稿件；按此列出",
        verified="✓ 已核對",
        not_verified="未核對",
        verified_title="已核對：引文支持引用它的句子",
        not_verified_title="未能核對引文是否支持該句",
        doubt_uncited="這句沒有引用任何報道",
        doubt_number="這句的數字不見於所引報道",
        doubt_date="這句的日期不見於所引報道",
        doubt_name="這句的名稱不見於所引報道",
        doubt_negation="這句與所引報道一正一反",
        searching="正在搜尋報道……",
        reading="正在閱讀 {articles} 篇報道的 {passages} 個段落……",
        stopped="已停止。",
        empty_question="還沒有問題。",
        empty_question_hint="請在上方輸入，或選一條例題。",
        internal_error="系統出了問題。",
        internal_error_hint="請再試一次；詳情見伺服器記錄。",
        article="報道",
        original="閱讀原文",
        close="關閉",
        loading="正在載入報道……",
        not_loaded="無法載入這篇報道。",
        quote="引用的段落",
        send="發送",
        stop="停止",
    ),
    "zh-Hans": Texts(
        tagline="答案出自报道，句句附上出处",
        coverage="{articles} 篇报道 · {first} 至 {last}",
        coverage_undated="{articles} 篇报道",
        mode_extractive="以原文引句作答",
        mode_generative="由 {model} 撰写答案",
        ask_label="你的问题",
        ask_placeholder="用中文或英文提问",
        new_conversation="新对话",
        examples="试试这些问题",
        filters="筛选",
        filters_active="筛选（已设 {count} 项）",
        published_from="发布日期自",
        published_to="发布日期至",
        category="类别",
        source="来源",
        language="报道语言",
        page_language="页面语言",
        everything="全部",
        understood="理解为：{question}",
        sources="出处",
        nearest="最接近的段落",
        copy="另有 1 篇报道内容大致相同",
        copies="另有 {count} 篇报道内容大致相同",
        copies_title="多为各媒体刊登的同一篇通讯社稿件；点此列出",
        verified="✓ 已核对",
        not_verified="未核对",
        verified_title="已核对：引文支持引用它的句子",
        not_verified_title="未能核对引文是否支持该句",
        doubt_uncited="这句没有引用任何报道",
        doubt_number="这句的数字不见于所引报道",
        doubt_date="这句的日期不见于所引报道",
        doubt_name="这句的名称不见于所引报道",
        doubt_negation="这句与所引报道一正一反",
        searching="正在搜索报道……",
        reading="正在阅读 {articles} 篇报道的 {passages} 个段落……",
        stopped="已停止。",
        empty_question="还没有问题。",
        empty_question_hint="请在上方输入，或选一条例题。",
        internal_error="系统出了问题。",
        internal_error_hint="请再试一次；详情见服务器日志。",
        article="报道",
        original="阅读原文",
        close="关闭",
        loading="正在载入报道……",
        not_loaded="无法载入这篇报道。",
        quote="引用的段落",
        send="发送",
        stop="停止",
    ),
}

_TRADITIONAL_TAGS = re.compile(r"zh-(hant|tw|hk|mo)\b", re.IGNORECASE)


def page_language(accept_language: str) -> Language:
    """The page's language for a browser's ``Accept-Language``; English where it names neither."""
    for tag in accept_language.split(","):
        name = tag.partition(";")[0].strip().lower()
        if name.startswith("en"):
            return "en"
        if name.startswith("zh"):
            return "zh-Hant" if _TRADITIONAL_TAGS.match(name) else "zh-Hans"
    return "en"
