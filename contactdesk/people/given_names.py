"""Given names and what they are called for short, and other ways to write them.

Each line is a name and its forms; a form may be in several lines: Alex is Alexander or Alexandra.
Two forms of a line are the same name, two names at the start of lines are different ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

NAMES = """
aaron ron ronnie
abigail abby abbie gail
abraham abe bram
adam
adrian
adriana adrianna
agnes
alan al allan allen
albert al bert bertie
alberto beto
alejandra ale alex
alejandro alex ale jandro
aleksei alexey alexei aleksey alexej oleksiy lyosha
alexander alex al sandy xander sasha sascha lex aleksandr alexandr aleksander oleksandr
alexandra alex sandra sandy sasha lexi alexa aleksandra oleksandra
alfred al fred alf alfie
alice ali
alison allison ali ally
amanda mandy
amelia amy millie
anastasia nastya anastasiya stacy
andrea andy
andreas andy
andrei andrey andriy
andres andy
andrew andy drew
angela angie
anita
anna anne ann annie anya
anthony tony anton ant
antoine tony
antonia toni
antonio tony toni tonio
archibald archie
arnold arnie
arthur art artie
astrid
august gus
augustus gus
barbara barb barbie babs
bartholomew bart
beatrice bea trixie
beatriz bea
benjamin ben benny benji
bernadette bernie
bernard bernie
birgit biggi
bogdan bohdan
bradley brad
brenda
brian bryan
bridget bridie biddy
bruno
calvin cal
cameron cam
camila cami
carl karl
carla
carlos charlie
carmen
carol
carolina caro
caroline carolyn carrie
cassandra cassie
catherine katherine kathryn catharine kate katie kathy cathy kat kit kitty katharine cate ekaterina yekaterina kateryna katerina katya
cecilia cissy cece
charles charlie chuck chaz chas
charlotte charlie lottie
chester chet
chloe
christel
christian chris
christina christine chris tina christy kristina kristine cristina chrissy
christine chrissy
christoph chris
christopher chris kit topher kristopher
cindy cynthia
clara klara
clarence
claudia
clifford cliff
colin
constance connie
cornelius neil
craig
cristian chris
curtis curt kurt
cynthia cindy
dagmar
daniel dan danny
daniela dani
danielle dani
daria darya dasha dariya
david dave davey
deborah debra deb debbie
dennis denny denis
derek derrick
diana diane di
diego
dieter
dmitri dmitry dmitriy dmytro dima mitya
dominic dominick dom nick
donald don donny donnie
donna
doris
dorothy dot dottie dolly
douglas doug
duncan
edgar ed eddie
edith edie
edmund ed eddie ted ned
eduardo eddie edu lalo
edward ed eddie ted teddy ned
edwin ed eddie
edwina winnie
eleanor ellie nell nellie nora eleanore elinor
elena lena helena yelena olena
elias
elijah eli
elizabeth elisabeth liz lizzie beth betty eliza bess betsy libby lisa elisa
elke
ellen nell ellie
emil
emilia emmy
emily em emmy
emma
emmanuel manny manu
enrique quique kike
eric erik erich
erica erika
erin
ernest ernie
esther essie
eugene gene evgeny evgenii yevgeny yevhen
eugenia evgenia yevgenia genie
eva eve evi
evelyn evie
fabian fabi
faith
felipe pipe
felix
ferdinand ferdy fred
fernando nando
fiona fi
florence flo flossie
frances fran francie frannie
francesca fran franny
francesco franco
francis frank fran
francisco paco pancho frank cisco kiko
franklin frank
franz franzi
franziska franzi
frederick fred freddie freddy frederic fredrick friedrich frederik
gabriel gabe
gabriela gabriella gabby gabi
gareth gary
gary garry
genevieve gen jenny
geoffrey jeffrey jeff geoff
georg jorg jurgen
george georgie
georgina georgie
gerald gerry jerry
gerard gerry
gerhard gerd
gertrude trudy gert
giovanni gianni
gisela
giuseppe beppe peppe pino
gloria
gonzalo
grace gracie
graham graeme
gregory greg gregor
greta
guadalupe lupe lupita
guillermo memo willy
gunter gunther guenter
gustavo gus tavo
gwendolyn gwen
hannah hanna hana
hans
harold harry hal
harriet hattie
harry
hassan hasan
heather
hector
heike
heiko
heinrich heinz heini
helen nell nellie
henry hank harry hal
herbert herb bert
herman
howard howie
hubert bert
hugh hughie
hussein husain hossein hussain
ibrahim ebrahim
ignacio nacho
igor ihor
ines
ingrid inge
irene
irina ira iryna
isaac ike
isabel isabella isabelle bella izzy belle isobel isa chabela
ivan vanya
jacob jake jakob
jacqueline jackie
jaime
james jim jimmy jamie jem
jan
jana
jane jenny janie
janet jan
janice jan
jasmine jaz
jason jay
javier javi
jean jeannie
jennifer jen jenny jenna
jens
jeremiah jerry
jeremy jem jerry
jerome jerry
jesse jess
jessica jess jessie
jesus chuy chucho
jill gillian gill
joan joanie
joann joanne jo
joanna johanna jo
joaquin quino
johanna hanna
johannes hans hannes jo
john jack johnny jon
jonas
jonathan jon jonny nathan johnathan
jorge
jose pepe joe
josef sepp
joseph joe joey jo
josephine jo josie fina
joshua josh
joyce
juan juanito
juana juanita
judith judy jude
julia julie jules iuliia yuliya yulia
julian jules
julie jules
julio
jurgen juergen
karen
karim kareem
karin
karolina
katarzyna kasia
katharina kathi katja kathrin katrin kati
kathleen kathy kath kate katie
katja
kenneth ken kenny
kevin kev
khalid khaled
kimberly kim kimberley kimmy
kirill kyrylo cyril
konrad conrad conny
konstantin kostya
kristen kristin
kristof
ksenia xenia kseniya
larry lawrence laurence
lars
laura laurie
lauren laurie
lawrence laurence larry laurie lorenzo
leila layla laila
lena
leonard leo len lenny
leonardo leo
leopold leo poldi
leslie les lesley
lewis louis lou lew louie
lillian lily lil lilian
linda lindy
lisa
lorena
lorraine lori lorrie
louise lou lulu
lucas luke lukas
lucia lucy
lucille lucy lou
lucy
ludwig lutz
luis lucho
luisa lulu
lydia
madeline maddie madeleine maddy
magdalena lena magda
mahmoud mahmud
malcolm mal
manfred manni
manuel manny manolo manu
manuela manu
mara
marcel
marco marko
marcus mark marc markus
marek
margaret maggie meg peggy marge margie greta daisy rita madge maisie margret
margarita rita marga
maria
marianne mary
marie
marilyn
mario
mark marc
marta
martha marty
martin marty
martina tina
marvin marv
mary molly polly mamie
mateo
mateusz
matilda tilda tilly mattie
matthew matt matty mathew
matthias matt mattias mathias matze hias
maureen mo
maurice morrie
maxim maksim maksym
maximilian max maxi
maxine max
maxwell max
megan meg meghan
melanie mel
melissa missy mel lissa
melvin mel
mercedes mercy
michael mike mikey mick mickey micky mickie mikhail mykhailo misha micha mikael
michaela micki mika
mia
michelle shelly micki
miguel mike
mildred millie
miriam mimi
mitchell mitch
mohammed mohamed muhammad mohammad mohamad muhammed mehmet mo
monica monika
morris morrie
mustafa mostafa
nadia nadya nadja
nancy nan
naomi
natalia natasha nataliya natalya tasha
natalie nat nattie nathalie
nathan nate nat
nathaniel nate nat nathan nathanael
nicholas nick nicky nicolas nico nikolas klaus
nicole nicky nikki nicola
nikita
nikolai nikolay kolya mykola
nina
noah
nora
norman norm
oleg oleh
olga olya
oliver ollie
olivia liv livvy livia
oscar
otto
pablo
pamela pam
patricia pat patty trish tricia patsy
patrick pat paddy rick
paul
paula
pavel pavlo pasha
pedro
penelope penny
peter pete
petra
philip phillip phil pip philipp felipe
phyllis
piotr peter
priscilla cilla prissy
rachel rachael rae
rafael raphael rafa rafi ralph
ralf ralph
ramon moncho
ramona
randall randy
randolph randy
raul
raymond ray
rebecca becky becca rebekah
regina gina
reginald reg reggie
renata
renate
ricardo rick richie rico
richard rick dick rich richie ricky rik
robert bob rob bobby robbie bert robin
roberta bobbie robbie
roberto beto rob
roderick rod
rodney rod
rodrigo rodri
roger rodge
roland rolly
roman
ronald ron ronnie
rosa rosita
rosalind ros roz
rosario charo
rose rosie
rosemary rosie romy
roxanne roxy
ruben
rudolf rudy rudolph rolf
rupert
russell russ rusty
ruth ruthie
sabine
salvador chava sal
salvatore sal sammy
samantha sam sammy
samuel sam sammy
sandra sandy
santiago santi
sara sarah sally
sean shaun shawn
sebastian seb bastian basti
sergei sergey serhiy serge seryozha
sergio
sharon shari
sheila
shirley
sidney sid sydney
siegfried sigi
simon si
sofia sophia sophie
sofie
solomon sol
sonia sonya sonja
stanislaw stan staszek
stanley stan
stefan steffen
stefanie steffi
stella
stephanie steph stefanie stevie steffi
stephen steven steve stevie
stuart stu stewart
susan sue susie suzy suzie susanna susannah
susana susi
susanne susi suzanne sanne
sven
svetlana sveta svitlana
sylvia silvia syl
tabitha tabby
tamara tammy
tariq tarek
tatiana tanya tatyana tetiana
terence terry terrance terrence
teresa theresa therese terry tess tessa teri tere
thaddeus thad tad
theodora dora thea
theodore theo ted teddy teodor theodor
thomas tom tommy tomas
timothy tim timmy
tobias toby tobi
tom
toni
tracy tracey
ulrich uli ulli
ulrike uli ulla
ursula uschi ursel
uwe
valentina valya tina
valerie val
vanessa nessa
vasily vasiliy vasyl vasya
vera
veronica ronnie vero veronika
victor vic viktor
victoria vicky vicki tori viktoria
vincent vince vinny
vincenzo enzo
virginia ginny ginger
vivian viv vivienne
vladimir vova volodya volodymyr wladimir
walter walt wally
wanda
warren
wendy
werner
wesley wes
wilfred wilf fred
wilhelm willi willy
willem wim
william will bill billy willie liam willy
winifred winnie fred
winston
wolfgang wolf wolfi
xavier xavi
xiomara
yaroslav slava
yousef youssef yusuf yosef joseph
yury yuri yuriy iurii
yvonne
zachary zach zack zachariah zak
zainab zaynab
zoe zoey
"""

OTHER_NAMES = """
aaliyah addison adela adeline aiden aileen aimee alana alexia alexis alicia alina alma alyssa
amara amber amina amir amit ana angel angelica angelina angelo anika anjali annabelle annette
april aria ariana arianna ariel arjun armando arturo asher ashley ashton athena aubrey audrey
aurora austin ava avery axel ayesha bailey barry bernice bethany beverly blake bonnie boris brandi
brandon brandy braxton brayden brent brett briana brianna brittany brooke brooklyn bruce bryce
bryson byron caleb callie camille camilo candace carlton carmelo carson carter casey celeste celia
cesar chad chandler chantal charlene chase chelsea cheryl christa ciara claire clark claude clay
clayton clint clinton cody colby cole colleen colton connor cooper cora corey courtney cruz
crystal dakota dale dallas dalton damian damon dana danica danna dante darius darlene darrell
darren darryl dawn dawson dean deanna declan deepa delia delores denise desiree destiny devin
devon dexter dolores dominique donovan doreen dorian duane dustin dwayne dwight dylan earl easton
edna eileen elaine eleni elise elisha ella elliot elliott elsa elsie elvira emerson emilio emmett
ernesto esteban estelle ethan etta evan everett ezekiel ezra farid fatima faye felicia felicity
fernanda flora francine freya galen garrett gavin geneva georgia gerardo gianna giselle glenda
glenn gordon grant grayson griffin guy hailey haley harley harper harvey hayden hazel heidi hilary
holden holly hope hugo hunter ian ida imani iris isaiah ismael israel iva ivy jace jada jade jaden
jamal jamel janelle janine jared jasmin jaxon jayden jayla jeanette jeanne jocelyn jodi joel
jolene jordan josiah joy julianna june justin kaitlyn kara karina karla katelyn katrina kayla
kaylee keith kelley kelly kelsey kendall kendra kennedy kerry kian kiana kiara kira kirk krista
kristi kristy kyla kyle kylie lacey lakshmi lamar lana lance landon lara leah leilani leon leona
leroy levi lila lillie lina lindsay lindsey lionel logan lois lola loretta lorna louella lucinda
luna luther lyle lynn mabel mack mackenzie madelyn madison makayla malachi malik marcella marcia
mariah mariana maribel marina marion marisol marissa marjorie marlene marlon marsha mason maura
maverick maya mckenna meera melinda meredith micah michele mila miles milo mina minnie miranda
misael misty moises mona monique morgan moses muriel mya myra myrtle nadine nelson neva nevaeh nia
nisha noel noelle noemi nolan omar opal ora orlando otis owen paige paloma paris parker paulette
pauline payton pearl percy perry peyton phoebe pierce piper poppy preston priya quentin quinn
rahul ramiro raquel reagan reed reese renee reuben rhonda riley robyn rocco rocio rohan romeo
ronan rory rosemarie ross roxana roy ruby rufus ryan ryder rylee sabrina sadie salma samir sandeep
santana santos savannah scarlett scott selena selma serena seth shane shannon shelby shelia sherry
sheryl shirin sienna sierra silas skylar spencer stacey sterling summer sunita suresh talia tamika
tania tara tatum taylor thelma tia tiffany todd tonya travis trent trevor trinity tristan troy
tucker tyler tyrone tyson uma valeria vance vaughn verna vernon vickie vijay viola violet wade
walker wayne wendell weston whitney wilbur willa willow wilma wyatt yasmin yesenia yolanda zane
zara zayden zelda zelma zion
"""
"""Without other forms: what tells a name of its own from a slip for another."""


@cache
def lines_of_names() -> Mapping[str, frozenset[str]]:
    """Form -> the first names of its lines."""
    found: dict[str, set[str]] = {}
    for line in NAMES.strip().split("\n"):
        first, *forms = line.split()
        for form in (first, *forms):
            found.setdefault(form, set()).add(first)
    for name in OTHER_NAMES.split():
        found.setdefault(name, set()).add(name)
    return {form: frozenset(lines) for form, lines in found.items()}


def first_names(form: str) -> frozenset[str]:
    """What a form may be short for, and itself if it is a name: ted is for edward and theodore."""
    return lines_of_names().get(form, frozenset())


@cache
def _forms_of_lines() -> Mapping[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for form, lines in lines_of_names().items():
        for line in lines:
            forms.setdefault(line, set()).add(form)
    return {line: frozenset(found) for line, found in forms.items()}


def forms_of(form: str) -> frozenset[str]:
    """Every form of the names that a form may be short for; itself too, if it is known."""
    return frozenset().union(*(_forms_of_lines()[name] for name in first_names(form)))


def are_one_name(one: str, other: str) -> bool:
    """Whether two normalized words can be the same given name: Bob and Robert, Bob and Rob."""
    return not first_names(one).isdisjoint(first_names(other))


def are_two_names(one: str, other: str) -> bool:
    """Whether both words are known, as different given names: Mara is not a slip for Maria."""
    lines = lines_of_names()
    return one in lines and other in lines and lines[one].isdisjoint(lines[other])


def is_given_name(word: str) -> bool:
    return word in lines_of_names()
