"""Names as people bear them, and as other people write them down.

Nothing here is taken from the linker: the lists and the ways to misspell are those of address books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

WOMEN = [
    "Mary",
    "Jennifer",
    "Linda",
    "Patricia",
    "Elizabeth",
    "Susan",
    "Jessica",
    "Sarah",
    "Karen",
    "Lisa",
    "Nancy",
    "Betty",
    "Sandra",
    "Ashley",
    "Emily",
    "Kimberly",
    "Margaret",
    "Donna",
    "Michelle",
    "Carol",
    "Amanda",
    "Melissa",
    "Deborah",
    "Stephanie",
    "Rebecca",
    "Laura",
    "Sharon",
    "Cynthia",
    "Kathleen",
    "Amy",
    "Angela",
    "Shirley",
    "Anna",
    "Brenda",
    "Pamela",
    "Nicole",
    "Emma",
    "Samantha",
    "Katherine",
    "Christine",
    "Helen",
    "Debra",
    "Rachel",
    "Carolyn",
    "Janet",
    "Catherine",
    "Heather",
    "Diane",
    "Olivia",
    "Julie",
    "Joyce",
    "Victoria",
    "Ruth",
    "Virginia",
    "Lauren",
    "Kelly",
    "Christina",
    "Joan",
    "Evelyn",
    "Judith",
    "Andrea",
    "Hannah",
    "Megan",
    "Alice",
    "Jean",
    "Gloria",
    "Teresa",
    "Sara",
    "Janice",
    "Doris",
    "Madison",
    "Julia",
    "Grace",
    "Abigail",
    "Marie",
    "Denise",
    "Amber",
    "Brittany",
    "Erin",
    "Dawn",
    "Tiffany",
    "Vanessa",
    "Molly",
    "Paige",
    "Chelsea",
    "Holly",
    "Tara",
    "Leah",
    "Claire",
    "Audrey",
    "Naomi",
    "Fiona",
    "Bridget",
    "Morgan",
]
MEN = [
    "James",
    "Robert",
    "John",
    "Michael",
    "David",
    "William",
    "Richard",
    "Joseph",
    "Thomas",
    "Christopher",
    "Charles",
    "Daniel",
    "Matthew",
    "Anthony",
    "Mark",
    "Donald",
    "Steven",
    "Andrew",
    "Paul",
    "Joshua",
    "Kenneth",
    "Kevin",
    "Brian",
    "George",
    "Timothy",
    "Ronald",
    "Jason",
    "Edward",
    "Jeffrey",
    "Ryan",
    "Jacob",
    "Gary",
    "Nicholas",
    "Eric",
    "Jonathan",
    "Stephen",
    "Larry",
    "Justin",
    "Scott",
    "Brandon",
    "Benjamin",
    "Samuel",
    "Gregory",
    "Alexander",
    "Patrick",
    "Frank",
    "Raymond",
    "Jack",
    "Dennis",
    "Jerry",
    "Tyler",
    "Aaron",
    "Jose",
    "Adam",
    "Nathan",
    "Henry",
    "Zachary",
    "Douglas",
    "Peter",
    "Kyle",
    "Noah",
    "Ethan",
    "Jeremy",
    "Walter",
    "Christian",
    "Keith",
    "Austin",
    "Roger",
    "Terry",
    "Sean",
    "Gerald",
    "Carl",
    "Dylan",
    "Harold",
    "Jordan",
    "Jesse",
    "Bryan",
    "Lawrence",
    "Arthur",
    "Gabriel",
    "Bruce",
    "Logan",
    "Billy",
    "Albert",
    "Joe",
    "Willie",
    "Alan",
    "Juan",
    "Wayne",
    "Ralph",
    "Roy",
    "Eugene",
    "Randy",
    "Vincent",
    "Russell",
    "Louis",
    "Philip",
    "Bobby",
    "Johnny",
    "Bradley",
]
FAMILIES = [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Miller",
    "Davis",
    "Wilson",
    "Anderson",
    "Taylor",
    "Thomas",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Thompson",
    "White",
    "Harris",
    "Clark",
    "Lewis",
    "Robinson",
    "Walker",
    "Young",
    "Allen",
    "King",
    "Wright",
    "Scott",
    "Hill",
    "Green",
    "Adams",
    "Nelson",
    "Baker",
    "Hall",
    "Campbell",
    "Mitchell",
    "Carter",
    "Roberts",
    "Phillips",
    "Evans",
    "Turner",
    "Parker",
    "Edwards",
    "Collins",
    "Stewart",
    "Morris",
    "Murphy",
    "Cook",
    "Rogers",
    "Morgan",
    "Cooper",
    "Peterson",
    "Bailey",
    "Reed",
    "Kelly",
    "Howard",
    "Cox",
    "Ward",
    "Richardson",
    "Watson",
    "Brooks",
    "Wood",
    "James",
    "Bennett",
    "Gray",
    "Hughes",
    "Price",
    "Myers",
    "Long",
    "Foster",
    "Sanders",
    "Ross",
    "Powell",
    "Sullivan",
    "Russell",
    "Jenkins",
    "Perry",
    "Butler",
    "Barnes",
    "Fisher",
    "O'Brien",
    "O'Connor",
    "McDonald",
    "McCarthy",
]
STARTS = [
    "Ash",
    "Black",
    "Brad",
    "Brook",
    "Burn",
    "Carl",
    "Chat",
    "Clay",
    "Cold",
    "Craw",
    "Dal",
    "Dun",
    "East",
    "Elm",
    "Fair",
    "Farn",
    "Green",
    "Hal",
    "Hart",
    "Haw",
    "Hol",
    "Kin",
    "Lang",
    "Lin",
    "Lock",
    "Mar",
    "Mel",
    "Nor",
    "Oak",
    "Pem",
    "Rad",
    "Red",
    "Rock",
    "Shel",
    "Stan",
    "Ston",
    "Thorn",
    "Wal",
    "Wood",
    "York",
]
ENDS = [
    "bridge",
    "brook",
    "burn",
    "by",
    "dale",
    "den",
    "field",
    "ford",
    "gate",
    "ham",
    "hurst",
    "land",
    "ley",
    "man",
    "more",
    "ridge",
    "ton",
    "ville",
    "well",
    "wick",
    "wood",
    "worth",
]
SPANISH_WOMEN = [
    "Maria",
    "Carmen",
    "Ana",
    "Isabel",
    "Laura",
    "Cristina",
    "Marta",
    "Lucia",
    "Elena",
    "Sofia",
    "Paula",
    "Rosa",
    "Pilar",
    "Teresa",
    "Beatriz",
    "Gabriela",
    "Daniela",
    "Valentina",
    "Camila",
    "Adriana",
    "Veronica",
    "Patricia",
    "Alejandra",
    "Guadalupe",
    "Silvia",
    "Monica",
]
SPANISH_MEN = [
    "Jose",
    "Antonio",
    "Juan",
    "Manuel",
    "Francisco",
    "Luis",
    "Javier",
    "Miguel",
    "Carlos",
    "Alejandro",
    "Rafael",
    "Pedro",
    "Fernando",
    "Jorge",
    "Alberto",
    "Sergio",
    "Diego",
    "Ricardo",
    "Eduardo",
    "Roberto",
    "Andres",
    "Pablo",
    "Guillermo",
    "Enrique",
    "Raul",
    "Oscar",
]
SPANISH_FAMILIES = [
    "García",
    "Rodríguez",
    "Martínez",
    "Hernández",
    "López",
    "González",
    "Pérez",
    "Sánchez",
    "Ramírez",
    "Torres",
    "Flores",
    "Rivera",
    "Gómez",
    "Díaz",
    "Cruz",
    "Morales",
    "Reyes",
    "Gutiérrez",
    "Ortiz",
    "Ramos",
    "Ruiz",
    "Mendoza",
    "Álvarez",
    "Castillo",
    "Jiménez",
    "Moreno",
    "Romero",
    "Herrera",
    "Medina",
    "Aguilar",
    "Vargas",
    "Castro",
    "Fernández",
    "Guzmán",
    "Muñoz",
    "Salazar",
    "Soto",
    "Delgado",
    "Peña",
    "Vega",
]
GERMAN_WOMEN = [
    "Anna",
    "Ursula",
    "Monika",
    "Petra",
    "Sabine",
    "Renate",
    "Karin",
    "Andrea",
    "Claudia",
    "Susanne",
    "Julia",
    "Katharina",
    "Stefanie",
    "Christina",
    "Birgit",
    "Heike",
    "Gabriele",
    "Martina",
    "Nicole",
    "Sandra",
    "Silke",
    "Anja",
    "Johanna",
    "Lena",
    "Lea",
    "Franziska",
    "Jana",
]
GERMAN_MEN = [
    "Peter",
    "Michael",
    "Thomas",
    "Andreas",
    "Wolfgang",
    "Klaus",
    "Jürgen",
    "Günter",
    "Stefan",
    "Christian",
    "Uwe",
    "Werner",
    "Frank",
    "Markus",
    "Matthias",
    "Jörg",
    "Alexander",
    "Martin",
    "Jens",
    "Sven",
    "Florian",
    "Tobias",
    "Lukas",
    "Jonas",
    "Björn",
    "Götz",
    "Maximilian",
]
GERMAN_FAMILIES = [
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Schäfer",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Schröder",
    "Neumann",
    "Schwarz",
    "Zimmermann",
    "Braun",
    "Krüger",
    "Hofmann",
    "Hartmann",
    "Lange",
    "Werner",
    "Krause",
    "Lehmann",
    "Köhler",
    "Maier",
    "König",
    "Walter",
    "Huber",
    "Kaiser",
    "Fuchs",
    "Peters",
    "Scholz",
    "Möller",
    "Weiß",
    "Jung",
    "Hahn",
]
ASIAN_GIVEN = [
    "Wei",
    "Fang",
    "Min",
    "Jing",
    "Li",
    "Qiang",
    "Lei",
    "Yang",
    "Yong",
    "Jun",
    "Jie",
    "Juan",
    "Tao",
    "Chao",
    "Ping",
    "Gang",
    "Hui",
    "Xin",
    "Yan",
    "Bo",
    "Hao",
    "Ying",
    "Mei",
    "Lan",
    "Xiaoming",
    "Zhiwei",
    "Jianhua",
    "Minjun",
    "Jiyoung",
    "Seojun",
    "Hana",
    "Soyeon",
    "Yuki",
    "Haruto",
    "Sakura",
    "Kenji",
    "Akiko",
]
ASIAN_FAMILIES = [
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Huang",
    "Zhao",
    "Wu",
    "Zhou",
    "Xu",
    "Sun",
    "Ma",
    "Zhu",
    "Hu",
    "Guo",
    "He",
    "Lin",
    "Gao",
    "Luo",
    "Kim",
    "Lee",
    "Park",
    "Choi",
    "Jung",
    "Kang",
    "Cho",
    "Tanaka",
    "Suzuki",
    "Sato",
    "Takahashi",
    "Watanabe",
    "Ito",
    "Yamamoto",
    "Nakamura",
    "Nguyen",
    "Tran",
    "Pham",
    "Le",
]
INDIAN_GIVEN = [
    "Aarav",
    "Priya",
    "Rahul",
    "Anjali",
    "Amit",
    "Pooja",
    "Rohan",
    "Neha",
    "Vikram",
    "Kavita",
    "Sanjay",
    "Sunita",
    "Arjun",
    "Deepa",
    "Rajesh",
    "Lakshmi",
    "Suresh",
    "Meena",
    "Anil",
    "Divya",
    "Manish",
    "Ritu",
    "Karthik",
    "Swati",
    "Nikhil",
    "Shreya",
    "Ashok",
    "Rekha",
    "Vijay",
    "Nisha",
]
INDIAN_FAMILIES = [
    "Sharma",
    "Patel",
    "Singh",
    "Kumar",
    "Gupta",
    "Reddy",
    "Iyer",
    "Mehta",
    "Shah",
    "Verma",
    "Rao",
    "Nair",
    "Joshi",
    "Desai",
    "Chopra",
    "Malhotra",
    "Kapoor",
    "Banerjee",
    "Mukherjee",
    "Das",
    "Bhat",
    "Kulkarni",
    "Menon",
    "Agarwal",
    "Jain",
    "Pillai",
    "Saxena",
    "Khanna",
    "Bose",
    "Sinha",
]
ARAB_GIVEN = [
    "Mohammed",
    "Ahmed",
    "Ali",
    "Omar",
    "Fatima",
    "Aisha",
    "Hassan",
    "Hussein",
    "Khalid",
    "Layla",
    "Mariam",
    "Yousef",
    "Ibrahim",
    "Zainab",
    "Nour",
    "Mustafa",
    "Samira",
    "Karim",
    "Amina",
    "Tariq",
    "Salma",
    "Rashid",
    "Huda",
    "Bilal",
    "Yasmin",
    "Mahmoud",
    "Rania",
    "Faisal",
    "Dina",
    "Walid",
]
ARAB_FAMILIES = [
    "Al-Farsi",
    "Haddad",
    "Khoury",
    "Mansour",
    "Nasser",
    "Saleh",
    "Hamdan",
    "Aziz",
    "Farouk",
    "Qasim",
    "Rahman",
    "Sharif",
    "Shaheen",
    "Younes",
    "Abdallah",
    "Bakr",
    "Darwish",
    "El-Sayed",
    "Ghanem",
    "Hakim",
    "Issa",
    "Jaber",
    "Khalil",
    "Najjar",
    "Obeid",
    "Sabbagh",
    "Tahan",
    "Zaki",
]

CYRILLIC_WOMEN = (
    "Анна:Anna Мария:Maria/Mariya Елена:Elena/Yelena/Olena Ольга:Olga/Olha Наталья:Natalia/Natalya "
    "Ирина:Irina/Iryna Татьяна:Tatiana/Tatyana Юлия:Julia/Yulia/Iuliia Екатерина:Ekaterina/Katerina "
    "Светлана:Svetlana/Svitlana Дарья:Daria/Darya Ксения:Ksenia/Xenia Алина:Alina Вера:Vera"
)
CYRILLIC_MEN = (
    "Александр:Alexander/Aleksandr/Oleksandr Сергей:Sergey/Sergei Дмитрий:Dmitry/Dmitri/Dmitriy "
    "Алексей:Alexey/Aleksei/Alexei Андрей:Andrey/Andrei Михаил:Mikhail/Michail Иван:Ivan "
    "Николай:Nikolay/Nikolai Юрий:Yuri/Yury/Iurii Владимир:Vladimir/Wladimir Евгений:Evgeny/Eugene "
    "Павел:Pavel Олег:Oleg/Oleh Максим:Maxim/Maksim Виктор:Viktor/Victor Роман:Roman"
)
CYRILLIC_FAMILIES = (
    "Иванов:Ivanov/Iwanow Петров:Petrov/Petrow Смирнов:Smirnov Кузнецов:Kuznetsov/Kuznecov "
    "Попов:Popov Васильев:Vasiliev/Vasilyev Соколов:Sokolov Михайлов:Mikhailov/Mikhaylov "
    "Новиков:Novikov Федоров:Fedorov/Fyodorov Морозов:Morozov Волков:Volkov/Wolkow "
    "Алексеев:Alekseev/Alexeev Лебедев:Lebedev Семенов:Semenov/Semyonov Егоров:Egorov/Yegorov "
    "Павлов:Pavlov Козлов:Kozlov Степанов:Stepanov Николаев:Nikolaev Орлов:Orlov Андреев:Andreev "
    "Захаров:Zakharov/Zaharov Шевченко:Shevchenko/Schewtschenko Коваленко:Kovalenko Бойко:Boyko/Boiko"
)

NICKNAMES = (
    "Robert:Bob,Rob,Bobby William:Bill,Will,Billy,Liam James:Jim,Jimmy,Jamie John:Jack,Johnny Michael:Mike,Mick "
    "Richard:Rick,Dick,Rich Thomas:Tom,Tommy Christopher:Chris,Topher Charles:Charlie,Chuck Daniel:Dan,Danny "
    "Matthew:Matt Anthony:Tony Donald:Don,Donnie Steven:Steve Stephen:Steve Andrew:Andy,Drew "
    "Joshua:Josh Kenneth:Ken,Kenny Timothy:Tim Ronald:Ron Edward:Ed,Eddie,Ted,Ned Jeffrey:Jeff "
    "Jacob:Jake Nicholas:Nick Jonathan:Jon Lawrence:Larry Benjamin:Ben Samuel:Sam,Sammy Gregory:Greg "
    "Alexander:Alex,Sasha,Lex Patrick:Pat,Paddy Raymond:Ray Zachary:Zach Douglas:Doug Peter:Pete "
    "Gerald:Jerry Albert:Al,Bert Eugene:Gene Vincent:Vince Philip:Phil Bradley:Brad Joseph:Joe,Joey "
    "David:Dave Elizabeth:Liz,Beth,Betty,Lizzie,Eliza Jennifer:Jen,Jenny Patricia:Pat,Patty,Trish,Tricia "
    "Margaret:Maggie,Peggy,Meg,Marge Susan:Sue,Suzie Jessica:Jess Katherine:Kate,Kathy,Katie,Kat "
    "Catherine:Cathy,Kate,Cat Kathleen:Kathy,Kath Deborah:Deb,Debbie Rebecca:Becky,Becca "
    "Stephanie:Steph Christine:Chris,Chrissy Christina:Tina,Chris Samantha:Sam Pamela:Pam Victoria:Vicky,Tori "
    "Amanda:Mandy Melissa:Mel,Missy Cynthia:Cindy Kimberly:Kim Sandra:Sandy Barbara:Barb Nancy:Nan "
    "Abigail:Abby Jacqueline:Jackie Teresa:Terry,Tess Virginia:Ginny Judith:Judy Angela:Angie "
    "Francisco:Paco,Pancho Jose:Pepe Antonio:Toni,Toño Guadalupe:Lupe Manuel:Manolo Eduardo:Lalo "
    "Alejandro:Alex Alejandra:Ale Gabriela:Gaby Daniela:Dani Guillermo:Memo Enrique:Quique Javier:Javi "
    "Maximilian:Max,Maxi Katharina:Kathi,Katja Stefanie:Steffi Johanna:Hanna,Jo Matthias:Matze "
    "Wolfgang:Wolf Franziska:Franzi Tobias:Tobi Ursula:Uschi Sergey:Seryozha,Serge Dmitry:Dima "
    "Ekaterina:Katya Tatiana:Tanya Natalia:Natasha Elena:Lena Anna:Anya Mikhail:Misha Vladimir:Vova"
)
TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.")
NEARBY = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "sncxrdgjkolkmbpqwtrytcsxzs".replace("q", "a"), strict=False)
)


def nicknames() -> dict[str, list[str]]:
    pairs = (each.split(":") for each in NICKNAMES.split())
    return {name: short.split(",") for name, short in pairs}


def spellings(text: str) -> list[tuple[str, list[str]]]:
    """(in Cyrillic, in Latin letters in several ways)."""
    pairs = (each.split(":") for each in text.split())
    return [(own, latin.split("/")) for own, latin in pairs]


def common_first(random: Random, items: Sequence[str]) -> str:
    """One of a list whose first items are the most frequent."""
    return items[min(int(len(items) * random.random() ** 1.7), len(items) - 1)]


@dataclass
class Bearer:
    """A person's names: given and family as most write them, other ways to write each, and both
    in the person's own script if that is not Latin."""

    given: str
    family: str
    is_woman: bool
    given_variants: list[str] = field(default_factory=list)
    family_variants: list[str] = field(default_factory=list)
    own_script: tuple[str, str] | None = None
    middle: str = ""
    maiden: str = ""
    generation: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


