"""contactdesk.ui.kit.known_agents: names among all agents of an account."""

from contactdesk.ui.kit.agent_names import AgentNames
from contactdesk.ui.kit.known_agents import KnownAgents
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.nicknames import Nicknames
from contactdesk.userdata.userdata import UserData


class Agents:
    def __init__(self):
        self.found = [
            ("a", "+14155550100"),
            ("a", "+14155550111"),
            ("b", "+33155550100"),
            ("b", ""),
        ]

    async def known(self):
        return self.found


class Index:
    agents = Agents()


async def test_names_tell_the_agents_of_an_account_apart(qapp, until):
    userdata, changes = UserData(), UserDataChanges()
    assert isinstance(userdata.nicknames, Nicknames)
    agents = KnownAgents(Index(), AgentNames(userdata.nicknames, changes))
    assert agents.name("a", "+14155550100") == "…0100"
    heard = []
    agents.changed.connect(lambda: heard.append(1))
    agents.read()
    await until(lambda: heard and not agents.is_busy)
    assert agents.name("a", "+14155550111") == "…0111"
    assert agents.name("b", "") == "No persona"
    assert set(agents.all()) == set(Index.agents.found)
    agents.read()
    await until(lambda: not agents.is_busy)
    assert heard == [1]
    await userdata.nicknames.set("a", "+14155550100", "Anna")
    changes.nicknames_changed.emit()
    assert heard == [1, 1]
    assert agents.name("a", "+14155550100") == "Anna"
    assert agents.name("b", "+33155550100") == "…0100"
    agents.end()
