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
    r"e dashur lexuese", r"(?:të|i|e) nderuara? lexues", r"dragi čita", r"драги чита", r"poštovani čita",
    r"поштовани чита",
)  # fmt: skip
"""How an appeal addresses its readers."""

APPEAL = re.compile(
    r"(?:^|[.!?]\s+|\bif you (?:can|are able to),? )"
    r"(?:become a (?:member|supporter)\b|support (?:us|our|independent|free)\b)"
    r"|\b(?:support of our (?:community|readers)|our readers[’']? support|financially supporting"
    r"|станете член|стани член|поддржете (?:нè|нѐ|не)\b|поддршка од нашата заедница"
    r"|поддршката од нашите читатели"
    r"|bëhuni anëtar|bëhu anëtar|na mbështetni|mbështetjen e (?:komunitetit|lexuesve)"
    r"|postanite član|постаните члан|podržite (?:nas\b|naš rad|naš[ue] (?:redakcij|novinar)|(?:nezavisn"
    r"|slobodn)\w+ novinar)"
    r"|подржите (?:нас\b|наш рад|наш[уе] (?:редакциј|новинар)|(?:независн|слободн)\w+ новинар)"
    r"|help us (?:to )?(?:stay|remain|keep) (?:independent|free|online)\b|support our journalism\b"
    r"|(?:donate|make a donation) (?:(?:now|today|here) )?to (?:us|our|keep|help us)\b"
    r"|поддрж(?:ете|ите) (?:ја |го )?(?:наш(?:ата|ето) (?:работа|редакциј|новинар|мисиј)|(?:независн"
    r"|слободн)\w+ новинар)"
    r"|донирајте (?:(?:тука|овде|сега) )?(?:и помогнете ни|за (?:нас\b|наш|независн|слобод\w+ (?:печат"
    r"|медиум|новинар)))"
    r"|помогнете ни да (?:останеме|опстанеме|продолжиме)|(?:станете|бидете) дел од нашата (?:заедница"
    r"|фамилија)"
    r"|na ndihmo(?:ni)? të (?:mbetemi|vazhdojmë|qëndrojmë)|dhuro(?:ni)? (?:(?:këtu"
    r"|tani) )?për (?:gazetarinë|redaks)"
    r"|mbështet(?:ni)? (?:punën tonë|gazetarinë e (?:lirë|pavarur)|redaksinë)"
    r"|bëhuni pjesë e komunitetit tonë"
    r"|donirajte (?:(?:ovde|sada) )?za (?:naš|(?:nezavisn|slobodn)\w+ novinar)"
    r"|pomozite nam da (?:ostanemo|opstanemo|nastavimo)|помозите нам да (?:останемо|опстанемо|наставимо)"
    r"|(?:postanite|budite) deo naše zajednice|(?:постаните|будите) део наше заједнице)",
    re.IGNORECASE,
)
"""What only an appeal asks for. `To become a member of NATO` is news, `Become a member` is not; so is
`Donate blood`, while `Donate to keep us` is not."""

ASKS = re.compile(
    r"\b(?:support(?:ing|ers?)?\b|donat|member(?:s|ship)?\b|subscri"
    r"|поддрж|поддршк|подрж|подршк|донац|донир|член(?:ови|ство|ете)?\b"
    r"|mbështet|dhuro|anëtar|podrž|podršk|donac|donir|član(?:ovi|stvo)?\b)",
    re.IGNORECASE,
)
"""What an appeal is about. Much else is, too: enough only at the foot of a page, below a line that greets."""

VIDEO_OF_THE_DAY = _any(
    r"video of the day", r"видео на денот", r"video e ditës", r"video dana\b", r"видео дана\b"
)

READ_ALSO = _any(
    r"read (?:also|more|next)\b",
    r"read our (?:\w+ ){0,2}(?:coverage|stor(?:y|ies)|guides?|analysis|explainers?|interviews?|reports?"
    r"|review|newsletter)\b",
    r"see (?:also|more)\b", r"also read\b", r"(?:don['’]?t|do not) miss\b",
    r"related(?: (?:news|articles?|stor(?:y|ies)|posts?|topics?|links?|content)\b|\s*:)", r"more\s*:",
    r"editors?['’]?s? (?:recommendations|picks|choice)\b",
    r"(?:you (?:may|might)|might) also like\b", r"most (?:read|popular|viewed)\b",
    r"прочитај(?:те)? (?:и|повеќе|уште)\b", r"поврзани (?:вести|содржини|статии|теми)",
    r"погледни(?:те)? и\b",
    r"повеќе\s*:", r"повеќе (?:на|за) (?:оваа|истата) тема", r"не пропуштај(?:те)?\b",
    r"најчитан(?:и|о)\b", r"можеби ќе (?:ве|те) интересира",
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
    r"(?:сподели|подели|podeli)(?:те|te)?(?:\W*$|\s+(?:на|na|преку|преко|preko|со|са|sa|ја|го|ово|ovo|ову"
    r"|ovu|овај|ovaj"
    r"|оваа|овој|вест|vest|текст|tekst)\b)",
    r"следете (?:нè|нѐ|не)\b", r"shpërndaje?\b", r"shpërndani\b", r"na ndiqni\b", r"pratite nas",
    r"пратите нас",
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
    r"abonohu(?:ni)?\b", r"regjistrohu(?:ni)? në (?:buletin|newsletter|kanal|list|faqe|gazet|platform)",
    r"për të (?:lexuar|vazhduar)\b.{0,80}abono",
    r"prijavite se (?:na|za)\b", r"пријавите се (?:на|за)\b", r"pretplatite se\b", r"претплатите се\b",
)  # fmt: skip

