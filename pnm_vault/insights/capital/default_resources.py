"""The resources and fields of work that are asked about where the owner has no list of their own, in its form.

Source: Van der Gaag & Snijders 2005 (The Resource Generator: social capital quantification with concrete items, Social
Networks 27:1-29) for the idea and the four parts, which are reached through different ties; the items are our own.
"""

DEFAULT_RESOURCES = """
## Work and standing
- find somebody a job: recruiter, hiring, internship, internship places, job openings
- open a door in a company: managing director, CEO, head of department, board member
- teach at a university: professor, lecturer, university teacher, thesis supervisor
- do research: scientist, researcher, statistician, biostatistician, lab head
- put a thing into words: author, copy editor, copywriter, proofreader
- translate: translator, interpreter
- make software: software developer, web developer, mobile developer, firmware developer, database

## Money and public life
- advise on law: lawyer, solicitor, notary, legal aid, contracts
- see to taxes and accounts: accountant, tax adviser, bookkeeping, audit
- find money for a project: investor, grant writing, fundraising, foundation
- know how the town hall works: town hall, town council, civil servant, building permit
- bring something into the news: journalist, reporter, radio, newspaper, press officer
- start or run a business: founder, entrepreneur, startup, shop owner, CEO, managing director
- find a flat: estate agent, landlord, flat to rent, room to rent

## Hands and skills
- mend what breaks in a house: plumber, electrician, joiner, carpenter, roofer
- plan a building: architect, structural engineer, surveyor, mason
- mend a car or a bicycle: car mechanic, bicycle mechanic, bicycle repair, car repair
- mend a computer: computer repair, system administrator, cybersecurity
- take good pictures: photographer, film maker
- make a thing look good: graphic designer, illustrator, UX designer, letterpress
- record or make music: sound engineer, musician, conductor, composer, live recording
- cook for many: cook, baker, catering, chef
- grow things and care for animals: gardener, farmer, vet, veterinarian, dog trainer

## People to lean on
- look after a child: babysitter, babysitting, childminder, nanny
- carry a sofa, lend a van: moving house, a van, minibus, trailer, cargo bike, strong arms
- put somebody up for a night: guest room, spare room, spare bed, couch
- feed the cat, keep a key: cat sitting, dog sitting, spare key, watering plants
- read a draft and be honest: feedback, proofreader, reading drafts, motivation letters

## Fields of work
- health care: nurse, physiotherapist, doctor, physician, midwife, pharmacist, dentist, hospital, ward, orthotics
- teaching and research: school, professor, lecturer, research, statistician, biostatistician, university, student, lab
- software and data: software developer, web developer, firmware, data scientist, informatics, tester, database
- engineering and industry: engineer, technician, factory, manufacturing
- law and administration: lawyer, notary, judge, civil servant, administration, town hall
- money and business: accountant, bank, audit, consultant, CEO, founder, investor, sales
- media and books: journalist, reporter, author, publisher, bookseller, librarian, translator, printer, radio
- music and stage: musician, conductor, sound engineer, actor, theatre, composer, dancer
- art and design: artist, graphic designer, illustrator, photographer, architect, gallery, museum
- building and crafts: joiner, carpenter, electrician, plumber, mason, boat builder, watchmaker, potter
- food, farming and animals: cook, baker, farmer, beekeeper, vet, winemaker, gardener, restaurant
- nature and climate: climate, energy, ecologist, forester, environment, sustainability, weather service
- trade and travel: shop owner, hotel, tourism, tour guide, ferry captain, driver, pilot
- social work: social worker, childcare, kindergarten, youth work, care home
"""
