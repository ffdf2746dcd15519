"""The words of newspapers that are not part of an article: mk, en, sq, sr (both scripts).

A cold-start lexicon: it knows what newspapers of the region print around their texts. Each pattern
matches from the start of a paragraph unless its comment says otherwise.
"""

import re

KICKERS = (
    "VIDEO", "ВИДЕО", "FOTO", "ФОТО", "PHOTO", "LIVE", "ВО ЖИВО", "VO ŽIVO", "DREJTPËRDREJT", "LIVE BLOG",
    "ИТНО", "ITNO", "HITNO", "ХИТНО", "BREAKING", "BREAKING NEWS", "URGJENTE", "LAJM I FUNDIT",
    "GALERIJA", "ГАЛЕРИЈА", "GALLERY", "GALERI", "AUDIO", "АУДИО", "PODCAST", "ПОДКАСТ", "УЖИВО", "UŽIVO",
)  # fmt: skip
"""Words that announce a form, not a subject; they are split off the headline."""


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"^\W*(?:" + "|".join(phrases) + ")", re.IGNORECASE)


GREETING = _any(
    r"dear readers?\b", r"драги? читател", r"почитуван\w* читател", r"i dashur lexues", r"të dashur lexues",
    r"e dashur lexuese", r"dragi čita", r"драги чита", r"poštovani čita", r"поштовани чита",
)  # fmt: skip
"""How an appeal addresses its readers."""

APPEAL = re.compile(
    r"(?:^|[.!?]\s+)(?:become a (?:member|supporter)\b|support (?:us|our|independent|free)\b)"
    r"|\b(?:support of our (?:community|readers)|our readers[’']? support|financially supporting"
    r"|станете член|стани член|поддржете (?:нè|нѐ|не)\b|поддршка од нашата заедница"
    r"|поддршката од нашите читатели"
    r"|bëhuni anëtar|bëhu anëtar|na mbështetni|mbështetjen e (?:komunitetit|lexuesve)"
    r"|postanite član|постаните члан|podržite nas|подржите нас)",
    re.IGNORECASE,
)
"""What only an appeal asks for. `To become a member of NATO` is news, `Become a member` is not."""

VIDEO_OF_THE_DAY = _any(
    r"video of the day", r"видео на денот", r"video e ditës", r"video dana\b", r"видео дана\b"
)

READ_ALSO = _any(
    r"read (?:also|more|next)\b", r"see also\b", r"also read\b", r"related (?:news|articles|stories)\b",
    r"прочитај(?:те)? (?:и|повеќе|уште)\b", r"поврзани (?:вести|содржини|статии)", r"погледни(?:те)? и\b",
    r"lexo(?:ni)? (?:edhe|gjithashtu|më shumë)", r"shiko(?:ni)? edhe", r"lajme të (?:ngjashme|lidhura)",
    r"pročitajte (?:i|još)\b", r"прочитајте (?:и|још)\b", r"povezane vesti", r"повезане вести",
)  # fmt: skip

SHARE = _any(
    r"share (?:this|on|via)\b", r"follow us\b", r"сподели(?:те)?\b", r"следете нè", r"следете нѐ",
    r"следете не\b", r"shpërndaje?\b", r"shpërndani\b", r"na ndiqni\b", r"podeli(?:te)?\b", r"pratite nas",
    r"подели(?:те)?\b", r"пратите нас",
)  # fmt: skip

SUBSCRIBE = _any(
    r"subscribe to (?:our|the)\b", r"sign up (?:for|to) our\b", r"join our (?:telegram|viber|newsletter)",
    r"претплатете се", r"зачлени(?:те)? се", r"приклучете се (?:на|во) наш", r"abonohu(?:ni)?\b",
    r"regjistrohu(?:ni)? në\b", r"prijavite se na\b", r"пријавите се на\b",
)  # fmt: skip

FEED_FOOTER = _any(
    r"the post .+ appeared first on", r"објавата .+ првпат се појави на",
    r"postimi .+ u shfaq (?:fillimisht|së pari)",
    r"artikulli .+ u shfaq (?:fillimisht|së pari)", r"članak .+ se pojavljuje prvo na",
    r"чланак .+ се појављује прво на",
)  # fmt: skip

RIGHTS = _any(
    r"©", r"преземањето на (?:оваа|содржин)", r"reproduction (?:is|of)", r"ndalohet (?:kopjimi|riprodhimi)",
    r"all rights reserved", r"сите права", r"të gjitha të drejtat",
)  # fmt: skip

CREDIT = re.compile(
    r"(?:^|[/|,.;(–-])\s*(?:photos?|picture|image|foto|фото|fotografi\w*|фотографи\w*|snimka|илустрациј\w*|ilustracij\w*)"
    r"(?:\s*(?:credit|by|nga|од|od))?\s*(?:[:/–-]\s*|\s)(?P<credit>[^/|]{2,80})$",
    re.IGNORECASE,
)
"""At the end of a caption: whose picture it is."""

SERIES = re.compile(
    r"^(?P<series>(?:analysis with|analysis by|анализа со|анализа на|analizë me|analiza me|analiza sa"
    r"|анализа са|column by|колумна на|kolumna na)\s+(?P<name>[^/|,:;(]{2,60}?))\s*(?:$|[/|,:;(])",
    re.IGNORECASE,
)
"""A named column: `Analysis with Andonović`."""

NEWSROOM = frozenset(
    {
        "редакција",
        "redakcija",
        "redaksia",
        "redaksi",
        "newsroom",
        "admin",
        "administrator",
        "editor",
        "desk",
        "editors",
    }
)
"""Author names that mean nobody in particular."""
