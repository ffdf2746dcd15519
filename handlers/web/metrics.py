"""`/metrics`: the figures as Prometheus reads them, for whoever knows the secret where there is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from bot.domain.measures import BUCKETS, Figure, Kind, Measure, Times
from bot.domain.web_keys import is_same
from bot.newsroom import Gate


async def metrics(gate: Gate, request: Request) -> Response:
    """403 without the secret, where `METRICS_SECRET` sets one."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if gate.metrics_secret and not (scheme.lower() == "bearer" and is_same(given, gate.metrics_secret)):
        return Response(status_code=403)
    text = exposition(await gate.report_metrics())
    return Response(text, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def exposition(figures: Iterable[Figure]) -> bytes:
    """The figures as text, every measure with what it means."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(figures))
    return generate_latest(registry)


class _Collector(Collector):
    """These figures and nothing else: nothing about the machine or the interpreter."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_measure: defaultdict[Measure, list[Figure]] = defaultdict(list)
        for figure in figures:
            self._by_measure[figure.measure].append(figure)

    def collect(self) -> Iterator[Metric]:
        for measure, figures in self._by_measure.items():
            yield _family(measure, figures)


def _family(measure: Measure, figures: Sequence[Figure]) -> Metric:
    name, about, labels = measure.name, measure.about, measure.labels
    if measure.kind is Kind.TIMES:
        family = HistogramMetricFamily(name, about, labels=labels)
        for figure in figures:
            assert isinstance(figure.value, Times)
            family.add_metric(figure.labels, list(_buckets(figure.value)), figure.value.seconds)
        return family
    kind = CounterMetricFamily if measure.kind is Kind.COUNT else GaugeMetricFamily
    plain = kind(name, about, labels=labels)
    for figure in figures:
        assert not isinstance(figure.value, Times)
        plain.add_metric(figure.labels, figure.value)
    return plain


def _buckets(times: Times) -> Iterator[tuple[str, float]]:
    """Prometheus counts in each bucket what the smaller ones hold, too."""
    so_far = 0
    for bound, count in zip([*map(str, BUCKETS), "+Inf"], times.counts, strict=True):
        so_far += count
        yield bound, so_far
