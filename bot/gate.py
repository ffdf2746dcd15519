"""The verbs that the web can ask for, in one frozen object, as newsroom.py has the bot's."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.hubs import HubDoor
from bot.domain.web_keys import WebKeys
from bot.meter import meter
from bot.ports import OpenStore
from bot.rate import Budgets
from bot.usecases.hear_hub import HearHub
from bot.usecases.open_push_link import OpenPushLink
from bot.usecases.receive_update import ReceiveUpdate
from bot.usecases.report_metrics import ReportMetrics
from bot.usecases.report_readiness import ReportReadiness


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The few verbs that the web can ask for, in every process: one that stands by receives updates, too."""

    keys: WebKeys
    receive_update: ReceiveUpdate
    report_readiness: ReportReadiness
    hear_hub: HearHub
    open_push_link: OpenPushLink
    report_metrics: ReportMetrics
    metrics_secret: str = ""


def build_gate(
    keys: WebKeys,
    hub_door: HubDoor | None,
    *,
    open_store: OpenStore,
    clock: Clock,
    is_active: Callable[[], bool],
    arrived: Callable[[int], None],
    budgets: Callable[[], Budgets | None] = lambda: None,
    metrics_secret: str = "",
) -> Gate:
    """The gate of this process; `arrived` is called with the number of each update that came in."""
    return Gate(
        keys=keys,
        receive_update=ReceiveUpdate(open_store=open_store, clock=clock, arrived=arrived),
        report_readiness=ReportReadiness(open_store=open_store, is_active=is_active),
        hear_hub=HearHub(open_store=open_store, door=hub_door, clock=clock),
        open_push_link=OpenPushLink(open_store=open_store),
        report_metrics=ReportMetrics(open_store=open_store, clock=clock, meter=meter, budgets=budgets),
        metrics_secret=metrics_secret,
    )
