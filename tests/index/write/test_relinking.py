"""contactdesk.index.write.relinking: keys follow the region of an account."""

from contactdesk.index import Index
from tests.index.linked import VENDOR, people
from tests.index.people import KEY, page
from tests.qa.campaigns.index_checks import integrity_errors

NATIONAL = [{"value": "(415) 555-0192"}]
BOTH = {frozenset((("a", "c-1"), ("b", "c-1")))}


async def write(index, account, number=1, name="Marcus Okafor", phone="+1 415 555 0192", **more):
    raw = {"id": f"c-{number}", "name": name, "phones": [{"value": phone}], **more}
    return await index.write_changes(await index.listing(account), VENDOR, page([raw]))


def errors(index):
    return integrity_errors(index.file.writer.connection)


async def test_national_number_links_only_with_a_region(index):
    await write(index, "a")
    await write(index, "b", phone="(415) 555-0192")
    assert people(index) == set()
    index.people.set_regions({"b": "US"})
    await index.people.relink_account("b")
    assert people(index) == BOTH
    assert errors(index) == []
    index.people.set_regions({"b": "DE"})
    await index.people.relink_account("b")
    assert people(index) == set()
    assert errors(index) == []


async def test_number_that_a_memory_says_follows_the_region_too(index):
    for account, number in (("a", "+1 415 555 0193"), ("b", "(415) 555-0194")):
        raw = {"id": "c-1", "emails": [{"value": "marcus@acme.example"}]}
        raw["memories"] = [{"facts": {"phone": number}}]
        await index.write_changes(await index.listing(account), VENDOR, page([raw]))

    async def differing():
        await index.people.compare()
        connection = index.file.writer.connection
        return [row[0] for row in connection.execute("SELECT kind FROM difference")]

    assert await differing() == []
    index.people.set_regions({"b": "US"})
    await index.people.relink_account("b")
    assert await differing() == ["phone"]


async def test_region_that_is_followed_already_does_not_begin_again(index, monkeypatch):
    monkeypatch.setattr("contactdesk.index.write.relinking.CONTACTS_PER_STEP", 1)
    monkeypatch.setattr("contactdesk.index.write.relinking.STEP_S", 0)
    for number in range(1, 4):
        await write(index, "b", number, f"Zoë{number} Ruiz", f"(415) 555-010{number}")
    relinking = index.file.writer.relinking
    await index.file.write(lambda: relinking.begin("b", "US"))
    for _ in range(2):
        assert await index.file.write(relinking.step)
    await index.file.write(lambda: relinking.begin("b", "US"))
    steps = 0
    while await index.file.write(relinking.step):
        steps += 1
    assert steps == 2  # the last contact, and that no more are left


async def test_page_is_read_with_the_region_of_its_account(index):
    index.people.set_regions({"b": "US"})
    await write(index, "a")
    await write(index, "b", phone="(415) 555-0192")
    assert people(index) == BOTH


async def test_region_that_changed_while_the_program_was_closed_is_followed(index, path):
    await write(index, "a")
    await write(index, "b", phone="(415) 555-0192")
    await index.close()
    again = await Index.open(path, KEY)
    try:
        again.people.set_regions({"b": "US"})
        again.file.writer.relinking.know(VENDOR)
        while await again.people.step():
            pass
        assert people(again) == BOTH
    finally:
        await again.close()


async def test_relinking_goes_on_where_it_was_left(index, path, monkeypatch):
    monkeypatch.setattr("contactdesk.index.write.relinking.CONTACTS_PER_STEP", 2)
    monkeypatch.setattr("contactdesk.index.write.relinking.STEP_S", 0)
    for number in range(1, 8):
        await write(index, "b", number, f"Zoë{number} Ruiz", f"(415) 555-010{number}")
        await write(index, "a", number, f"Zoë{number} Ruiz", f"+1 415 555 010{number}")
    writer = index.file.writer
    await index.file.write(lambda: writer.relinking.begin("b", "US"))
    assert await index.file.write(writer.relinking.step)
    assert len(people(index)) == 2
    await index.close()
    again = await Index.open(path, KEY)
    try:
        again.file.writer.relinking.know(VENDOR)
        while await again.people.step():
            pass
        assert len(people(again)) == 7
        assert errors(again) == []
    finally:
        await again.close()


async def test_page_that_was_read_with_another_region_is_read_again(index):
    index.people.set_regions({"b": "US"})
    await write(index, "a")
    await write(index, "b", 2, "Anna Ruiz", "(415) 555-0100")
    index.people.set_regions({})
    await write(index, "b", phone="(415) 555-0192")
    assert people(index) == set()
    index.people.set_regions({"b": "US"})
    while await index.people.step():
        pass
    assert people(index) == BOTH
    assert errors(index) == []


async def test_number_of_an_agent_follows_the_region(index):
    await write(index, "a")
    await write(index, "b")
    assert people(index) == BOTH
    memory = {"agent_number": "(415) 555-0192", "summary": "Asked."}
    await write(index, "c", 3, "Zoë Ruiz", "+1 415 555 0100", memories=[memory])
    assert people(index) == BOTH
    index.people.set_regions({"c": "US"})
    await index.people.relink_account("c")
    assert people(index) == set()
    assert errors(index) == []


async def test_account_that_is_not_there_has_no_keys_to_make(index):
    index.people.set_regions({"none": "US"})
    await index.people.relink_account("none")
    assert errors(index) == []
