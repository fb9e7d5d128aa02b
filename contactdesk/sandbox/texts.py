"""What agents write and say about work in English: talks, summaries, tasks, notes.

`{name}` given name, `{order}` number of an order, `{date}`, `{time}`, `{item}`, `{firm}`,
`{amount}`, `{carrier}`, `{agent}` stand for what the record is about.
"""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """One kind of business: how it sounds, what is kept of it, what stays to be done."""

    entity: str
    turns: tuple[str, ...]
    summary: str
    task: tuple[str, str, str]  # type, description, priority
    notes: str


TOPICS = (
    Topic(
        "order",
        (
            "Has my order {order} shipped yet?",
            "Hi {name}! Yes, it left our warehouse this morning with {carrier}. Expected delivery"
            " is {date}.",
            "Great. Can they leave it at the side door? The front bell is broken.",
            "Done: I added a note for the driver to use the side door.",
            "You are quick. Will I get a tracking link?",
            "It is on its way to you by text message now.",
            "Got it, thank you!",
            "You're welcome. Anything else I can do for you today?",
            "That's all.",
        ),
        "Asked where order {order} is. It shipped with {carrier} and should arrive on {date}; the"
        " driver was asked to use the side door because the front bell is broken. Tracking link"
        " sent by text message.",
        ("follow_up", "Confirm that order {order} arrived on {date}", "medium"),
        "Side door, bell broken",
    ),
    Topic(
        "appointment",
        (
            "I need to move my appointment on {date}, something came up at work.",
            "No problem, {name}. I have {time} on the same day, or the morning after.",
            "{time} works. Is it still with {agent}?",
            "Yes, same room, same person. I have moved it.",
            "Do I have to bring anything?",
            "Just the referral letter and your insurance card.",
        ),
        "Moved the appointment on {date} to {time} because of work. Wants to stay with {agent}."
        " Was reminded to bring the referral letter and the insurance card.",
        ("reminder", "Send a reminder the evening before {date}, {time}", "low"),
        "Prefers late afternoons",
    ),
    Topic(
        "invoice",
        (
            "Hello, I was billed {amount} twice this month.",
            "Thank you for telling us, {name}. Let me look at the two charges.",
            "One is from the 2nd and one from the 5th, same reference.",
            "I see them. The second is a duplicate caused by a card retry; I have asked billing to"
            " refund it.",
            "How long does that take?",
            "Usually three to five working days. You will get a confirmation by e-mail.",
            "Fine. Please put our purchase order number on the corrected invoice, finance at {firm}"
            " insists on it.",
            "Noted, the corrected invoice will carry the purchase order number.",
        ),
        "Billed {amount} twice: a card retry made a duplicate charge. Refund requested from"
        " billing, three to five working days. {firm} needs the purchase order number on the"
        " corrected invoice. Calm, but will call again if it is not settled by {date}.",
        ("refund", "Check that the duplicate charge of {amount} was refunded", "high"),
        "Duplicate charge; purchase order number required",
    ),
    Topic(
        "product",
        (
            "The {item} stopped connecting after last night's update.",
            "Sorry about that, {name}. Does the light on the front blink or stay off?",
            "It blinks orange, three times, then a pause.",
            "That is the network self-test failing. Please hold the reset button for ten seconds.",
            "OK, holding it... now it is white.",
            "White is good. It will take about two minutes to come back.",
            "It's back! Should I worry about the next update?",
            "We found the fault; version 4.2.1 has the fix, and your unit is on the list for it.",
        ),
        "{item} lost its connection after the nightly update (orange, three blinks). A ten-second"
        " reset brought it back. Known fault, fixed in 4.2.1; the unit is on the list for the"
        " staged roll-out. Asked to be told before the next update.",
        ("callback", "Tell {name} before version 4.2.1 is rolled out", "medium"),
        "Reset helped; firmware 4.2.0",
    ),
    Topic(
        "return",
        (
            "I would like to return the {item} from order {order}. It is the wrong size.",
            "Of course. Would you rather exchange it or have your money back?",
            "Exchange for one size up, please, if you have it.",
            "We do. I will send the new one today and a label for the old one.",
            "Do I pay for the return?",
            "No, the label is prepaid with {carrier}.",
        ),
        "Returns the {item} of order {order} (wrong size) in exchange for one size up. Replacement"
        " sent, prepaid {carrier} label e-mailed. Old item due back by {date}.",
        ("return", "Old {item} should be back by {date}", "low"),
        "Exchange, one size up",
    ),
    Topic(
        "subscription",
        (
            "Our plan renews on {date} and I am not sure we need that many seats.",
            "Happy to look at it with you. You have 40 seats and 31 were used last month.",
            "Then 32 would do. What does that change?",
            "It brings the year down to {amount}. I can also keep the current rate for two years.",
            "Send me both as a quote, I have to show it to our board.",
            "You will have both this afternoon. When does the board meet?",
            "On the Thursday before. Call me the day after, not earlier.",
            "Agreed: I will call on the Friday.",
        ),
        "Renewal on {date}: wants 32 seats instead of 40, about {amount} a year. Asked for two"
        " quotes (one year, two years at the current rate) for the board of {firm}. Decision maker"
        " is {name}; do not call before the board has met.",
        ("quote", "Send both quotes to {firm}, call on the Friday after the board", "high"),
        "31 of 40 seats used",
    ),
    Topic(
        "booking",
        (
            "Is there still a table or a small room for twelve on {date}?",
            "There is, {name}: the garden room from {time}. Shall I hold it?",
            "Yes please. Two vegans, one nut allergy, and somebody uses a wheelchair.",
            "All noted. The garden room is step-free, and the kitchen will set a nut-free menu.",
            "Lovely. How late can I change the number of guests?",
            "Until noon the day before.",
        ),
        "Booked the garden room for twelve on {date}, {time}: two vegans, one nut allergy, step-free"
        " access needed. Number of guests may change until noon the day before. Works at {firm},"
        " invoice goes there.",
        ("confirmation", "Confirm the number of guests by noon before {date}", "medium"),
        "Nut allergy! Step-free access",
    ),
    Topic(
        "lead",
        (
            "I saw your page about the {item}. What would it cost for a team of fifteen?",
            "Thanks for calling, {name}! For fifteen people it is {amount} a year, set-up included.",
            "And does it work with what we have at {firm}?",
            "Most likely: which calendar and phone system do you use?",
            "The usual calendar, and a rather old phone system.",
            "We have a bridge for that. Would a short demo on {date} at {time} help?",
            "Yes, and invite our IT lead too.",
            "Invitation is on its way to both of you.",
        ),
        "New interest in {item} for fifteen people at {firm}; quoted {amount} a year with set-up."
        " Old phone system, needs the bridge. Demo on {date} at {time} with their IT lead. Budget"
        " is decided before the end of the quarter.",
        ("demo", "Hold the demo on {date} at {time}; bring the bridge price", "high"),
        "Old phone system: bridge needed",
    ),
)

