"""Words by which a position or an organisation is recognised, as data, folded."""

#: What the holder of a position is called, in English, German, French, Spanish, Italian, Dutch, Swedish.
POSITIONS = frozenset(
    """
    academic accountant activist actor actuary adjudicator administrator advisor adviser advocate agent
    ambassador analyst anthropologist apprentice archaeologist archbishop archdeacon architect archivist
    artist assemblymember assessor assistant associate astronomer attorney auditor author banker barrister
    biologist bishop blogger broadcaster broker bursar businessman businesswoman cabinetmaker campaigner
    candidate captain cardinal caretaker carer cartoonist caseworker ceo cfo chair chairman chairperson
    chairwoman chancellor chaplain chemist chief choreographer cio ciso clerk clinician cmo co-author
    co-chair co-convener co-convenor co-director co-editor co-founder co-lead co-leader co-ordinator
    co-organiser co-organizer co-owner coach cochair cofounder colonel columnist comedian commander
    commentator commissioner communicator composer comptroller conductor congressman congresswoman constable
    consul consultant contractor controller convener convenor coo coordinator coroner correspondent
    councillor councilmember counsel counsellor counselor cpo craftsman critic cto curator cybersecurity
    dean demographer dentist deputy designer detective developer diplomat director dramatist driver
    ecologist economist editor educator electrician engineer entrepreneur envoy epidemiologist essayist
    evangelist evp examiner executive expert facilitator farmer fellow filmmaker financier fisherman
    forecaster forester founder freelancer fundraiser gardener geneticist geographer geologist governor gp
    handyman head headmaster headmistress headteacher historian hydrologist illustrator imam inspector
    instructor intern interpreter inventor investigator investor journalist judge jurist landlord landowner
    lawyer lead leader learner lecturer legislator leutnant liaison librarian linguist lobbyist magistrate
    maintainer master manager mathematician mayor mediator member mentor mep meteorologist midwife minister
    moderator monitor mp msp musician negotiator neurologist neuroscientist notary novelist nurse officer
    official ombudsman operator organiser organizer owner paediatrician painter paralegal paramedic
    parliamentarian partner pastor pathologist peer pharmacist philanthropist philosopher photographer
    physician physicist physiotherapist pilot pioneer planner playwright poet policeman politician pollster
    postdoc practitioner preacher premier president priest principal producer professor programmer promoter
    prosecutor provost psychiatrist psychologist psychotherapist publisher rabbi rapporteur reader rector
    recruiter rector registrar regulator rep reporter representative researcher resident reviewer salesman
    scholar scientist screenwriter sculptor secretary senator sergeant sheriff shareholder sociologist
    sociolinguist solicitor specialist spokesman spokesperson spokeswoman staffer statistician steward
    strategist student superintendent supervisor surgeon surveyor svp teacher technician technologist tenant
    theologian therapist trader trainee trainer translator treasurer trustee tutor undersecretary underwriter
    urbanist veterinarian vet vicar vice-chair vice-chancellor vice-president volunteer vp warden whip witness
    worker writer youtuber zoologist abgeordnete abgeordneter beauftragte beauftragter berater beraterin
    botschafter botschafterin burgermeister burgermeisterin chefin dezernent dezernentin direktor direktorin
    dozent dozentin fraktionsvorsitzende fraktionsvorsitzender generalsekretar generalsekretarin
    geschaftsfuhrer geschaftsfuhrerin grunder grunderin journalistin kanzler kanzlerin leiter leiterin lehrer
    lehrerin minister ministerin mitarbeiter mitarbeiterin oberburgermeister oberburgermeisterin okonom
    okonomin prasident prasidentin professorin rechtsanwalt rechtsanwaltin redakteur redakteurin
    referatsleiter referatsleiterin referent referentin richter richterin sprecher sprecherin staatssekretar
    staatssekretarin stadtrat stadtratin vizeprasident vorstand vorsitzende vorsitzender wissenschaftler
    wissenschaftlerin administrateur administratrice avocat avocate cheffe chercheur chercheuse chroniqueur
    conseiller conseillere coordinateur coordinatrice delegue deleguee depute deputee directeur directrice
    fondateur fondatrice gerant ingenieur journaliste juriste maire ministre presidente president
    porte-parole professeur professeure rapporteure redacteur redactrice responsable secretaire senateur
    senatrice sociologue abogada abogado alcalde alcaldesa asesor asesora catedratica catedratico consejera
    consejero coordinador coordinadora diputada diputado directora economista fundador fundadora
    investigador investigadora jefa jefe ministra ministro portavoz presidenta profesor profesora secretaria
    secretario senador senadora socia socio avvocato capo consigliere consigliera deputata deputato
    direttore direttrice ministro presidente professoressa ricercatore ricercatrice segretario segretaria
    sindaca sindaco bestuurder bestuurslid burgemeester directeur hoogleraar kamerlid lector onderzoeker
    voorzitter wethouder woordvoerder forskare generaldirektor grundare ledamot ordforande professor
    riksdagsledamot sekreterare statsminister vd
    """.split()
)

