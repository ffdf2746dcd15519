"""The hard items of the challenge set: how many come out of the splitter as they should; and its speed."""

import json
import time

from bot.domain.sentences import split_sentences
from tests.bench.articles import SHARED, summaries
from tests.bench.report import Goal, NotMeasurableError, Report, main


def measure() -> Report:
    file = SHARED / "sentence_split_challenge.json"
    if not file.exists():
        raise NotMeasurableError(f"{file} is not here")
    items = json.loads(file.read_text("utf-8"))
    right = {
        language: sum(split_sentences(" ".join(each)) == each for each in found)
        for language, found in items.items()
    }
    texts = [paragraph for sample in summaries() for paragraph in sample.paragraphs]
    began = time.process_time()
    for text in texts:
        split_sentences(text)
    seconds = time.process_time() - began
    figures: dict[str, float] = {f"right_{language}": count for language, count in right.items()}
    figures["items"] = sum(map(len, items.values()))
    figures["megabytes_per_second"] = round(sum(len(text.encode()) for text in texts) / seconds / 1e6, 1)
    return Report("sentences", figures, (Goal("items right", sum(right.values()), 33),))


if __name__ == "__main__":
    main(measure)
