"""Which rule counts, and what the others would say."""

from pnm_vault.insights.catching_up.cadences import cadences_of
from pnm_vault.insights.catching_up.expectation import CadenceRule
from pnm_vault.insights.catching_up.stale import rank_stale
from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.settings import CadenceSettings, Settings
from tests.network.made_logs import TODAY, days_of, network_of, record_of

WISHES = Settings(
    cadence=CadenceSettings(
        default=100, by={"choir": 61, "vip": 14, "friend": 40, "layer-5": 365}, latest={"choir": 122}
    )
)
ANN = record_of(
    "Ann",
    days_of([30] * 6, 3),
    cadence=Cadence(20, 4),
    category="friend",
    circles=("Choir",),
    tags=("vip",),
    closeness=1,
)


def test_every_rule_is_named_the_nearest_first() -> None:
    (found,) = cadences_of(network_of(ANN), WISHES)
    assert [(one.rule, one.key, one.days, one.latest) for one in found.rules] == [
        (CadenceRule.CONTACT, "", 20, None),
        (CadenceRule.SETTINGS, "choir", 61, 122),
        (CadenceRule.SETTINGS, "friend", 40, None),
        (CadenceRule.SETTINGS, "vip", 14, None),
        (CadenceRule.SETTINGS, "layer-5", 365, None),
        (CadenceRule.RHYTHM, "", 30, None),
        (CadenceRule.DEFAULT, "default", 100, None),
        (CadenceRule.CATEGORY, "friend", 60, None),
        (CadenceRule.DEFAULT, "", 180, None),
    ]
    assert found.rule is found.rules[0]
    assert (found.rhythm, found.own_line) == (30, 4)


def test_the_rule_that_counts_is_the_one_that_the_label_goes_by() -> None:
    records = [
        ANN,
        record_of("Bo", days_of([30] * 6, 3), circles=("Choir",)),
        record_of("Cy", days_of([30] * 6, 3)),
        record_of("Di", [], category="friend"),
        record_of("Ed", []),
        record_of("Flo", [], cadence=Cadence(None)),
        record_of("Gus", days_of([9] * 5, 1), suggest=False),
    ]
    network = network_of(*records)
    ranked = {one.path: (one.gap, one.rule, one.latest) for one in rank_stale(network, WISHES, TODAY)}
    rules = {one.path: one.rule for one in cadences_of(network, WISHES)}
    told = {path: (one.days, one.rule, one.latest) for path, one in rules.items() if one is not None and one.days}
    assert ranked == told
    assert [path for path in rules if path not in told] == ["People/Flo.md", "People/Gus.md"]


def test_never_in_the_settings_counts_before_every_other_name_there() -> None:
    settings = Settings(cadence=CadenceSettings(by={"choir": 61, "vip": 0}))
    ann = record_of("Ann", [], circles=("Choir",), tags=("vip",))
    (found,) = cadences_of(network_of(ann), settings)
    assert [(one.key, one.days) for one in found.rules[:2]] == [("vip", 0), ("choir", 61)]
    assert found.rules[0].said == "You wished for no reminder for “vip”."
    assert rank_stale(network_of(ann), settings, TODAY) == ()


def test_by_name_and_only_the_active() -> None:
    records = [record_of("zoe", []), record_of("Abe", []), record_of("Al", [], status=Status.ARCHIVED)]
    assert [one.name for one in cadences_of(network_of(*records), Settings())] == ["Abe", "zoe"]