#: Endings of such words.
POSITION_ENDINGS = tuple(
    """
    master mistress keeper maker worker writer ologist ographer manager woman person leiter leiterin
    meister meisterin minister ministerin sprecher sprecherin sekretar sekretarin direktor direktorin
    referent referentin prasident prasidentin beauftragte beauftragter vorsitzende vorsitzender
    """.split()
)

#: What may stand before or between these without being a name.
POSITION_MODIFIERS = frozenset(
    """
    acting and assistant associate board cabinet chief corporate county deputy ex executive external former
    founding freelance general global group head honorary independent interim joint junior lead legal life
    local managing national non parliamentary permanent policy political press prime principal programme
    project programs public regional research retired sales senior shadow special staff state technical the
    then vice visiting world young an a anonymous unnamed government ministry civil service of for committee
    question first
    """.split()
)

#: Heads of positions behind which "of" or "for" leads to what is done or ruled, and not to an organisation.
RULES_OVER = frozenset(
    """
    minister secretary professor mayor bishop archbishop mp msp mep td member lecturer head student doctor
    historian sheriff king queen emperor peer judge justice teacher reader ministerin ministre ministro
    ministra
    """.split()
)
#: Heads of positions behind which it leads to an organisation, whatever that is called.
TAKES_ORGANISATION = frozenset(
    """
    founder co-founder cofounder ceo cfo coo cto executive trustee owner co-owner spokesperson spokesman
    spokeswoman organiser organizer co-organiser co-organizer chairman chairwoman chairperson grunder
    grunderin fondateur fondatrice fundador fundadora lead volunteer
    """.split()
)
#: Those behind which it may lead to either.
MAY_TAKE_ORGANISATION = frozenset(
    """
    director chair leader president editor manager principal governor chancellor rector dean partner
    publisher coordinator co-ordinator vice-president treasurer convener co-chair direktor direktorin leiter
    leiterin prasident prasidentin vorsitzende vorsitzender directeur directrice president presidente
    directora presidenta
    """.split()
)

