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
albert al bert bertie
alberto beto
alejandro alex ale jandro
alexander alex al sandy xander sasha sascha lex aleksandr alexandr aleksander oleksandr
alexandra alex sandra sandy sasha lexi alexa aleksandra oleksandra
alfred al fred alf alfie
alice ali
alison allison ali ally
amanda mandy
amelia amy millie
andrea andy
andreas andy
andrew andy drew
andrei andrey andriy
andres andy
angela angie
anna anne ann annie anya
anthony tony anton ant
antonio tony toni tonio
antonia toni
archibald archie
arnold arnie
arthur art artie
augustus gus
barbara barb barbie babs
bartholomew bart
beatrice bea trixie
beatriz bea
benjamin ben benny benji
bernard bernie
bernadette bernie
bradley brad
brenda
brian bryan
bridget bridie biddy
calvin cal
cameron cam
carl karl
carla
carlos charlie
carol
caroline carolyn carrie
carolina caro
cassandra cassie
catherine katherine kathryn catharine kate katie kathy cathy kat kit kitty katharine cate ekaterina yekaterina kateryna katerina katya
cecilia cissy cece
charles charlie chuck chaz chas
charlotte charlie lottie
chester chet
christian chris
christina christine chris tina christy kristina kristine cristina
christoph chris
christopher chris kit topher kristopher
cindy cynthia
clarence
clifford cliff
constance connie
cornelius neil
craig
curtis curt kurt
cynthia cindy
daniel dan danny
daniela dani
danielle dani
david dave davey
deborah debra deb debbie
dennis denny denis
derek derrick
diana diane di
dmitri dmitry dmitriy dmytro dima mitya
dominic dominick dom nick
donald don donny donnie
donna
dorothy dot dottie dolly
douglas doug
duncan
edgar ed eddie
edith edie
edmund ed eddie ted ned
eduardo eddie edu lalo
edward ed eddie ted teddy ned
edwin ed eddie
eleanor ellie nell nellie nora eleanore elinor
elena lena helena yelena olena
elijah eli
elizabeth elisabeth liz lizzie beth betty eliza bess betsy libby lisa elisa
ellen nell ellie
emily em emmy
emilia emmy
emma
enrique quique kike
eric erik erich
erica erika
ernest ernie
esther essie
eugene gene evgeny evgenii yevgeny yevhen
eugenia evgenia yevgenia genie
evelyn evie
felipe pipe
ferdinand ferdy fred
fernando nando
florence flo flossie
frances fran francie frannie
francesca fran franny
francesco franco
francis frank fran
francisco paco pancho frank cisco kiko
franklin frank
frederick fred freddie freddy frederic fredrick friedrich frederik
gabriel gabe
gabriela gabriella gabby gabi
gareth gary
gary garry
genevieve gen jenny
geoffrey jeffrey jeff geoff
george georgie
georgina georgie
gerald gerry jerry
gerard gerry
gertrude trudy gert
giovanni gianni
giuseppe beppe peppe pino
gloria
gonzalo
grace gracie
graham graeme
gregory greg gregor
guadalupe lupe lupita
guillermo memo willy
gustavo gus tavo
gwendolyn gwen
hannah hanna hana
hans
harold harry hal
harriet hattie
harry
heather
hector
heinrich heinz heini
helen nell nellie
henry hank harry hal
herbert herb bert
herman
howard howie
hubert bert
hugh hughie
ignacio nacho
irene
irina ira iryna
isaac ike
isabel isabella isabelle bella izzy belle isobel
isabel isa chabela
ivan vanya
jacob jake jakob
jacqueline jackie
jaime
james jim jimmy jamie jem
jan
jane jenny janie
janet jan
janice jan
jasmine jaz
jason jay
javier javi
jean jeannie
jennifer jen jenny jenna
jeremiah jerry
jeremy jem jerry
jerome jerry
jessica jess jessie
jesse jess
jesus chuy chucho
joan joanie
joann joanne jo
joanna johanna jo
joaquin quino
johannes hans hannes jo
john jack johnny jon
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
karen
katarzyna kasia
kenneth ken kenny
kevin kev
kimberly kim kimberley kimmy
konstantin kostya
kristen kristin
larry lawrence laurence
laura laurie
lauren laurie
lawrence laurence larry laurie lorenzo
leonard leo len lenny
leonardo leo
leopold leo poldi
leslie les lesley
lewis louis lou lew louie
lillian lily lil lilian
linda lindy
lisa
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
malcolm mal
manuel manny manolo manu
marcus mark marc markus
margaret maggie meg peggy marge margie greta daisy rita madge maisie margret
margarita rita marga
maria mia
marianne mary
marie
marilyn
mark marc
martha marty
martin marty
martina tina
marvin marv
mary molly polly mamie
mara
matilda tilda tilly mattie
matthew matt matty mathew
matthias matt mattias mathias
maurice morrie
maureen mo
maximilian max
maxwell max
maxine max
megan meg meghan
melanie mel
melissa missy mel lissa
melvin mel
mercedes mercy
michael mike mikey mick mickey micky mickie mikhail mykhailo misha micha mikael
michaela micki mika
michelle shelly micki
miguel mike
mildred millie
miriam mimi
mitchell mitch
mohammed mohamed muhammad mohammad mohamad muhammed mehmet mo
monica monika
morris morrie
nancy nan
natalie nat nattie nathalie
natalia natasha nataliya natalya tasha
nathan nate nat
nathaniel nate nat nathan nathanael
nicholas nick nicky nicolas nico nikolas klaus
nicole nicky nikki nicola
nikolai nikolay kolya mykola
nina
nora
norman norm
oleg oleh
olga olya
olivia liv livvy livia
oliver ollie
oscar
otto
pablo
pamela pam
patricia pat patty trish tricia patsy
patrick pat paddy rick
paul
paula
pedro
penelope penny
peter pete
petra
philip phillip phil pip philipp felipe
phyllis
priscilla cilla prissy
rachel rachael rae
rafael raphael rafa rafi ralph
ramon moncho
randall randy
randolph randy
raymond ray
rebecca becky becca rebekah
reginald reg reggie
regina gina
renata
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
ronald ron ronnie
rosa rosita
rosalind ros roz
rose rosie
rosemary rosie romy
roxanne roxy
rudolf rudy rudolph rolf
rupert
russell russ rusty
ruth ruthie
salvador chava sal
salvatore sal sammy
samantha sam sammy
samuel sam sammy
sandra sandy
santiago santi
sara sarah sally
sean shaun shawn
sebastian seb bastian basti
sergio
sergei sergey serhiy serge seryozha
sharon shari
sheila
shirley
sidney sid sydney
simon si
sofia sophia sophie
solomon sol
stanley stan
stanislaw stan staszek
stefan steffen
stella
stephanie steph stefanie stevie
stephen steven steve stevie
stuart stu stewart
susan sue susie suzy suzie susanna susannah
susanne susi suzanne sanne
svetlana sveta svitlana
sylvia silvia syl
tabitha tabby
tamara tammy
tatiana tanya tatyana tetiana
terence terry terrance terrence
teresa theresa therese terry tess tessa teri tere
thaddeus thad tad
theodora dora thea
theodore theo ted teddy teodor theodor
thomas tom tommy tomas
timothy tim timmy
tobias toby tobi
toni
tracy tracey
ursula uschi ursel
valentina valya tina
valerie val
vanessa nessa
veronica ronnie vero veronika
victor vic viktor
victoria vicky vicki tori viktoria
vincent vince vinny
vincenzo enzo enzo
virginia ginny ginger
vivian viv vivienne
vladimir vova volodya volodymyr wladimir
walter walt wally
wanda
warren
wendy
wesley wes
wilhelm willi willy
wilfred wilf fred
willem wim
william will bill billy willie liam willy
winifred winnie fred
winston
wolfgang wolf wolfi
xavier xavi
yury yuri yuriy iurii
yvonne
zachary zach zack zachariah zak
zoe zoey
"""


@cache
def lines_of_names() -> Mapping[str, frozenset[str]]:
    """Form -> the first names of its lines."""
    found: dict[str, set[str]] = {}
    for line in NAMES.strip().split("\n"):
        first, *forms = line.split()
        for form in (first, *forms):
            found.setdefault(form, set()).add(first)
    return {form: frozenset(lines) for form, lines in found.items()}


def are_one_name(one: str, other: str) -> bool:
    """Whether two normalized words can be the same given name: Bob and Robert, Bob and Rob."""
    lines = lines_of_names()
    return not lines.get(one, frozenset()).isdisjoint(lines.get(other, frozenset()))


def are_two_names(one: str, other: str) -> bool:
    """Whether both words are known, as different given names: Mara is not a slip for Maria."""
    lines = lines_of_names()
    return one in lines and other in lines and lines[one].isdisjoint(lines[other])


def is_given_name(word: str) -> bool:
    return word in lines_of_names()
