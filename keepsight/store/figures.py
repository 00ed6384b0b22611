"""Figures of how a store is worked with, for whoever watches over its server: counts, seconds and bytes. No child, no person."""

from collections.abc import Iterator

from django.db import connection
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from keepsight.store.health import WELL, health, room_bytes, worker_quiet_seconds

# Of the large tables the planner's own estimate is told: to count them anew every quarter of a minute would cost more than it says.
FIGURES = {
    "keepsight_audit_lines": ("Lines in the audit", "SELECT coalesce(max(seq), 0) FROM store_auditline"),
    "keepsight_entries_estimated": (
        "Entries in the log, as the database estimates them",
        "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'chronology_entry'::regclass",
    ),
    "keepsight_receipts": ("Files taken in", "SELECT count(*) FROM intake_receipt"),
    "keepsight_sessions": (
        "Browsers in which somebody is signed in",
        "SELECT count(*) FROM access_session WHERE user_id IS NOT NULL AND expire_date > now()",
    ),
    "keepsight_database_bytes": ("Bytes of the database", "SELECT pg_database_size(current_database())"),
    "keepsight_oldest_job_seconds": (
        "For how long the oldest job that could have begun has waited",
        """
        SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0)
        FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
        WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
        """,
    ),
}
JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status"


class Figures(Collector):
    """Asked anew at each reading, of the database, so that every process of the server tells the same."""

    def collect(self) -> Iterator[Metric]:
        """One family for each figure."""
        parts = GaugeMetricFamily(
            "keepsight_well", "Whether each part that the server stands on is well", labels=["part"]
        )
        for part, said in health().items():
            parts.add_metric([part], float(said == WELL))
        yield parts
        yield GaugeMetricFamily(
            "keepsight_disk_free_bytes", "Room on the disk of the store's folder", value=room_bytes()
        )
        quiet = worker_quiet_seconds()
        if quiet is not None:  # where none has started, `keepsight_well` says so
            yield GaugeMetricFamily("keepsight_worker_quiet_seconds", "Since a worker said that it lives", value=quiet)
        yield from _of_tables()


def as_text() -> bytes:
    """All of it as Prometheus reads it. Raises Django's own database errors where the database does not answer."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return generate_latest(registry)


def _of_tables() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        for name, (words, asked) in FIGURES.items():
            cursor.execute(asked)
            yield GaugeMetricFamily(name, words, value=float(cursor.fetchone()[0]))
        jobs = GaugeMetricFamily("keepsight_jobs", "Jobs of the worker, by where they stand", labels=["status"])
        cursor.execute(JOBS)
        for status, count in cursor.fetchall():
            jobs.add_metric([status], float(count))
        yield jobs
