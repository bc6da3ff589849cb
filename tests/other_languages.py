"""Short articles in languages that are neither English nor Chinese, and a question to each."""

from __future__ import annotations

from tests.conftest import article

JAPANESE = article(
    "港の渡し船、来春から無料に",
    "市の港湾局は月曜日、港を渡る船の運賃を来年四月から無料にすると明らかにした。"
    "フェリーの利用者は十年前の半分に減っているという。",
)
KOREAN = article(
    "항구 나룻배 내년 봄부터 무료",
    "시 항만국은 월요일 항구를 건너는 배의 운임을 내년 4월부터 받지 않겠다고 밝혔다.",
)
RUSSIAN = article(
    "Паром через гавань станет бесплатным",
    "Портовое управление города объявило в понедельник, что с апреля за проезд не надо платить.",
)
ARABIC = article(
    "عبّارة الميناء مجانية في الربيع",
    "أعلنت إدارة الميناء يوم الاثنين أن الركوب سيكون مجانا ابتداء من أبريل.",
)
THAI = article(
    "เรือข้ามท่าจะให้บริการฟรี",
    "สำนักงานท่าเรือประกาศเมื่อวันจันทร์ว่าจะไม่เก็บค่าโดยสารตั้งแต่เดือนเมษายน",
)
FRENCH = article(
    "Le bac du port gratuit au printemps",
    "La régie du port a annoncé lundi que la traversée sera gratuite dès le mois d'avril. "
    "Selon elle, les passagers sont deux fois moins nombreux qu'il y a dix ans.",
)
GERMAN = article(
    "Hafenfähre wird im Frühling kostenlos",
    "Die Hafenbehörde teilte am Montag mit, dass die Überfahrt ab April nichts mehr kostet. "
    "Vor zehn Jahren fuhren doppelt so viele Menschen mit der Fähre.",
)
VIETNAMESE = article(
    "Phà qua cảng sẽ miễn phí từ mùa xuân",
    "Cảng vụ thành phố cho biết hôm thứ Hai rằng hành khách không phải trả tiền từ tháng Tư.",
)
ARTICLES = [JAPANESE, KOREAN, RUSSIAN, ARABIC, THAI, FRENCH, GERMAN, VIETNAMESE]
QUESTIONS = [
    ("フェリーはいつ無料になりますか", JAPANESE),
    ("항구 나룻배는 언제 무료가 됩니까?", KOREAN),
    ("Когда паром станет бесплатным?", RUSSIAN),
    ("متى تصبح عبّارة الميناء مجانية؟", ARABIC),
    ("เรือข้ามท่าจะฟรีเมื่อไร", THAI),
    ("Quand le bac sera-t-il gratuit ?", FRENCH),
    ("Wann wird die Hafenfähre kostenlos?", GERMAN),
    ("Khi nào phà qua cảng miễn phí?", VIETNAMESE),
]
