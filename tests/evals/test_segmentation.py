"""Chinese without segmentation is not searchable; our lexical side makes it so.

A canary: were the terms of ``qa/text/terms.py`` lost on the way to tantivy, or an eval set so
made that anything finds its answers, these figures would meet.
"""

from pathlib import Path
from statistics import mean

import pytest

from evals.datasets import gold_by_query, load_beir
from evals.runner import run_retrieval
from tests.evals.beir import write_beir
from tests.evals.conftest import Evals
from tests.evals.unsegmented import UnsegmentedSearch

# Text and question; several share a subject, some ask in the other script.
PAIRS = (
    ("青石鎮圖書館每逢星期一休館，其餘日子開放至晚上八時。", "青石鎮圖書館星期幾休館？"),
    ("青石鎮的游泳池上月完成翻新，水深一米四。", "青石鎮游泳池的水有多深？"),
    ("青石镇的小学今年招收新生九十六名，比去年少十二名。", "青石镇小学今年招了多少新生？"),
    ("松崗鎮圖書館添置了三百冊漫畫，借閱期為兩星期。", "松崗鎮圖書館的漫畫可以借閱多久？"),
    ("松岗镇的菜市场搬到了河东路，摊位增至八十个。", "松崗鎮菜市場搬到哪條路？"),
    ("銀灣渡輪公司宣布，往鹿島的末班船改為晚上十一時半開出。", "往鹿岛的末班船几点开？"),
    ("鹿島燈塔建於一九零二年，塔高二十一米。", "鹿島燈塔建於哪一年？"),
    ("鹿岛的海胆今年歉收，渔民说海水太暖。", "鹿岛海胆为什么歉收？"),
    ("银湾水族馆的老海龟阿福昨天满一百岁，馆方送上海藻蛋糕。", "水族馆的海龟叫什么名字？"),
    ("銀灣電車八號線停駛三天，更換橋上的路軌。", "電車八號線為甚麼停駛？"),
    ("云岭天文台发现一颗新彗星，以台长顾长青的名字命名。", "新彗星以谁的名字命名？"),
    ("雲嶺纜車因大風停運，一百二十名遊客由消防員護送下山。", "多少遊客由消防員護送下山？"),
    ("云岭茶农改种白茶，每斤卖到四百元。", "雲嶺白茶每斤賣多少錢？"),
    ("白鷺濕地今冬錄得黑面琵鷺三百零五隻，創十年新高。", "濕地錄得多少隻黑面琵鷺？"),
    ("白鹭湿地的木栈道被洪水冲毁，修复要花半年。", "木栈道修复要多久？"),
    ("畫家林晚秋把二百幅水墨畫捐給市立美術館。", "誰把水墨畫捐給市立美術館？"),
    ("市立美术馆的门票从下月起免费，但须提前两天预约。", "參觀美術館要提前幾天預約？"),
    ("交響樂團新任指揮來自芬蘭，合約為期五年。", "交响乐团的新指挥来自哪个国家？"),
    ("作家葉青的小說《長堤》獲得本屆金筆獎。", "金筆獎由哪部小說獲得？"),
    ("导演周南的纪录片讲述一位修表匠的一生。", "周南的纪录片讲的是什么人的一生？"),
    ("女排决赛，海鸥队三比一击败磐石队，第七次夺冠。", "海鸥队第几次夺冠？"),
    ("馬拉松冠軍何小滿說，最後五公里全靠觀眾的掌聲。", "馬拉松冠軍是誰？"),
    ("围棋新秀石磊十四岁，成为最年轻的职业四段。", "最年輕的職業四段是誰？"),
    ("乒乓球館的地板換成了楓木，防滑且有彈性。", "乒乓球館的地板用甚麼木？"),
    ("中央銀行下調利率零點二五個百分點，為三年來首次。", "利率下調了多少個百分點？"),
    ("丰收面粉厂关闭了最后一条生产线，工人转到饼干厂。", "面粉厂的工人转到哪里？"),
    ("造船厂交付第一艘用氢气驱动的拖船，续航六百公里。", "氢气拖船续航多少公里？"),
    ("氣象台說，今年的颱風季會比往年遲兩星期開始。", "今年颱風季會遲多久開始？"),
    ("中心醫院引入手術機械人，首名病人三天後出院。", "用手术机器人的首名病人几天后出院？"),
    ("研究人员从柚子皮中提取出一种可降解的薄膜。", "可降解的薄膜從甚麼中提取？"),
)
QUERIES = 100


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    """An eval set of the pairs."""
    return write_beir(
        tmp_path / "chinese",
        documents=[{"_id": f"d{i}", "text": text} for i, (text, _) in enumerate(PAIRS)],
        queries=[{"_id": f"q{i}", "text": asked} for i, (_, asked) in enumerate(PAIRS)],
        judgements=[(f"q{i}", f"d{i}") for i in range(len(PAIRS))],
    )


def unsegmented_mrr(folder: Path, limit: int | None = None) -> float:
    """MRR@10 of BM25 over terms between white space."""
    beir = load_beir(folder)
    scan = beir.corpus.scan(beir.gold_documents())
    gold = gold_by_query(beir.judgements, scan.article_ids)
    search = UnsegmentedSearch(beir.corpus.articles())
    rows = run_retrieval(search.rank, beir.judged(limit), gold)
    return mean(row.measures["mrr@10"] for row in rows)


def test_terms_between_blanks_find_nothing_and_ours_find_the_articles(
    evals: Evals, chinese: Path
) -> None:
    _, report = evals("retrieval", chinese, "--retriever", "lexical")
    assert report["queries"] == len(PAIRS)
    assert report["mrr@10"] > 0.95
    assert unsegmented_mrr(chinese) < 0.05


def test_the_unsegmented_search_finds_what_blanks_do_part(tmp_path: Path) -> None:
    """The other half of the canary: it is the writing that defeats it."""
    folder = write_beir(
        tmp_path / "parted",
        documents=[
            {"_id": f"d{i}", "text": " ".join(text)} for i, (text, _) in enumerate(PAIRS[:10])
        ],
        queries=[
            {"_id": f"q{i}", "text": " ".join(asked)} for i, (_, asked) in enumerate(PAIRS[:10])
        ],
        judgements=[(f"q{i}", f"d{i}") for i in range(10)],
    )
    assert unsegmented_mrr(folder) > 0.8


def test_the_same_on_a_development_set(evals: Evals, shared: Path) -> None:
    folder = shared / "data" / "dev" / "drcd-dev"
    arguments = ("retrieval", folder, "--retriever", "lexical", "--limit", QUERIES)
    _, report = evals(*arguments)
    assert report["queries"] == QUERIES
    assert report["mrr@10"] > 0.9
    assert unsegmented_mrr(folder, QUERIES) < 0.1
