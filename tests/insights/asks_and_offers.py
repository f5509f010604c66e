"""Thirty asks and fifty offers as people write them, with the pairs that fit; twenty offers fit nothing.

Written before any measure was tried on them. In most pairs ask and offer share no word that tells anything.
"""

# Each ask with the offers that answer it.
ASKS: dict[str, tuple[str, ...]] = {
    "looking for a React developer": ("front-end engineer",),
    "somebody to mend my bicycle": ("fixing bikes on Saturdays",),
    "needs a babysitter on Thursday evenings": ("happy to watch kids after school",),
    "help with my tax return": ("accountant for freelancers",),
    "a flat to rent in Porto": ("knows landlords all over northern Portugal",),
    "advice on selling a house": ("estate agent, twenty years in the trade",),
    "someone to translate a contract into German": ("interpreter for English and German",),
    "wants to learn the guitar": ("gives music lessons to beginners",),
    "is looking for investors for a food start-up": ("business angel, mostly restaurants and groceries",),
    "a photographer for our wedding": ("portraits and family pictures, own studio",),
    "a lawyer who knows about leases": ("solicitor for tenancy and property",),
    "needs somebody to look after the dog in August": ("pet sitting, also over the holidays",),
    "a publisher for a first novel": ("literary agent", "editor at a small press"),
    "feedback on a grant application": ("reviewed proposals for the research council",),
    "a carpenter for kitchen shelves": ("joiner, furniture to measure",),
    "would like to practise Spanish": ("native speaker from Madrid, glad to chat",),
    "a venue for forty people": ("runs a cellar bar with a back room for parties",),
    "someone who can tune a piano": ("repairs and maintains keyboard instruments",),
    "a first job in data science": ("hires junior analysts for an insurance company",),
    "looking for a speaker on climate policy": ("lectures about emissions and energy law",),
    "needs a logo for the bakery": ("graphic designer",),
    "help moving boxes to the fourth floor": ("owns a van and strong arms",),
    "an introduction to hospital managers": ("sits on the board of a clinic group",),
    "wants to grow vegetables on a balcony": ("gardener, allotment for thirty years",),
    "somebody to test our mobile app": ("user research for phone software",),
    "a sailing crew for the summer": ("skipper with a yacht in Split",),
    "a second-hand sewing machine": ("dressmaker who sells old equipment",),
    "an electrician who comes on short notice": ("rewires houses and fixes fuse boxes",),
    "support with a podcast": ("sound engineer for radio",),
    "someone to run a workshop on negotiation": ("trains teams in mediation and bargaining",),
}

DISTRACTORS: tuple[str, ...] = (
    "actor who can react to anything",
    "bird watching walks at dawn",
    "chess, at club level",
    "knows every hiking trail in the Dolomites",
    "bakes sourdough bread",
    "collects stamps from the Habsburg empire",
    "bell ringing and church music",
    "rock climbing, also indoors",
    "reads tarot cards",
    "meteorologist at the airport",
    "breeds goats for cheese",
    "paints houses in watercolour",
    "tour guide for the old town",
    "swimming coach for teenagers",
    "restores oil paintings",
    "knits socks",
    "drives a tram on line 2",
    "roasts coffee beans",
    "historian of the port",
)

OFFERS: tuple[str, ...] = (*dict.fromkeys(offer for fits in ASKS.values() for offer in fits), *DISTRACTORS)