def english_family(random: Random) -> str:
    if random.random() < 0.45:
        return common_first(random, FAMILIES)
    return random.choice(STARTS) + random.choice(ENDS)


CULTURES = ("english",) * 55 + ("spanish",) * 15 + ("german",) * 9 + ("cyrillic",) * 6
CULTURES += ("asian",) * 6 + ("indian",) * 5 + ("arab",) * 4
LISTS = {
    "spanish": (SPANISH_WOMEN, SPANISH_MEN, SPANISH_FAMILIES),
    "german": (GERMAN_WOMEN, GERMAN_MEN, GERMAN_FAMILIES),
    "asian": (ASIAN_GIVEN, ASIAN_GIVEN, ASIAN_FAMILIES),
    "indian": (INDIAN_GIVEN, INDIAN_GIVEN, INDIAN_FAMILIES),
    "arab": (ARAB_GIVEN, ARAB_GIVEN, ARAB_FAMILIES),
}
CYRILLIC = tuple(map(spellings, (CYRILLIC_WOMEN, CYRILLIC_MEN, CYRILLIC_FAMILIES)))


def new_bearer(random: Random, relative: Bearer | None = None) -> Bearer:
    """A person's names; of a relative's culture and family, if there is one."""
    if relative is not None and relative.own_script:
        return cyrillic_bearer(random, relative)
    culture = culture_of(relative) if relative else random.choice(CULTURES)
    if culture == "cyrillic":
        return cyrillic_bearer(random, None)
    is_woman = random.random() < 0.5
    women, men, families = LISTS.get(culture, (WOMEN, MEN, ()))
    given = common_first(random, women if is_woman else men)
    if relative:
        family = relative.family
    elif culture == "english":
        family = english_family(random)
    else:
        family = common_first(random, families)
        if culture == "spanish" and random.random() < 0.35:
            family = f"{family} {common_first(random, families)}"
    bearer = Bearer(given, family, is_woman)
    bearer.given_variants = nicknames().get(given, [])
    if culture == "english" and random.random() < 0.5:
        bearer.middle = common_first(random, women if is_woman else men)
    return bearer


