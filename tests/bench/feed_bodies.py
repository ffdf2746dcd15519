"""A newspaper's feed as benchmarks need it: WordPress-like, Cyrillic, every item with text and picture."""

ITEMS = 50
_PARAGRAPH = (
    "<p>Автобусите во градот доцнат, а во новиот возен ред има повеќе линии за приградските населби. Од "
    "претпријатието велат дека промените почнуваат во март и дека билетите остануваат со иста цена.</p>"
)


def body(count: int = ITEMS) -> bytes:
    """The document; `{first}` numbers the first item, `{built}` is when it was made."""
    items = "".join(_item(f"{number}-0" if number else "0-{first}") for number in range(count))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Весник</title><link>https://paper.example</link>"
        f"<lastBuildDate>Mon, 23 Nov 2026 08:00:00 +{{built}}</lastBuildDate>{items}</channel></rss>"
    ).encode()


def _item(number: str) -> str:
    text = f'<p><img src="https://paper.example/{number}.jpg" width="800"></p>' + _PARAGRAPH * 8
    return (
        f"<item><title>Зошто доцнат автобусите, прашање {number}</title>"
        f"<link>https://paper.example/{{host}}/{number}/</link>"
        f'<guid isPermaLink="false">https://paper.example/?p={{host}}-{number}</guid>'
        "<dc:creator><![CDATA[Ана Андоновиќ]]></dc:creator><category>Град</category>"
        "<pubDate>Mon, 23 Nov 2026 08:00:00 +0000</pubDate>"
        f"<description><![CDATA[{_PARAGRAPH}]]></description>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
