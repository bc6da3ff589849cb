"""What stands on a news page and belongs to no article: chrome, and separators before others.

Patterns are matched on folded text (lower case, half width, Simplified), exact phrases on
letters alone, so one entry covers both scripts and letter-spaced headings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from qa.articles.lines import ends_sentence, key, weight
from qa.text.folding import fold

Separator = Literal["next", "related"]


def _phrases(text: str) -> frozenset[str]:
    return frozenset(key(phrase) for phrase in text.split("/"))


_NEXT = (
    "往下看更多文章/下一篇/下一篇文章/下一则/下一则新闻/继续阅读下一篇/阅读下一篇/下一条/"
    "next article/next story/next post/up next/read next/read the next article"
)
_RELATED = (
    "更多文章/更多新闻/更多报道/更多内容/更多相关新闻/相关文章/相关阅读/相关新闻/相关报道/相关内容/"
    "相关推荐/相关链接/延伸阅读/推荐阅读/推荐文章/推荐新闻/热门文章/热门新闻/热门阅读/热门推荐/编辑推荐/"
    "编辑精选/精选文章/猜你喜欢/为你推荐/为您推荐/其他人也在看/大家都在看/人气文章/最新文章/最新新闻/"
    "看更多/阅读更多/查看更多/同场加映/新闻推荐/今日热点/"
    "read more/more stories/more news/more articles/more headlines/related/related articles/"
    "related stories/related content/related news/related topics/related posts/related coverage/"
    "related reading/further reading/recommended/recommended for you/recommended stories/"
    "recommended articles/recommended reading/more on this story/more on this topic/most read/"
    "most popular/most viewed/trending/trending now/top stories/latest news/latest stories/"
    "editors picks/editor's picks/also read/see also/what to read next/around the web/"
    "from the web/from around the web/sponsored content/sponsored stories/promoted stories/"
    "popular now/popular stories/don't miss/keep reading/more for you/you may have missed"
)
_YOU_MAY_LIKE = re.compile(
    r"^[你您](?:或|可能|也许|或者|或许)?(?:还|也|会|亦)*(?:对.{0,4})?(?:有|感)?(?:兴趣|喜欢|想看)"
    r"(?:的|这些)?(?:文章|新闻|内容|报道|话题)?$"
    r"|^you (?:may|might|could|will)(?: also)?(?: be)? (?:like|enjoy|love|interested|have missed)\b"
    r"|^more (?:from|on|in|about) [\w' ]{2,40}$|^related to this\b"
)

_CHROME = (
    "skip to content/skip to main content/skip to navigation/menu/main menu/home/search/log in/"
    "login/sign in/sign up/sign out/register/my account/account/subscribe/subscribe now/"
    "subscriptions/newsletter/newsletters/share/share this/share this article/share this story/"
    "share article/share full article/facebook/twitter/instagram/youtube/whatsapp/wechat/weibo/"
    "telegram/linkedin/reddit/pinterest/threads/email/email this/print/print this/copy link/save/"
    "save article/bookmark/comments/comment/leave a comment/add a comment/join the conversation/"
    "follow us/follow/advertisement/advertisements/advertising/ad/ads/advertorial/sponsored/"
    "close/close menu/open menu/toggle navigation/navigation/loading/load more/show more/"
    "see all/view all/show all/"
    "back to top/go to top/scroll to top/contact us/contact/about us/about/"
    "privacy policy/privacy/terms of use/terms of service/terms and conditions/cookie policy/"
    "cookie settings/cookies/accept/accept all/accept cookies/accept all cookies/reject all/"
    "manage preferences/manage cookies/got it/i agree/ok/careers/help/faq/site map/sitemap/"
    "advertise with us/e-paper/epaper/rss/listen/listen to this article/watch live/breaking news/"
    "facebook feature image/feature image/image/photo/photos/video/videos/gallery/weather/"
    "text size/font size/translate/play/pause/mute/unmute/gift article/give this article/"
    "分享/分享到/分享至/分享本文/打印/列印/收藏/评论/发表评论/留言/登入/登录/注册/会员登入/订阅/立即订阅/"
    "首页/主页/菜单/目录/搜寻/搜索/广告/赞助/更多/返回/回到顶部/回顶部/返回顶部/上一页/下一页/上一篇/关于我们/"
    "联络我们/联系我们/私隐政策/隐私政策/隐私权政策/版权声明/免责声明/使用条款/服务条款/跳至内容/跳到内容/"
    "跳到主要内容/跳至主要内容/跳转到内容/字体大小/字号/点赞/复制链接/复制连结/扫一扫/立即下载/关注我们/"
    "追踪我们/加载中/载入中/展开全文/收起/全文完/网站地图/广告查询/人才招聘/电子报/即时/会员/手机版/繁体/简体/"
    "接受/同意/我知道了/微信/微博/朋友圈/微信好友/脸书/设定/关闭/听新闻/播放/相片/图集/专题/直播/"
    "同意并继续/接受所有cookies"
)
_PATTERNS = re.compile(
    r"""
      ^skip\ to\ |^facebook\ feature\ image
    | ^(?:we|(?:this|our)\ (?:web)?site)\b.{0,40}\buses?\ (?:\w+\ )?cookies
    | ^by\ (?:continuing|clicking|using|signing)\b.{0,60}\b(?:agree|accept|consent)
    | ^(?:please\ )?(?:accept|manage|enable)\ .{0,20}(?:cookies|javascript)\b
    | ^(?:本|我们的?)(?:网站|网页|网)?(?:会)?使用.{0,6}cookies?
    | ^(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|by\b|:))|\ball\ rights\ reserved\b
    | ^.{0,30}版权所有
    | ^[(\[【]?(?:本文|本网|本报|内容)?未经.{0,12}(?:授权|许可|同意|批准).{0,12}(?:转载|使用|复制)
    | ^this\ (?:material|content|article|story)\ (?:may|must)\ not\ be\ (?:publish|reproduc|copi)
    | ^(?:sign\ up|subscribe|log\ in|sign\ in)\ (?:to|for|now|today|here|and)\b
    | ^register\ (?:now|today|here|for\ free|to\ (?:read|continue|access))\b
    | ^get\ .{0,60}(?:newsletter|in\ your\ inbox|delivered)
    | ^(?:follow|like|join)\ (?:us|our)\b|^download\ (?:the|our)\b.{0,40}\bapp\b
    | ^share\ (?:this|on|via|to|with|by)\b.{0,30}$|^(?:tweet|share|pin|email)(?:\ \d+)?$
    | ^\d+\s?-?\s?(?:min|mins|minute|minutes)(?:\s?read)?\.?$|^(?:reading|read)\ time\b
    | ^\d[\d,.]*k?\ (?:comments?|views?|shares?|likes?|reads?)$
    | ^(?:阅读|浏览|点击|观看|点阅)(?:次数|量|数|率)?\s*[:\s]\s*\d
    | ^(?:约|阅读时间).{0,6}\d+\s*分钟.{0,4}$|^\d+\s*(?:小时|分钟|天|日)前$
    | ^(?:about\ )?\d+\s?(?:h|hr|hours?|mins?|minutes?|days?|weeks?)\ ago$
    | ^(?:tags?|topics?|keywords?|filed\ under|标签|关键词|关键字)\s*:
    | ^[\[(【]?(?:责任编辑|责编|编辑|校对|审核|监制|排版|美编)\s*[:/]
    | ^(?:点击|立即|马上|扫码|扫描|长按|按此).{0,20}(?:下载|订阅|关注|二维码|加入|登记|app)
    | ^(?:追踪|关注|订阅|赞好).{0,12}(?:facebook|fb|ig|instagram|youtube|telegram|whatsapp)
    | ^(?:追踪|关注|订阅|赞好).{0,12}(?:频道|公众号|专页|我们)
    | ^(?:home|首页|主页|你的位置|您的位置|当前位置)\s*[>/|›»:]
    | ^(?:read\ more|read\ also|also\ read|see\ also|related)\s*[:|]\s*\S
    | ^(?:延伸阅读|相关阅读|相关新闻|相关文章|更多新闻)\s*[:|]\s*\S
    | ^(?:continue\ reading|click\ here|tap\ here)\b|^(?:story|article)\ continues\ below
    | ^advertisement\b.{0,30}$|^scroll\ (?:down\ )?to\ continue
    """,
    re.VERBOSE,
)
_MENU_BAR = re.compile(r"\s*[|·•›»>/]\s*|\s{2,}|\t")
_HEAVIEST_CHROME = 100


@lru_cache(maxsize=1)
def _exact() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Phrases as keys: next, related, chrome."""
    return _phrases(_NEXT), _phrases(_RELATED), _phrases(_CHROME)


def separator(text: str) -> Separator | None:
    """What a line announces: the next article, related ones, or nothing (None)."""
    if weight(text) > 24 or _is_sentence(text):
        return None
    following, related, _ = _exact()
    phrase = key(text)
    if phrase in following:
        return "next"
    flat = " ".join(fold(text).split()).strip(" :.>»→▼↓-")
    if phrase in related or _YOU_MAY_LIKE.search(phrase) or _YOU_MAY_LIKE.search(flat):
        return "related"
    return None


def is_chrome(text: str) -> bool:
    """Whether a line is a part of the site: menu, button, notice, credit of the editor."""
    if weight(text) > _HEAVIEST_CHROME:
        return False
    if not _is_sentence(text) and (key(text) in _exact()[2] or is_menu_bar(text)):
        return True
    return bool(_PATTERNS.search(" ".join(fold(text).split())))


def is_menu_bar(text: str) -> bool:
    """Whether a line is several short entries in a row: ``Home | World | Sport``."""
    entries = [entry for entry in _MENU_BAR.split(text.strip()) if entry]
    return len(entries) >= 3 and all(
        weight(entry) <= 6 and not any(c.isdigit() for c in entry) for entry in entries
    )


def _is_sentence(text: str) -> bool:
    text = text.rstrip()
    return ends_sentence(text) and not text.endswith(("...", "…"))
