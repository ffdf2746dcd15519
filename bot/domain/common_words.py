"""Words that carry no question, and words that tell what kind of answer is asked for. All folded."""

from bot.domain.folding import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


CYRILLIC = _set(
    """
    а ако ама ами ај бев без беше би бидат биде бидејќи бил била биле било вас вашиот ве велат вели веќе
    ви во врз ги го да дали дај дека до додека е еден една едно ете за зад зар заради згора знаете зошто
    и или им има имаат имаше их каде кажа кажете кажи каква какви какво како каков кај кога кого кое кои
    колкав колкава колку кон кој која ли ме мене меѓу ми многу можам можат може молам му на над нас наш
    најде не него некој некоја нешто нејзин ни нив ние низ ним ништо но о објасни ова оваа овие овој од
    околу она онаа оние оној освен па пишавте пишува по повеќе под покрај поради прават прави пред преку
    при про работи рече сè само се сега секој си случи случува сме со според става сте стои су сум сѐ
    таа така таму тебе ти тие тоа тогаш толку тој треба туку уште чиј чија што ја јас ќе
    """
)
"""Common words of Macedonian."""
_ENGLISH = _set(
    """
    a about according after again all also am an and any anything are as at be because been before being
    but by can could did do does doing don done find for from get gets give go goes going got had happen
    happened happening has have having he her here him his how i if in into is it its itself just know
    ll long many me more most much my no not of off often on one only or our out over own please re s
    said say says she should show so some something such t tell than that the their them then there
    these they this those to too up us ve want wants was we were what when where which while who whom
    whose why will with would write written wrote you your
    """
)
_TYPED_MACEDONIAN = _set(
    """
    ako ama bese bez bi bide bil bila bile da dali deka dodeka e eden edna edno gi go i ili im ima ja
    jas kade kaj kako kakov kakva kakvi kazi ke kje koe koga koi koj koja kolku li medju mi mnogu mozat
    moze mu na nad ne nego nekoj nekoja nesto ni nie niv no od okolu ona ova ovaa ovie ovoj pa po pod
    poradi povekje pred preku pri samo se sega sekoj shto si sme so spored ste sto sum taa taka toa toj treba
    uste vel veli vo za zoshto zosto
    """
)
_ALBANIAN = _set(
    """
    a ai ajo apo aq as ashtu asnjë ata atje ato bëhet bën bëri cfarë cila cilat cili cilët derisa dhe di
    dini do duhet e edhe eshte gjatë i ishin ishte jam jane janë jemi jo ju ka kam kane kanë kaq ke kemi
    keni kete keto kjo ku kujt kur kush këta këto këtë lidhje me mos mund më na ndaj ndonjë ndërsa ne
    nga nje një njëri në ose pa pas pasi per po por pra prej pse për qe që sa saj sapo se seç shkruan si
    sipas së t te tek tha thonë thotë tij trego tregon tyre të u une unë vet vetë çfarë çka është
    """
)
LATIN = _ENGLISH | _TYPED_MACEDONIAN | _ALBANIAN
"""Common words in Latin letters, but for those that mean something in another of the languages."""

REASONS = _set(
    """
    how како kako si
    advice arsye arsyeja arsyet demands keshilla kërkesa këshilla masa measures prichini pse reason
    reasons rregulla rules shkaqe tips why zoshto zosto барања зошто мерки правила причина причини
    причините совети советите
    """
)
NUMBER = _set(
    """
    kolkava kolku long many much often percent sa колкав колкава колку отсто
    """
)
TIME = _set(
    """
    koga kur when кога
    """
)
PERSON = _set(
    """
    kogo koj koja kush who whom кого кои кој која
    """
)