WALL = _any(
    r"(?:(?:sorry|please)\W+)?you (?:must|need to|have to) (?:be )?(?:(?:logged|signed|log|sign) ?in\b"
    r"|(?:register|subscribe)\w* to (?:read|view|continue|access))",
    r"(?:please )?(?:log|sign) ?in (?:or|to|with)\b",
    r"(?:please )?(?:create|register) an? (?:free )?account",
    r"(?:мора|треба) да (?:(?:бидете|сте) (?:најавен|логиран|регистриран)|се (?:најав|логира"
    r"|регистрира)[ие]?те\b)", r"(?:ве молиме,? )?(?:најавете|логирајте) се",
    r"(?:duhet|ju duhet) të (?:jeni (?:të |i )?(?:kyçur|identifikuar|regjistruar|abonuar)|identifikoheni"
    r"|kyçeni|hyni)",
    r"(?:ju lutem,? )?(?:identifikohuni|kyçuni) (?:për|në)",
    r"(?:morate|potrebno je da) (?:(?:biti|budete) (?:prijavljen|ulogovan|registrovan)|se (?:prijavi"
    r"|uloguje|ulogova|registruje|registrova)t[ei]\b)", r"(?:molimo,? )?ulogujte se",
    r"(?:морате|потребно је да) (?:(?:бити|будете) (?:пријављен|улогован|регистрован)|се (?:пријави"
    r"|улогује|улогова|региструје|регистрова)т[еи]\b)", r"(?:молимо,? )?улогујте се",
)  # fmt: skip
"""What stands in place of a text that only subscribers see, at the start of a short paragraph."""

NOTICE = _any(
    r"we value your privacy", r"we and our (?:\d+ )?partners (?:store|use|process)",
    r"by continuing (?:to (?:use|browse|visit)|without)\b", r"(?:accept|manage) (?:all )?cookies",
    r"you (?:can|may) (?:change|withdraw|manage|review) your (?:cookie |privacy )?(?:choices|consent)\b",
    r"(?:please |you (?:need|have) to )?(?:enable|turn on|activate|allow) (?:javascript|cookies|js)\b",
    r"(?:this (?:site|page|app) (?:requires|needs)|your browser does not support) javascript",
    r"javascript (?:is|must be|needs to be) (?:disabled|enabled|required)",
    r"(?:ве молиме,? )?(?:овозможете|вклучете) (?:javascript|џаваскрипт|колачиња)",
    r"(?:ја )?(?:цениме|почитуваме) вашата приватност",
    r"(?:ju lutem,? )?(?:aktivizoni|lejoni) (?:javascript|cookies)", r"ne e vlerësojmë privatësinë tuaj",
    r"(?:molimo,? )?(?:omogućite|uključite) (?:javascript|kolačiće)", r"cenimo vašu privatnost",
    r"(?:молимо,? )?(?:омогућите|укључите) (?:javascript|колачиће)", r"ценимо вашу приватност",
)  # fmt: skip
"""About cookies and scripts: what a browser without them is shown in place of a page."""

NO_HEADLINE = re.compile(
    r"\W*(?:(?:log|sign) ?in(?: (?:to|or) .*)?|subscribe to (?:read|continue|unlock).*|please wait\W*"
    r"|just a moment\W*|access denied"
    r"|најава|најавете се(?: .*)?|kyçu|identifikohu|prijava|пријава|prijavite se(?: .*)?"
    r"|пријавите се(?: .*)?)\W*",
    re.IGNORECASE,
)
"""A whole headline that is a page's word about itself."""

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
    r"©", r"copyright\s*(?:©|\(c\)|\d{4}|by\b|[:|–-])", r"(?:this|our) (?:web)?site uses cookies",
    r"we (?:and our partners )?use cookies",
    r"(?:ние )?користиме колачиња", r"(?:ne )?përdorim cookies", r"koristimo kolačiće", r"користимо колачиће",
    r"преземањето на (?:оваа|содржин)",
    r"reproduction (?:is|of)", r"ndalohet (?:kopjimi|riprodhimi)", r"this copy is for your personal\b",
    r"all rights reserved", r"сите права", r"të gjitha të drejtat", r"sva prava zadržana",
    r"сва права задржана",
)  # fmt: skip

CREDIT = re.compile(
    r"(?:(?:^|[/|,.;(–-])\s*(?:photos?|picture|image|foto|фото|fotografi\w*|фотографи\w*|snimka"
    r"|илустрациј\w*|ilustracij\w*)"
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
