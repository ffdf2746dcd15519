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
    r"read (?:also|more|next|our)\b", r"see (?:also|more)\b", r"also read\b", r"(?:don['’]?t|do not) miss\b",
    r"related(?: (?:news|articles?|stor(?:y|ies)|posts?|topics?|links?|content)\b|\s*:)", r"more\s*:",
    r"editors?['’]?s? (?:recommendations|picks|choice)\b",
    r"(?:you (?:may|might)|might) also like\b", r"most (?:read|popular|viewed)\b",
    r"прочитај(?:те)? (?:и|повеќе|уште)\b", r"поврзани (?:вести|содржини|статии|теми)",
    r"погледни(?:те)? и\b",
    r"повеќе\s*:", r"не пропуштај(?:те)?\b", r"најчитан(?:и|о)\b", r"можеби ќе (?:ве|те) интересира",
    r"lexo(?:ni)? (?:edhe|gjithashtu|më shumë)", r"shiko(?:ni)? edhe", r"lajme të (?:ngjashme|lidhura)",
    r"më shumë\s*:", r"mos humb(?:isni|ni)\b", r"më të lexuarat", r"mund t['’]ju interesojë",
    r"pročitaj(?:te)? (?:i|još|više)\b", r"прочитај(?:те)? (?:и|још|више)\b",
    r"povezan[ei] (?:vesti|vijesti|teme)",
    r"повезане (?:вести|теме)", r"ne propustite\b", r"не пропустите\b", r"najčitanije\b", r"најчитаније\b",
    r"možda će vas (?:zanimati|interesovati)", r"можда ће вас (?:занимати|интересовати)",
)  # fmt: skip

SHARE = _any(
    r"share (?:this|on|via)\b(?!.*\?)", r"follow us\b", r"like this (?:story|article)\?",
    r"follow [\w .’'@]+ on (?:facebook|twitter|instagram|x|telegram|tiktok)\b",
    r"сподели(?:те)?\b", r"следете (?:нè|нѐ|не)\b", r"shpërndaje?\b", r"shpërndani\b", r"na ndiqni\b",
    r"podeli(?:te)?\b", r"pratite nas", r"подели(?:те)?\b", r"пратите нас",
)  # fmt: skip

SUBSCRIBE = _any(
    r".{0,200}\bsign up (?:for|to) (?:our|the|this) [^.]{0,40}newsletter",
    r".{0,200}\b(?:subscrib|претплат|abono|pretplat)\w+ [^.]{0,40}(?:newsletter|билтен|buletin|bilten)",
    r"subscribe (?:to|for) (?:our|the|continue|read|keep|unlock)\b",
    r"this (?:article|content) is for (?:our )?subscribers",
    r"sign up (?:for|to|here)\b",
    r"join our (?:telegram|viber|whatsapp|newsletter)",
    r"already (?:a )?subscribe[rd]\b", r"get (?:the|our) .{0,60}(?:delivered to|in) your inbox\b",
    r"if you enjoyed this (?:article|story)", r"log ?in to (?:read|continue)",
    r"(?:to )?(?:continue|keep) reading\b.{0,80}(?:subscribe|log|sign|register)",

    r"(?:this|the rest of this) (?:article|content|story) is (?:only |available |reserved )?(?:for|to) .*"
    r"(?:subscribers|members)",
    r"претплат(?:ете|и) се\b", r"зачлени(?:те)? се", r"приклучете се (?:на|во) наш",
    r"(?:за да (?:продолжите|читате)|продолжете со читање)\b.{0,80}(?:претплат|најав)",
    r"abonohu(?:ni)?\b", r"regjistrohu(?:ni)? në\b", r"për të (?:lexuar|vazhduar)\b.{0,80}abono",
    r"prijavite se (?:na|za)\b", r"пријавите се (?:на|за)\b", r"pretplatite se\b", r"претплатите се\b",
)  # fmt: skip

COMMENTS = _any(
    r"comments?\W*$", r"\d+ comments?\W*$", r"(?:leave|post|add) a (?:comment|reply)\b",
    r"tell us what you think\b",
    r"коментари?\W*$", r"остави(?:те)? коментар", r"koment(?:e|et)?\W*$", r"lini? (?:një )?koment",
    r"komentari?\W*$", r"ostavi(?:te)? komentar", r"остави(?:те)? коментар",
)  # fmt: skip

BYLINE = _any(
    r"(?:additional )?(?:reporting|writing|editing) by\b", r"\w+ contributed (?:to this|reporting)",
    r"(?:подготвил[ае]?|пишува|извор|превод)\s*:", r"(?:përgatiti|burimi|shkruan)\s*:", r"source\s*:",
    r"(?:izvor|piše|priredi(?:o|la))\s*:", r"(?:извор|пише|приреди(?:о|ла))\s*:",
)  # fmt: skip
"""Who else worked on it, or where it was taken from; a line of its own."""

TAGS = _any(
    r"(?:tags?|keywords|topics|filed under)\s*:", r"(?:ознаки|тагови|клучни зборови|етикети)\s*:",
    r"(?:etiketa?t?|fjalë kyçe)\s*:", r"(?:oznake|tagovi|ключни думи|ознаке|тагови)\s*:",
)  # fmt: skip

FEED_FOOTER = _any(
    r"the post .+ appeared first on", r"објавата .+ (?:првпат|прво) се појави на",
    r"(?:postimi|artikulli) .+ u shfaq (?:fillimisht|së pari)",
    r"članak .+ se pojavljuje prvo na", r"чланак .+ се појављује прво на",
)  # fmt: skip

RIGHTS = _any(
    r"©", r"copyright\b", r"(?:this|our) (?:web)?site uses cookies", r"we (?:and our partners )?use cookies",
    r"(?:ние )?користиме колачиња", r"(?:ne )?përdorim cookies", r"koristimo kolačiće", r"користимо колачиће",
    r"преземањето на (?:оваа|содржин)",
    r"reproduction (?:is|of)", r"ndalohet (?:kopjimi|riprodhimi)", r"this copy is for your personal\b",
    r"all rights reserved", r"сите права", r"të gjitha të drejtat", r"sva prava zadržana",
    r"сва права задржана",
)  # fmt: skip

CREDIT = re.compile(
    r"(?:(?:^|[/|,.;(–-])\s*(?:photos?|picture|image|foto|фото|fotografi\w*|фотографи\w*|snimka|илустрациј\w*|ilustracij\w*)"
    r"(?:\s*(?:credit|courtesy(?: of)?|by|nga|од|od))?\s*(?:[:/–-]\s*|\s)"
    r"|(?:^|[/|(])\s*(?:credits?|courtesy of)(?:\s*:\s*|(?<=of)\s+)"
    r"|(?:^|[(,.;])\s*(?=(?:AP|EPA|AFP|AA) (?:photo|foto)/))"
    r"(?P<credit>[^|]{2,80})$"
    r"|©\s*(?P<holder>[^\d|.,©]{2,60})\)?$",
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
        "redaktori",
        "редактор",
        "uredništvo",
        "уредништво",
        "newsroom",
        "admin",
        "administrator",
        "editor",
        "desk",
        "editors",
    }
)
"""Author names that mean nobody in particular."""