ITEMS = [
    "Wayfinder hub",
    "Aurora desk lamp",
    "Trailhead jacket",
    "Pocket Scanner 3",
    "Nimbus router",
    "Garden Planner",
    "Kettle One",
    "Quiet Keys keyboard",
    "Summit boots",
    "Atlas standing desk",
    "Ember thermostat",
    "Team Inbox",
]
CARRIERS = ("UPS", "DHL", "FedEx", "DPD", "GLS", "PostNord", "Correos")
AGENTS = ("Dr. Albrecht", "Nurse Ito", "Mr. Bakare", "Ms. Fontana", "Dr. Yılmaz", "Ana")
PERSONAS = ("Support Ava", "Scheduler Max", "Billing Noor", "Outbound Kai", "Reception Luz")

MEETING_NOTES = (
    "Met at the spring trade fair. Interested in the two-year plan, but the budget is frozen until"
    " the new financial year. Prefers a call in the morning.",
    "Champion inside {firm}. Asks good questions about data residency; the security review is with"
    " their IT team. Next step: send the questionnaire back by {date}.",
    "Took over the account from a colleague in the summer and is still finding out who uses what."
    " Wants a monthly summary by e-mail, no calls.",
    "Long call about the {item}.\n\nWhat went well: set-up in one day, staff like it.\n"
    "What did not: the export is slow on Mondays.\n\nPromised to come back to this on {date}.",
    "Very friendly, very busy. Replies within the hour when a message is short.",
    "Wants everything in writing. Copy legal on contracts, never on scheduling.",
    "Referred by a neighbour. Compared us with two others; price matters less than somebody picking"
    " up the telephone.",
)

INSIGHTS = {
    "plan": ("starter", "team", "business", "enterprise"),
    "loyalty_number": ("LN-20418", "LN-77120", "LN-31009", "LN-55514"),
    "store": ("Downtown", "Airport", "Online", "Kraków Główny", "渋谷店"),
    "last_order": ("#8821", "#9034", "#10277", "#7719"),
    "vip": ("yes", "no"),
    "account_manager": ("Ines Falk", "Tom Adeyemi", "Rosa Lind"),
    "shipping_note": (
        "leave with neighbour",
        "call first",
        "side door",
        "لا تطرق الباب بعد الثامنة",
    ),
    "nps": ("9", "10", "7", "4"),
    "signup_campaign": ("spring-2025", "partner", "referral", "webinar_nov"),
}

LANGUAGES = {
    "en": "English",
    "es": "español",
    "fr": "français",
    "de": "Deutsch",
    "pt": "português",
    "it": "italiano",
    "sv": "svenska",
    "pl": "polski",
    "tr": "Türkçe",
    "vi": "Tiếng Việt",
    "ar": "العربية",
    "zh": "中文",
    "ja": "日本語",
    "ko": "한국어",
    "hi": "हिन्दी",
    "ru": "русский",
    "uk": "українська",
    "el": "Ελληνικά",
    "he": "עברית",
    "th": "ไทย",
}
