"""Bad input through the command: one clear error, code 2, nothing on the screen or on disk."""

from __future__ import annotations

import pytest

FEBRUARY = ("--window", "2017-02")
COVERED = ("outage=outages.csv", "--covers", "2017-02")
GOOD = ("evaluate", "sla.yaml", *COVERED, *FEBRUARY)


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_naive_times_without_a_zone(refused, folder):
    """Row 2 is the first under the header; --tz would help, and is named."""
    edit(folder, "outages.csv", "2017-02-28T17:37Z", "2017-02-28 17:37")
    message = refused(*GOOD)
    assert "outages.csv row 2, column start: '2017-02-28 17:37' has no time zone" in message
    assert "--tz: says in which zone such times were written" in message


def test_other_faults_do_not_mention_the_zone(refused, folder):
    edit(folder, "outages.csv", "2017-02-28T17:37Z", "yesterday")
    assert "--tz" not in refused(*GOOD)


@pytest.mark.parametrize(
    ("flag", "value", "message"),
    [
        ("--window", "2017-02", "--window specified multiple times"),
        ("--covers", "2017-03-01/2017-02-01", "--covers: a window must end after it starts"),
        ("--covers", "2017-13", "--covers: there is no date 2017-13-01"),
        ("--tz", "Europe/Londres", "--tz: unknown time zone 'Europe/Londres'"),
        ("--known-at", "yesterday", "--known-at: 'yesterday' is not an instant"),
        ("--charges", "1000", "--charges: '1000' is not money"),
        ("--charges", "1e3 USD", "--charges: '1e3 USD' is not money"),
        ("--charges", "1000 USB", "--charges: unknown currency 'USB'"),
        ("--charges", "-", "-: cannot be read"),
        ("--charges", "none.yaml", "none.yaml: cannot be read: No such file"),
        ("--ledger", "none.json", "none.json: cannot be read: No such file"),
        (
            "--ledger-out",
            "none/ledger.json",
            "--ledger-out: none/ledger.json cannot be written: No such file",
        ),
        ("--ledger-out", ".", "--ledger-out: . cannot be written"),
        ("--format", "xml", 'Invalid value "xml" for --format'),
        ("--wndow", "2017-02", "Unknown option: --wndow"),
    ],
)
def test_a_flag_that_cannot_be_followed_is_named(refused, flag, value, message):
    assert message in refused(*GOOD, f"{flag}={value}")


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ("2017-03-01/2017-02-01", "--window: a window must end after it starts"),
        ("2017-03-01T00:00Z/2017-03-01T00:00Z", "--window: a window must end after it starts"),
        ("February", "--window: 'February' is not a window; write '2017'"),
        ("2017-02-30", "--window: there is no date 2017-02-30"),
        ("", "--window: '' is not a window"),
    ],
)
def test_a_window_that_is_none_is_refused(refused, window, message):
    assert message in refused("evaluate", "sla.yaml", *COVERED, "--window", window)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("evaluate", "sla.yaml", "outage=outages.csv", *FEBRUARY), "add --covers SPAN"),
        (
            ("evaluate", "sla.yaml", *FEBRUARY),
            "there is no evidence; give KIND=FILE (KIND is ",
        ),
        (
            ("evaluate", "sla.yaml", "outages.csv", *FEBRUARY),
            "say what its rows are, as in outage=outages.csv",
        ),
        (
            ("evaluate", "sla.yaml", "outages=outages.csv", *FEBRUARY),
            "unknown record 'outages'; did you mean",
        ),
        (
            ("evaluate", "sla.yaml", "outages.yaml", *FEBRUARY, "--tz", "UTC"),
            "a document states its own time",
        ),
        (
            ("evaluate", "sla.yaml", "outages.yaml", "--covers", "2017-02", *FEBRUARY),
            "--covers and --tz are for",
        ),
        (("evaluate", "sla.yaml", *COVERED), "--window"),
        (("evaluate", "none.yaml", *COVERED, *FEBRUARY), "none.yaml: cannot be read: No such file"),
        (("evaluate", "sla.yaml", "outage=none.csv", *COVERED, *FEBRUARY), "none.csv: cannot be read"),
        (("evaluate", "sla.yaml", "outage=a.xlsx", *COVERED, *FEBRUARY), "unknown kind of file '.xlsx'"),
        (("evaluate", "outages.csv", *COVERED, *FEBRUARY), "outages.csv"),
        (("evaluate", "outages.yaml", *COVERED, *FEBRUARY), "this is a document of 'evidence/1'"),
        (("evaluate",), "AGREEMENT"),
        ((*GOOD, "--explain", "--format", "json"), "--explain belongs to --format table"),
        (("evalute",), 'Unknown command "evalute"'),
        (("demo", "storage"), "storage"),
    ],
)
def test_a_call_that_cannot_be_followed_says_what_to_do(refused, arguments, message):
    assert message in refused(*arguments)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("99.9 %}", "99.9 percnt}", "levels[0].target.at least: unknown unit 'percnt'"),
        ("{at least: 99.9 %}", "{at least: 99.9}", "levels[0].target.at least: "),
        ("{at least: 99.9 %}", "{at least: 30 min}", "is in minute, but the level is measured in percent"),
        ("pay: 25 % of monthly charge", "pay: 25 USB", "unknown currency 'USB'"),
        ("pay: 25 % of monthly charge", "pay: 25.5", "bands[1].pay: "),
        (
            "availability\n    target",
            "availabilty\n    target",
            "unknown metric 'availabilty'; did you mean 'availability'?",
        ),
        ("clause:", "claus:", "unknown field 'claus'; did you mean 'clause'?"),
        ("    clause:", "    provider: Hoast\n    clause:", "no provider is called 'Hoast'"),
        ("zone: America", "zone: Amerika", "unknown time zone 'Amerika/Los_Angeles'"),
        ("role: customer", "role: client", "unknown role 'client'"),
        ("levels:", "levels: [", "not YAML"),
    ],
)
def test_an_agreement_that_cannot_be_read_is_refused_with_the_path(refused, folder, old, new, message):
    edit(folder, "sla.yaml", old, new)
    found = refused(*GOOD)
    assert found.startswith("invalid ")
    assert message in found


