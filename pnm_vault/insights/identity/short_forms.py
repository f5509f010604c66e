"""Given names and what people are called for short, in several languages."""

from collections.abc import Mapping
from functools import lru_cache

from pnm_vault.insights.identity.latin import latin_of, spelling_key

# A line is a name, its other spellings and its usual short forms. A short form may belong to several names.
_NAMES = """
aaron ron
abigail abby abbie gail
abraham abe bram
adalbert bert adi
adelaide addie ada
adrian adi
adriana adri
agnes agi aggie
alan allan allen al
albert al bert bertie albrecht
alberto beto berto
aleksandr alexander alexandr oleksandr alexandros alexandre alex alec sasha sascha sacha sanya alik
aleksandr shura alek olek xander sandy sandro alekos alexis
aleksandra alexandra oleksandra alex sasha sacha sandra sasza ola lexi sandy xandra alix
aleksei alexei alexey aleksey oleksii alyosha lyosha alex
alessandro sandro ale alex
alessandra sandra ale
alejandro ale alex jandro
alejandra ale alex
alfred fred alf alfie freddy
alfredo fredo alfio
alice ali
alison ali
amanda mandy manda
amelia amy millie mia
anastasia anastasiya nastya nastja stasia stacy ana
anatoly anatoli anatolii tolya
andrea andi andy
andreas andi andy dres
andrei andrey andriy andrii andrzej andrius andrija andrew andy drew andriusha jedrek
andre andy
angela angie angi
angelika geli angie
anita nita
anna ann anne annie anni anya ania anka anouk nan anushka
antoine toine
antonio antoni tonio toni tony toño nino totò
anthony antony tony ant
anton toni tony tosha
antonia toni tonia antonie
archibald archie
arthur art artie
arturo turo
artem artyom tyoma
augustin gus augie august
barbara barb barbie babs babsi varya bärbel basia
bartholomew bart
bartolomeo bart meo
beatrice bea trixie
beatriz bia bea
benedikt bene beni
benedict ben
benjamin ben benji benny beni jamin
bernard bernie
bernhard bernd hardy
bernardo berni
bohdan bogdan
boris borya
bradley brad
brian bryan
bridget biddy bridie
caitlin kate cait
caroline carolyn carol carrie caro line
carolina caro carol
karoline karolina caro karo lina
carlos carlitos
carlo carletto
caterina cate rina
catarina cati cat
catherine katherine kathryn katharine catharine cathryn kate katie kathy cathy kat cat kit kitty kay
katharina katarina katerina catharina kathi käthe kati katja kathrin katrin trine rina kat
katarzyna kasia kaska
ekaterina yekaterina kateryna katya katja katia
cecilia cilla ceci cecily
charles charlie charly chuck chas chip
charlotte lotte charlie lottie char
chiara
christian chris chrissy
christopher chris kit topher
christoph kristof chris stoffel
christophe chris
christina kristina cristina chris chrissie tina kris krystyna
christine kristine chris chrissie tina tine
clara klara claire
claudia claudi
clemens klemens
clemence
constance connie
constantin konstantin kostya kosta costa
cornelia conny nele nelly
cornelius kees cor niels
cristiano cris
cynthia cindy
daniel dan danny dani
daniela dani ela
danielle dani
daria darya dasha
david dave davy davey dawid dudu
davide
deborah debora deb debbie debby
denis dennis den
diana di
diego
dietrich dieter
dmitri dmitry dmitriy dmytro dimitri dmitrij dima mitya dimitris
dominik dominic dom nik domi
dominique dom
donald don donnie
dorothea dorothee doro thea dora
dorothy dot dotty dolly dora
douglas doug
eduard edward edvard ed eddie eddy ted ned edi
eduardo edu lalo
edmund ed ned
edwin ed eddie win
eleanor elinor ellie nell nora ella
eleonora nora ele leonora
elena helena helene lena alena lenochka olena yelena hélène ella elly
elisabeth elizabeth elizaveta elisabetta elsbeth lisa lise liz lizzy lizzie beth bess bessie betty
elisabeth eliza elise elsa ella lisbeth sisi libby betsy liesel lilibet bettina
elisabetta betta lisa
emanuele manu lele
emanuel immanuel manu mano
emily em emmy millie
emma em emmy
enrico rico
enrique quique kike rique
erik eric erick
ernst ernie
ernesto neto
ernest ernie
esther ettie essie
eugene gene
evgeny evgeni yevgeny evgenii yevhen zhenya jenya eugen
evgenia yevgenia zhenya
eva eve evi ewa
evelyn eve evie lyn
federico fede rico
federica fede
felix
ferdinand ferdi fred
fernando nando fer
fernanda nanda fer
filippo pippo
florence flo florrie
florian flo flori
frances fran frankie franny
francesco franco ciccio checco cesco frank
francesca franca cesca fran
francis frank fran
francisco paco pancho chico kiko paquito fran
francisca paca chica paquita
françois fanfan
frank franky
franz franzl ferenc feri
franziska franzi sissi ziska fränzi
frederick frederic fred freddie freddy rick
friedrich fritz fred friedel
friederike frieke rike fritzi
gabriel gabe gabi
gabriele gabi lele
gabriella gabriela gabi ella gaby
galina galya
geoffrey jeffrey jeff geoff
georg schorsch jörg
george georgie yorgos giorgos georgios geordie
georgina george gina georgie
gerald gerry jerry
gerard gerry ger
gerhard gerd hardy
gertrude gertrud trude trudi trudy gerti
giacomo jack
giancarlo carlo
gianluca luca gian
giorgio giò
giovanni gianni nanni gio vanni
giovanna gianna vanna
giulia giuly
giuseppe beppe peppe pino peppino beppino bepi geppo
giuseppina pina peppa
gottfried friedl gottl
grace gracie
grazyna
gregory greg gregor
grigory grigori grisha hryhorii
guglielmo memo
guillermo memo guille
guillaume guy
gustav gus gustl
hans johannes johann hannes hansi jo
hannah hanna
harald harry
harold harry hal
harry
harriet hattie
heather
hector
heinrich heiner heinz hein henrik
helen nell nellie lena
helmut helmi
henry hank harry hal
henri
herbert herb bert bertie
hermann
hildegard hilde hilda
howard howie
hubert bert hubs hubi
hugo
ian iain
ignacio nacho
ignatius iggy
igor ihor
ilya ilia illia iliusha
ines
ingeborg inge
ingrid inga
irina irene iryna ira irka rina
isaac ike zak
isabel isabella isabelle isobel bella isa izzy belle bel
ivan vanya vania
jacob jake jakob jakub kuba
jacqueline jackie
jaime
james jim jimmy jamie jem
jan janek
jana
jane janie jenny
janet jan
janina
jason jay
javier javi xavi
jean
jennifer jen jenny jenn
jeremiah jerry
jeremy jem jerry
jerome jerry
jessica jess jessie
joachim jo achim jochen
joan joanie
joanna johanna joanne jo hanna hanne asia
joao johnny
john jack johnny jock jon
jonathan jon jonny nathan
jordi
jorge
jose pepe chepe josé zé
josef joseph jozef jupp sepp beppi joe joey jo pepi pepa josip
josephine jo josie
joshua josh
juan juanito
juana juanita
judith judy judi jutta
julia julie yulia yuliya iuliia juliya yulya jule
julian jules
julien jules
juliet jules
jurgen
karl carl kalle
karin
karen kari
kenneth ken kenny
kevin kev
kimberly kim
klaus claus nikolaus niko
konrad conrad conny
kristian kris
krzysztof krzysiek chris
ksenia xenia oksana ksusha
lars
laura lauri
lawrence laurence larry laurie
laurent lolo
lorenzo renzo enzo
leonard len lenny leo leon
leonardo leo nardo
leonid lyonya
leopold leo poldi
lev leo
liam
lilian lillian lily lil
linda lin
lucia lucy luci luzia
luciano lucio
ludmila lyudmila liudmyla lyuda mila luda
ludwig lutz wiggerl
louis lou louie lewis
louise lou
luca luke
luigi gigi gino
luis lucho
luisa isa lisa
lukas lucas luk luke
lydia lida
magdalena magda lena leni maddalena
małgorzata malgorzata gosia
manuel manu manolo lolo manny
manuela manu ela
marcel
marco
marcus markus mark marc
marius
margaret maggie meg megan peggy marge margie madge greta daisy peg rita
margarete margaretha margarethe margareta grete gretel greta gretchen rita
margherita rita ghita marghe
margarita rita marga
maria marie mary marija mariya marusya masha maja molly polly mia mimi marika mitzi
mariana mari
mario
marianne
marta martha
martin marty
martina tina
massimiliano max massi
massimo max
mathilde mathilda matilda tilda tilly tilde
matthew matt matty
matthias mathias matze hias
matteo teo
mattia
matthieu mathieu
maureen mo
maurice mo
maurizio
maximilian max maxi
maxim maksim maksym max
melanie mel melli
melissa mel lissa
mercedes merche
micaela mica
michael mike mick mickey micky michi mitch mischa micha
michal misiek
michele michi
michelle shelly
miguel mike migue
mikhail mikhailo mykhailo misha mischa
milan
mohammed muhammad mohammad mohamed mohamad muhammed mo hamid
monika monica moni
moritz
natalia natalya nataliya natalie nathalie natasha natascha nat nata tasha talia
nathaniel nat nate nathan
neil neal niall
nicholas nicolas nick nicky nico claas
nikolai nikolay mykola kolya
nicola nico nicky
nicole nicky nic
nikolaos nikos
norbert bert nobby
octavio tavo
olga olya olha helga
oliver ollie olli
olivia liv livvy
oscar oskar
otto
owen
pamela pam
panagiotis panos
paolo
patricia pat patty patsy tricia trish
patrick pat paddy rick
patrizia patty
paul pauli pawel
paula
pauline pauli
pavel pasha pavlo
penelope penny nelly
peter pete pit
petra
piero pierino
pietro piero
pedro perico
philip phillip philipp phil flip pip
philippe phil
pyotr piotr petya petro
rachel rae shelly
rafael raphael rafa raf
raffaele lele raffa
ramon moncho
raymond ray
rebecca becky becca bec rebekka
reinhard reini
renate nate
ricardo ricky rick cardo
riccardo ricky ricci
richard rick dick richie rich ricky dickie
robert bob bobby rob robbie robin bert bertie robby
roberto beto berto robi
roberta bobbie
roderick rod
roger rog
roland rolli
ronald ron ronnie
rosa rosie
rosemary rosie romy
rosmarie rösli romy
rudolf rudolph rudi rudy rolf
ruprecht rupert
salvatore totò turi salvo toto sal
samantha sam sammy
samuel sam sammy
sandra
santiago santi yago diego
sara sarah sally sadie
sebastian basti seb bastian wastl
sebastien seb
semyon semen syoma
sergei sergey serhii sergiy serge seryozha serzh
sergio
sharon shaz
sigmund siggi sigi
siegfried siggi sigi
silvia sylvia silvi
simon si
simone
sofia sophia sophie sofie sofya sonya sonja zosia soph
solomon sol
stanislav stanislaw stas stan staszek
stefan stephan steffen steff stevo
stefania stefi stefy
stefanie stephanie steffi steph stef
stefano ste
stephen steven steve stevie
susan sue susie suzie
susanne susanna suzanne susi sanne suzy zuzanna susana
svetlana sveta svitlana lana
tamara toma tamar
tanja tanya tatiana tatjana tatyana tetiana tania
teresa theresa therese tess tessa terry tere resi thesi
terence terrence terry
theodor theodore theo ted teddy
theodora dora thea
thomas tomas tom tommy thom
tommaso tom maso masino
tiffany tiff
timothy tim timmy
timofei timofey tima
tobias tobi toby
ulrich uli ueli
ulrike uli rike
ursula ulla uschi ursel ursi
valentina valya vale
valentin valya
valerie val
valeria vale lera
vasily vasili vassily vasyl vasya
veronika veronica vroni vera nika ronnie roni
victoria viktoria viktoriia vicky vicki tori vika
victor viktor vic vitya
vincent vince vin vinny
vincenzo enzo cenzo
vicente chente
vitaly vitali vitaliy vitalii vitalik
vladimir volodymyr volodya vova vlad
vladislav vladyslav vlad
vsevolod seva
walter wally walt
wilhelm willi willy wim helmut
wilhelmina mina wilma minnie
william will bill billy willy liam wim
winifred winnie freddie
wojciech wojtek
wolfgang wolf wolfi
xavier xavi
yaroslav jaroslav slava
yuri iurii yurii yuriy juri yura
yves
zachary zach zack
zbigniew zbyszek
"""


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, frozenset[str]]:
    """Give for each form the names that it may stand for, both by their spelling keys."""
    found: dict[str, set[str]] = {}
    for line in _NAMES.split("\n"):
        forms = [spelling_key(latin_of(word)) for word in line.split()]
        for form in forms:
            found.setdefault(form, set()).add(forms[0])
    return {form: frozenset(heads) for form, heads in found.items()}


_NONE: frozenset[str] = frozenset()


def names_meant(key: str) -> frozenset[str]:
    """Give the names that a word may stand for, by their keys; none where it is no given name that is known here."""
    return _groups().get(key, _NONE)
