"""Findings of `doctor`."""

from bot.domain.diagnosis import Finding, Health


def test_findings_without_details_share_none() -> None:
    first, second = Finding(Health.GOOD, "doctor.token"), Finding(Health.BAD, "doctor.token")
    assert first.args_ == second.args_ == {}
    assert first.args_ is not second.args_
