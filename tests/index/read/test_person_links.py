"""contactdesk.index.read.person_links: who belongs to a person, and why."""

from contactdesk.index import PersonHints, PersonLinks
from contactdesk.people.linking import MAX_CONTACTS_PER_KEY, MAX_CONTACTS_TOGETHER
from contactdesk.people.reasons import ReasonKind, Strength
from tests.index.linked import VENDOR
from tests.index.people import page

NUMBER = "+1 415 555 0192"
PHONE = [{"value": NUMBER}]
MAIL = [{"value": "m@home.example"}]


async def write(index, account, *raws):
    index.name_accounts({}, dict.fromkeys("abc", VENDOR))
    written = await index.write_changes(await index.listing(account), VENDOR, page(raws))
    return list(written.new)


def contact(number, name="Marcus Okafor", **more):
    return {"id": f"c-{number}", "name": name, **more}


def kinds(link):
    return [each.kind for each in link.reasons]


async def test_members_begin_with_the_own_contact_of_the_person(index):
    (nameless,) = await write(index, "a", contact(1, "", emails=MAIL))
    (named,) = await write(index, "b", contact(1, emails=MAIL))
    (alone,) = await write(index, "c", contact(1))
    for each in (nameless, named):
        assert await index.people.members(each) == [named, nameless]
        assert index.people.members_at_once(each) == [named, nameless]
    assert await index.people.members(alone) == [alone]
    assert await index.people.members(999) == []


async def test_link_says_why(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE, emails=MAIL))
    (other,) = await write(index, "b", contact(1, phones=[{"value": "0014155550192"}], emails=MAIL))
    links = await index.people.links(other)
    assert links.members == (one, other)
    (link,) = links.links
    assert (link.contact, link.other, link.strength) == (other, one, Strength.STRONG)
    assert kinds(link) == [ReasonKind.EMAIL, ReasonKind.PHONE, ReasonKind.NAMES_EQUAL]
    assert {link.reasons[1].text, link.reasons[1].other} == {NUMBER, "0014155550192"}
    assert links.maybes == links.shared == links.too_common == ()


async def test_contact_is_explained_by_the_one_it_has_most_in_common_with(index):
    (one,) = await write(index, "a", contact(1, emails=MAIL))
    (two,) = await write(index, "b", contact(1, emails=MAIL, phones=PHONE))
    (three,) = await write(index, "c", contact(1, phones=PHONE))
    links = await index.people.links(one)
    assert [(each.contact, each.other) for each in links.links] == [(two, one), (three, two)]


async def test_link_by_hand_says_so(index):
    (one,) = await write(index, "a", contact(1))
    (other,) = await write(index, "b", contact(1, "Anna Ruiz"))
    await index.people.set_judgements({(("a", "c-1"), ("b", "c-1")): True})
    (link,) = (await index.people.links(one)).links
    assert kinds(link) == [ReasonKind.BY_HAND, ReasonKind.NAMES_DIFFER]
    assert link.strength == Strength.CERTAIN
    assert (await index.people.links(other)).members == (one, other)


async def test_maybe_says_what_is_for_and_against_it(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE))
    (other,) = await write(index, "b", contact(1, "Маркус Окафор", phones=PHONE))
    links = await index.people.links(one)
    assert (links.members, links.links) == ((one,), ())
    (maybe,) = links.maybes
    assert (maybe.contact, maybe.other) == (other, one)
    assert links.maybe_ids() == [other]
    assert ReasonKind.OTHER_SCRIPT in kinds(maybe)


async def test_somebody_else_might_be_the_same_person_until_told_otherwise(index):
    one, another = await write(index, "a", contact(1, phones=PHONE), contact(2))
    (other,) = await write(index, "b", contact(1, "Маркус Окафор", phones=PHONE))
    assert index.people.hints_at_once(one).maybes == (other,)
    assert index.people.hints_at_once(other).maybes == (one,)
    assert index.people.hints_at_once(another) == PersonHints()
    await index.people.set_judgements({(("a", "c-1"), ("b", "c-1")): False})
    assert index.people.hints_at_once(one) == PersonHints()
    await index.people.set_judgements({})
    assert index.people.hints_at_once(one).maybes == (other,)
    await index.forget("b")
    assert index.people.hints_at_once(one) == PersonHints()


async def test_key_of_several_people_is_told(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE))
    await write(index, "b", contact(1, "Anna Ruiz", phones=PHONE))
    (shared,) = (await index.people.links(one)).shared
    assert (shared.text, shared.contacts) == (NUMBER, 2)


async def test_key_of_too_many_contacts_is_told(index):
    ids = await write(
        index, "a", *(contact(n, phones=PHONE) for n in range(MAX_CONTACTS_PER_KEY + 5))
    )
    links = await index.people.links(ids[0])
    assert links.members == (ids[0],)
    (common,) = links.too_common
    assert (common.text, common.contacts) == (NUMBER, MAX_CONTACTS_PER_KEY + 5)


async def test_person_with_several_contacts_is_one_maybe(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE))
    await write(
        index,
        "b",
        contact(1, "Маркус Окафор", phones=PHONE),
        contact(2, "Маркус Окафор", phones=PHONE),
    )
    assert len(index.people.hints_at_once(one).maybes) == 1


async def test_crowd_in_which_only_the_user_links_is_told(index):
    numbers = [f"+1 415 556 {each:04}" for each in range(MAX_CONTACTS_TOGETHER + 2)]
    callers = [
        contact(n, "", phones=[{"value": each} for each in numbers[n : n + 2]])
        for n in range(MAX_CONTACTS_TOGETHER + 1)
    ]
    ids = await write(index, "a", *callers, contact(9_000))
    assert index.people.hints_at_once(ids[0]).is_crowded
    assert (await index.people.links(ids[0])).is_crowded
    assert index.people.hints_at_once(ids[-1]) == PersonHints()
    assert not (await index.people.links(ids[-1])).is_crowded
    await index.people.set_judgements({(("a", "c-0"), ("a", "c-9000")): True})
    links = await index.people.links(ids[-1])
    assert (sorted(links.members), links.is_crowded) == ([ids[0], ids[-1]], True)


async def test_number_of_an_agent_is_told(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE))
    memory = {"agent_number": "+14155550192", "summary": "Asked."}
    await write(index, "b", contact(1, "Zoë Ruiz", memories=[memory]))
    assert (await index.people.links(one)).agent_numbers == (NUMBER,)


async def test_contact_that_is_gone_has_no_links(index):
    assert await index.people.links(999) == PersonLinks()


async def test_record_that_cannot_be_read_is_no_obstacle(index):
    (one,) = await write(index, "a", contact(1, phones=PHONE))
    await write(
        index,
        "b",
        b'{"id": "c-1", "name": {"a": [1]}, "phones": [{"value": "%s"}, 7]}' % NUMBER.encode(),
    )
    links = await index.people.links(one)
    assert links.members[0] == one
