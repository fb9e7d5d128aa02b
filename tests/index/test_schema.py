from contactdesk.index.schema import FTS_TABLES, INDEX, SORTED, VERSION, create
from contactdesk.storage.database import BUSY_TIMEOUT_MS, connect
from tests.index.people import KEY


def test_connection_has_all_settings(tmp_path):
    connection = connect(tmp_path / "index.db", KEY, INDEX, 1000)
    try:
        create(connection)
        create(connection)
        found = {
            name: connection.pragma(name)
            for name in (
                "user_version",
                "journal_mode",
                "synchronous",
                "temp_store",
                "secure_delete",
                "busy_timeout",
                "cipher",
                "cache_size",
            )
        }
        assert found == {
            "user_version": VERSION,
            "journal_mode": "wal",
            "synchronous": 1,
            "temp_store": 2,
            "secure_delete": 1,
            "busy_timeout": BUSY_TIMEOUT_MS,
            "cipher": "aegis",
            "cache_size": -1000,
        }
    finally:
        connection.close()


def test_sort_orders_and_full_text_tables_are_configured(tmp_path):
    connection = connect(tmp_path / "index.db", KEY, INDEX, 1000)
    try:
        create(connection)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        assert {f"by_{column}" for column in SORTED} <= names
        for table in FTS_TABLES:
            settings = dict(connection.execute(f"SELECT k, v FROM {table}_config"))
            assert settings["pgsz"] == 8000
    finally:
        connection.close()
