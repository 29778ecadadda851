from installed import set_days


def test_users_that_packages_make_have_no_day_of_today(tmp_path):
    before, after, target = (tmp_path / name for name in ("before", "after", "target"))
    before.write_text("root:*:20000:0:99999:7:::\ngone:*:20000::::::\n")
    after.write_text("root:*:20000:0:99999:7:::\nsshd:!:20783::::::\n")
    set_days(str(after), str(before), str(target))
    assert target.read_text() == "root:*:20000:0:99999:7:::\nsshd:!:3653::::::\n"