def culture_of(relative: Bearer) -> str:
    for culture, (_women, _men, families) in LISTS.items():
        if relative.family.split()[0] in families:
            return culture
    return "english"


def cyrillic_bearer(random: Random, relative: Bearer | None) -> Bearer:
    women, men, families = CYRILLIC
    is_woman = random.random() < 0.5
    own_given, given = random.choice(women if is_woman else men)
    own_family, family = random.choice(families)
    if relative is not None and relative.own_script:
        own_family, family = relative.own_script[1], [relative.family, *relative.family_variants]
        ends_as_man = not own_family.endswith("а")
        family = [each.removesuffix("a") for each in family]
        own_family = own_family if ends_as_man else own_family[:-1]
    if is_woman and own_family.endswith(("ов", "ев")):
        own_family, family = f"{own_family}а", [f"{each}a" for each in family]
    variants = [*given[1:], *nicknames().get(given[0], [])]
    return Bearer(given[0], family[0], is_woman, variants, family[1:], (own_given, own_family))


def misspelled(random: Random, word: str) -> str:
    """A word with one slip: a letter left out, doubled, swapped with the next, or mistyped."""
    if len(word) < 3:
        return word
    at = random.randrange(1, len(word))
    slip = random.randrange(4)
    if slip == 0:
        return word[:at] + word[at + 1 :]
    if slip == 1:
        return word[:at] + word[at] + word[at:]
    if slip == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + NEARBY.get(word[at].lower(), "e") + word[at + 1 :]
