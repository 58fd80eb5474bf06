"""What Prometheus is told."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from hmtocr.server.metrics import Metrics


def told(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Samples by name, then dialect, API, code and bucket where there are such labels."""
    families = text_string_to_metric_families(metrics.render().decode())
    return {
        (s.name, *(s.labels[name] for name in ("dialect", "api", "code", "le") if name in s.labels)): s.value
        for family in families
        for s in family.samples
    }


def test_requests_are_counted_by_dialect_api_and_code() -> None:
    metrics = Metrics()
    metrics.count("tencent", "HKIDCardOCR", "200", 0.3)
    metrics.count("tencent", "HKIDCardOCR", "200", 0.5)
    metrics.count("tencent", "none", "AuthFailure.SignatureFailure", 0.001)
    got = told(metrics)
    assert got["hmtocr_requests_total", "tencent", "HKIDCardOCR", "200"] == 2
    assert got["hmtocr_requests_total", "tencent", "none", "AuthFailure.SignatureFailure"] == 1
    assert got["hmtocr_request_seconds_sum", "tencent", "HKIDCardOCR"] == 0.8
    assert got["hmtocr_request_seconds_bucket", "tencent", "HKIDCardOCR", "0.4"] == 1


def test_a_code_that_looks_like_none_becomes_other() -> None:
    metrics = Metrics()
    for code in ("樂永晴", "Z683365(5)", "a b", "", "x" * 81, 'a"} 1\nb 2'):
        metrics.count("native", "read", code, 0.1)
    assert told(metrics)["hmtocr_requests_total", "native", "read", "other"] == 6
    assert "Z683365" not in metrics.render().decode()


def test_gauges_are_measured_when_asked() -> None:
    metrics, waiting = Metrics(), [1]
    metrics.watch("waiting", "Pictures that wait.", lambda: len(waiting))
    assert told(metrics)["hmtocr_waiting",] == 1
    waiting.append(2)
    assert told(metrics)["hmtocr_waiting",] == 2


def test_readings_are_timed_and_two_servers_do_not_share() -> None:
    one, other = Metrics(), Metrics()
    one.observe_reading(1.5)
    assert told(one)["hmtocr_reading_seconds_count",] == 1
    assert told(other)["hmtocr_reading_seconds_count",] == 0
