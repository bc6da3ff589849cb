"""What asks nothing of the articles: "thanks!", 你好, "bonjour", "who are you?"."""

from __future__ import annotations

import re
from typing import Literal

from qa.text.folding import fold

Courtesy = Literal["greeting", "thanks", "identity"]

_MARKS = r"[\s.,!?~…。，！？～]*"
# Folded text.
_GREETING = (
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| everyone| all)?"
    r"|[你您](?:们)?好|大家好|早(?:安|上好|晨)?|午安|晚安|晚上好|下午好|哈[罗喽啰]|嗨"
)
_THANKS = (
    r"(?:many )?thanks?(?: you)?(?: (?:a lot|so much|very much|again))?|thx|cheers|ty"
    r"|(?:ok(?:ay)?|great|good|nice|perfect|cool|got it|i see|understood|all right|alright"
    r"|good answer|well done|bye|goodbye|see you)"
    r"|(?:多|非常|十分|太)?(?:谢谢|感谢)(?:[你您](?:们)?|大家|了|啦)?|多谢(?:晒|了|你)?|唔该(?:晒)?|谢了"
    r"|好(?:的|吧|啦|了)?|知道了|明白(?:了)?|了解(?:了)?|收到|再见|拜拜"
)
# Questions for the product itself.
_IDENTITY = (
    r"(?:so )?(?:who|what)(?: exactly)? are (?:you|u)|what(?:'s| is) your name"
    r"|what (?:can|do) you do(?: for me)?|what can i ask(?: you)?|help(?: me)?"
    r"|are you (?:an? )?(?:robot|bot|ai|human|person|chatbot|chatgpt|real)"
    r"|(?:tell me about|introduce) yourself"
    r"|(?:请问)?[你您](?:到底|究竟)?(?:是|系|叫)(?:谁|边个|边位|哪位|乜|咩|什么(?:人|名字|东西)?|啥(?:名字)?)"
    r"|[你您](?:的)?名字(?:是|叫)?(?:什么|啥)|[你您]是(?:机器人|人|真人|ai|chatgpt)[吗么]?"
    r"|[你您](?:能|会|可以)(?:做|干|回答|帮我做)?(?:些)?(?:什么|啥|乜|咩)|我(?:能|可以)问(?:[你您])?(?:些)?(?:什么|啥)"
    r"|(?:请)?(?:[你您])?介绍一?下?(?:[你您])?自己|自我介绍|帮助|怎么用"
)
# In languages that are not understood, by ISO 639 code.
_ABROAD = {
    "fr": "bonjour|bonsoir|salut|coucou|merci(?: beaucoup)?",
    "de": "hallo|guten (?:tag|morgen|abend)|servus|moin|danke(?: schön| sehr)?|vielen dank",
    "es": "hola|buenos días|buenos dias|buenas(?: tardes| noches)?|(?:muchas )?gracias",
    "it": "ciao|buongiorno|buonasera|salve|grazie(?: mille)?",
    "pt": "olá|ola|oi|bom dia|boa (?:tarde|noite)|(?:muito )?obrigad[oa]",
    "nl": "goedendag|goedemorgen|goedenavond|dank je(?: wel)?|bedankt",
    "sv": "hej|god morgon|tack",
    "pl": "cześć|dzień dobry|dziękuję",
    "tr": "merhaba|selam|günaydın|teşekkürler",
    "vi": "xin chào|chào(?: bạn)?|cảm ơn",
    "id": "halo|selamat (?:pagi|siang|malam)|terima kasih",
    "ru": "привет|здравствуйте|добрый день|спасибо",
    "uk": "привіт|дякую",
    "ar": "مرحبا|السلام عليكم|شكرا",
    "he": "שלום|תודה",
    "hi": "नमस्ते|namaste|धन्यवाद",
    "ja": "こんにちは|こんばんは|おはよう(?:ございます)?|ありがとう(?:ございます)?|konnichiwa",
    "ko": "안녕(?:하세요|하십니까)?|감사합니다|annyeong(?:haseyo)?",
    "th": "สวัสดี(?:ครับ|ค่ะ)?|ขอบคุณ(?:ครับ|ค่ะ)?",
}
_ONE = rf"(?:(?P<greeting>{_GREETING})|(?:{_THANKS}))"
_ALL = re.compile(rf"{_MARKS}(?:{_ONE.replace('?P<greeting>', '?:')}{_MARKS}(?: and )?)+")
_GREETED = re.compile(rf"{_MARKS}(?:{_GREETING}){_MARKS}")
# A greeting may go before.
_WHO = re.compile(rf"{_MARKS}(?:(?:{_GREETING}){_MARKS})?(?:{_IDENTITY})[呢啊呀]?{_MARKS}")
_GREETED_ABROAD = {
    code: re.compile(rf"[¡\s]*(?:{words}){_MARKS}") for code, words in _ABROAD.items()
}


def courtesy(text: str) -> Courtesy | None:
    """What a text is where it is a courtesy, or asks who answers; else None."""
    folded = fold(text).strip()
    if _WHO.fullmatch(folded):
        return "identity"
    if _GREETED.fullmatch(folded) or courtesy_abroad(text):
        return "greeting"
    return "thanks" if _ALL.fullmatch(folded) else None


def courtesy_abroad(text: str) -> str | None:
    """The ISO 639 code of a language that is none of ours, of whose courtesies a text is one."""
    folded = fold(text).strip()
    codes = (code for code, said in _GREETED_ABROAD.items() if said.fullmatch(folded))
    return next(codes, None)
