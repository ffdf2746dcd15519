"""How much room is left where the database writes."""

from pathlib import Path

from bot.disk import disk_of


def test_the_disk_of_a_file_is_measured_before_the_file_is_there(tmp_path: Path) -> None:
    disk = disk_of(tmp_path / "kolporter.sqlite3")
    assert disk
    assert 0 < disk.free <= disk.total


def test_nobody_can_tell_of_a_database_elsewhere_or_of_a_folder_that_is_none(tmp_path: Path) -> None:
    assert disk_of(None) is None
    assert disk_of(tmp_path / "no" / "file") is None