#: Nouns that an organisation is called by.
ORGANISATIONS = frozenset(
    """
    academy administration agencies agency airlines airport alliance archives army assembly associates
    association associations authority bank bbc board borough brewery bureau business cabinet campaign
    cathedral center centre centres chamber charity charities church clinic club coalition collective
    college colleges commission committee communications communities community companies company
    confederation conference conservancy consortium constabulary consultancy consultants consulting
    cooperative co-operative cooperatives corporation corps council councils county court courts cymru
    department dept diocese directorate district division embassy endowment enterprise enterprises executive
    exchange expo faculty federation festival firm forces forum foundation foundations force fund funds
    gallery gazette government group groups guild hospital hospitals hotel house inc industries initiative
    inquiry institute institution institutions insurance international investment investments journal lab
    laboratories laboratory labs law league legislature library limited llc llp ltd magazine mail media
    ministry mission mosque movement museum museums navy network networks news newspaper nhs observatory
    office offices organisation organisations organization orchestra panel parliament partners partnership
    party platform plc police post press programme program project projects properties publishing radio
    railway railways regulator republic research review scheme school schools secretariat senate senedd
    service services society software solicitors solutions station store street studio studios summit
    supermarkets synod systems taskforce team technologies technology telegraph television theatre times
    tribunal tribune trust trusts tv un unicef union unions universities university ventures watch watchdog
    works agentur amt anstalt bank behorde bezirk bund bundesamt bundesministerium bundesrat bundestag
    bundesverband burgerstiftung dachverband fakultat fraktion gemeinde gesellschaft gewerkschaft gmbh
    hochschule initiative institut kammer kanzlei kanzleramt kommission landesamt landkreis landtag
    landeshauptstadt ministerium partei rat rundfunk senat stadt stiftung universitat verband verein verlag
    zeitung zentrum academie agence ambassade assemblee association autorite bibliotheque cabinet centre
    chambre comite commission conseil cooperative departement direction ecole entreprise etat federation
    fondation gouvernement groupe hopital mairie metropole ministere mouvement musee observatoire office
    parlement parti region reseau secretariat senat societe syndicat tribunal universite ville academia
    agencia alcaldia asamblea asociacion ayuntamiento camara comision comite comunidad confederacion
    congress congreso consejo consejeria cooperativa diputacion embajada empresa escuela facultad federacion
    fundacion gobierno hospital instituto junta ministerio museo observatorio oficina parlamento partido red
    secretaria senado sindicato sociedad tribunal universidad accademia agenzia associazione azienda camera
    centro comitato commissione comune consiglio fondazione governo istituto ministero parlamento partito
    provincia regione societa universita universidade ministerio fundacao governo associacao instituto uk
    cymru bond gemeente hogeschool instituut kamer ministerie partij provincie raad stichting universiteit
    vakbond vereniging forbund forening hogskola kommun myndighet regeringen region riksdag stiftelse
    universitet verk
    """.split()
)
#: Endings of such nouns in languages that join words.
ORGANISATION_ENDINGS = tuple(
    """
    amt ministerium verband verein stiftung hochschule universitat universiteit kammer behorde
    gesellschaft gewerkschaft anstalt zentrum institut institutet styrelsen verket kommunen forbundet
    departement departementet ministerie ministeriet bundestag landtag zeitung verlag universitetet
    """.split()
)
#: Of these nouns, what is a surname, too: with a given name in front there is a person.
ALSO_SURNAMES = frozenset(
    """
    academy bank borough chamber church city club college corps court crown essex firm forum force gallery
    guild hospital hotel house law league lab library mail mill mission navy post practice press street
    temple times tribune union watch wing works world church bund rat rico stadt ville comite centro red
    camera bond raad kamer guardian abbey power money hall
    """.split()
)
#: Of these nouns, what is a subject, too: two of them with "and" are no organisation.
SUBJECTS = frozenset(
    """
    business campaign communications conference health investment investments media programme programmes
    project projects research resources retail review service services technology technologies enterprise
    insurance
    """.split()
)
#: What begins an organisation that a list of subjects with commas follows: Department for Business, Energy
#: and Skills.
LISTS_SUBJECTS = frozenset(
    """
    department dept ministry committee directorate directorate-general office agency commission institute
    institution centre center society college university school faculty council board house secretariat
    academy association ministerium bundesministerium ministere ministerio ministero ministerie city royal
    """.split()
)
#: Legal forms behind a name, which a comma may cut off.
LEGAL_FORMS = frozenset(
    """
    inc incorporated ltd limited llc llp lp plc gmbh mbh sa sas sarl spa srl ag kg bv nv ab oy as corp
    corporation co cic cio pty pc pllc
    """.split()
)
#: What an organisation or a programme begins with, and no name of a person does.
BEGIN_ORGANISATIONS = frozenset(
    """
    african american arab asian australian british canadian caribbean central chinese civil clean common
    community creative cultural cyber data digital dutch eastern economic emerging english environmental
    european federal financial first free french fresh friends future general german global greater green
    health healthy high human inclusive indian industrial innovation innovative intergovernmental
    international irish italian japanese justice legal local medical mental mexican mobile modern
    multilingual municipal mutual national new northern nuclear open pacific plain policy political popular
    professional public regional renewable royal russian scientific scottish secure shared smart social
    socialist southern spanish strategic sustainable swedish swiss technical total transparency ukrainian
    united universal urban user video virtual web welsh western
    """.split()
)
#: Endings of words for what is done or dealt with, by which organisations and programmes are called; in long
#: words alone, so that Clement and Lawrence are none.
ABSTRACT_ENDINGS = tuple("ity tion tions sion ment ments ship ness ology ence ance ics".split())