def test_a_percentage_and_a_sum_in_another_currency(refused, folder):
    """Rates in dollars and a charge in euros are not settled together."""
    edit(folder, "sla.yaml", "pay: 25 % of monthly charge", "pay: 25 USD")
    assert "charges, agreement and ledger are in EUR and USD" in refused(*GOOD, "--charges", "1000 EUR")


def test_rates_in_two_currencies(refused, folder):
    edit(folder, "sla.yaml", "pay: 25 % of monthly charge", "pay: 25 USD")
    edit(folder, "sla.yaml", "pay: 10 % of monthly charge", "pay: 25 EUR")
    assert "rates are in EUR and USD; an agreement settles in one currency" in refused(*GOOD)


def test_an_id_that_is_used_twice(refused, folder):
    with (folder / "outages.csv").open("a") as file:
        file.write("O-1,2017-02-03T00:00Z,2017-02-03T00:10Z,\n")
    assert "outages.csv row 3, column id: 'O-1' is the id of row 2 already" in refused(*GOOD)


def test_an_id_that_is_used_in_two_files(refused):
    message = refused("evaluate", "sla.yaml", "outages.yaml", *COVERED, *FEBRUARY)
    assert "outage O-1: the id is used by 2 records" in message


def test_evidence_outside_its_coverage(refused):
    message = refused("evaluate", "sla.yaml", "outage=outages.csv", "--covers", "2017-01", *FEBRUARY)
    assert "outage O-1: it lies outside the time that the evidence covers" in message


def test_broken_rows_are_named_by_file_row_and_column(refused, folder):
    """Three faults, one message."""
    (folder / "outages.csv").write_text(
        "id,start,end\n1,2017-02-30T00:00Z,\n2\n3,2017-02-02T00:00Z,2017-02-01T00:00Z\n"
    )
    assert refused(*GOOD).splitlines() == [
        "invalid document: 3 problems",
        "  outages.csv row 2, column start: '2017-02-30T00:00Z' is not an instant: "
        "day is out of range for month",
        "  outages.csv row 3: expected 3 cells, as in the header, found 1",
        "  outages.csv row 4: outage 3 must end after it starts, "
        "found 2017-02-02T00:00:00Z to 2017-02-01T00:00:00Z",
    ]


def test_an_unknown_unit_in_evidence(refused, folder):
    """A parsec is no time, and 5 alone has no unit."""
    rows = "1,2017-02-01T00:00Z,2017-02-02T00:00Z,3 parsec\n2,2017-02-02T00:00Z,2017-02-03T00:00Z,5\n"
    (folder / "tallies.csv").write_text("id,start,end,bad\n" + rows)
    message = refused("evaluate", "sla.yaml", "tally=tallies.csv", "--covers", "2017-02", *FEBRUARY)
    assert "tallies.csv row 2, column bad: unknown unit 'parsec'" in message
    assert "tallies.csv row 3, column bad: '5' is not a quantity" in message


def test_one_sum_for_two_months(refused):
    """Whose charge it would be cannot be said."""
    message = refused(*GOOD[:-1], "2017-02-01/2017-04-01", "--charges", "1000 USD")
    assert "one sum of money (1000.00 USD) cannot be the charge of 2 billing periods" in message


def test_a_ledger_that_cannot_be_replaced_stays_as_it_was(refused, folder, monkeypatch):
    """The disk is full: the old ledger stays, no draft is left, and the screen is empty."""
    (folder / "ledger.json").write_text("the old one")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slacore.cli.inputs.Path.replace", full)
    assert "ledger.json cannot be written: No space left" in refused(*GOOD, "--ledger-out", "ledger.json")
