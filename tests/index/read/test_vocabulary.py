import json

from contactdesk.providers import all_providers
from contactdesk.userdata.annotations import Annotation
from tests.index.people import CURSOR, load, page, person


async def written(index):
    provider = all_providers()["bland"]
    people = [
        {
            "id": f"c-{n}",
            "name": f"P {n}",
            "metadata": {"Plan": plan, "plain": "x", "tags": ["vip", "wholesale"]},
            "memories": [
                {"persona_id": persona, "facts": {"time_zone": f"Europe/{city}"}, "summary": "x"}
            ],
        }
        for n, (plan, persona, city) in enumerate(
            [
                ("Gold", "Sales Anna", "Rome"),
                ("Golden age", "Sales Bo", "Paris"),
                ("é", "X", "Riga"),
            ]
        )
    ]
    body = json.dumps({"data": people, "pagination": {"has_more": False}}).encode()
    await index.write_page(await index.listing("a"), provider, body)


async def test_completes_keys_and_values_of_facts_and_custom_fields(index):
    await written(index)
    assert await index.known("custom", "") == ["plain", "plan", "tags"]
    assert await index.known("custom", "Pl") == ["plain", "plan"]
    assert await index.known("custom.plan", "") == ["age", "e", "gold", "golden"]
    assert await index.known("custom.Plan", "GOLD") == ["gold", "golden"]
    assert await index.known("custom.pla", "") == []
    assert await index.known("fact", "t") == ["time_zone"]
    assert await index.known("fact.time_zone", "r") == ["riga", "rome"]
    assert await index.known("entity", "") == []


async def test_completes_whole_personas(index):
    await written(index)
    assert await index.known("persona", "sales") == ["sales anna", "sales bo"]
    assert await index.known("persona", "sales B") == ["sales bo"]


async def test_completes_nicknames_tags_and_priorities(index):
    await written(index)
    assert await index.known("tag", "") == []
    assert await index.known("priority", "") == []
    index.user_words.name_agents({("a", "X"): "Salome", ("a", "Y"): "Anna"})
    index.user_words.annotate(
        {("a", "c-1"): Annotation(tags=("VIP", "old friend")), ("a", "c-2"): Annotation(note="v")}
    )
    assert await index.known("persona", "sal") == ["Salome", "sales anna", "sales bo"]
    assert await index.known("empty", "ann") == ["Anna"]
    assert await index.known("tag", "v") == ["VIP"]
    assert await index.known("tag", "") == ["old friend", "VIP"]
    items = [{"description": "x", "priority": each} for each in ("P1", "low", "HIGH", "low", "")]
    body = json.dumps({"data": [{"id": "p", "memories": [{"open_items": items}]}]}).encode()
    await index.write_page(await index.listing("b"), all_providers()["bland"], body)
    assert await index.known("priority", "") == ["high", "low", "none", "P1"]
    assert await index.known("priority", "P") == ["P1"]
    assert await index.known("priority", "h") == ["high"]


async def test_completes_names_of_accounts_and_vendors(index):
    index.name_accounts({"1": ("Sales", "quo", "Quo"), "2": ("Support", "bland", "Bland AI")})
    assert await index.known("account", "s") == ["Sales", "Support"]
    assert await index.known("vendor", "B") == ["Bland AI"]


async def test_completes_companies_and_titles_as_written(index):
    body = page(
        [
            person(1, company="Éclair SA"),
            person(2, company="ÉCLAIR sa"),
            person(3, company="Eclat"),
            person(4, company="Zed"),
            person(5, title="CTO"),
        ]
    )
    await index.write_page(await index.listing("a"), CURSOR, body)
    assert await index.known("company", "ecl") == ["Éclair SA", "Eclat"]
    assert await index.known("company", "") == ["Éclair SA", "Eclat", "Zed"]
    assert await index.known("title", "") == ["CTO"]


async def test_other_fields_have_no_completions_and_lists_are_bounded(index):
    await load(index, "a", range(60))
    assert await index.known("name", "") == []
    assert await index.known("nothing.at all", "x") == []
    assert await index.known("custom", "p") == ["plan"]
    assert len(await index.known("fact", "")) == 0
    assert len(await index.known("custom.score", "")) == 12


async def test_forgotten_account_gives_no_completions(index):
    body = page([person(1, company="Acme")])
    await index.write_page(await index.listing("a"), CURSOR, body)
    await index.forget("a")
    assert await index.known("company", "") == []
