"""What all tests need."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).parent))

# The same cases each time, so that a change alone can make a law fail.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same")

#: For an environment with nothing else installed, by itself.
collect_ignore = ["clean"]


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session of Spark on this machine."""
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="session")
def ray():
    """Ray on this machine."""
    # On a busy machine its processes may take longer to start than it waits for them.
    os.environ.setdefault("RAY_gcs_server_port_wait_time_s", "300")
    ray = pytest.importorskip("ray")
    for tries_left in (4, 3, 2, 1, 0):
        try:
            ray.init(
                num_cpus=2,
                include_dashboard=False,
                log_to_driver=False,
                object_store_memory=100 << 20,
            )
            break
        except Exception as error:
            if not tries_left or "timed out" not in str(error):
                raise
            ray.shutdown()
    import ray.data

    # They would be part of what doctests see.
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()
