"""English words that begin with a capital in titles and at the start of sentences, and are no names.

A word of this list is not part of a name unless the name is known; the list is short because words that a
text itself has in small letters count, too.
"""

COMMON_WORDS = frozenset(
    """
    a about access accessible accordingly across action add additional advance after again against
    agenda agile all also although always am ambassador american amid an analysis analytics and annual
    another any anyway apart api april are around as ask at attend attendees audience august author
    authors available award away back bank based be because been before behind below best better between
    beyond big bill blog blue board body both brief bring build building business but by call can care
    case center central certainly chair challenge change check chief church citizen city class clear
    cloud code come coming communities community complete conference congress constitution contact
    content could course create creating cross crowdsourcing customer customers data date day days dear
    debate december deep deliver delivering delivery department design designers designing developer
    developers development did different digital director dive do does done don’t down during each
    earlier early editor education effective eight either else elsewhere email emerging employee
    employees end engage english enterprise equally especially europe european even evening event events
    eventually every everyone everything example executive experience expert experts explore fall
    february federal few field fifth final finally find first firstly five focus follow for fortunately
    forum four fourth free friday from front full fun fund further furthermore future general get
    getting give given global go goals good google government great group groups guide had half has have
    he heading health hear hearing held hello help her here high his home how however human i ideas if
    immediately improve improving in including indeed india information innovation innovative inside
    insights instead interestingly into introducing introduction is it its january job join july june
    just keep key kind kingdom know lab last later latest launch law lead leaders leadership learn
    learning left lessons let level library life like live local long look looking lord lords mainly
    make making management manager many march mark marketing may mayor me meanwhile media meet meeting
    member members minister ministers mobile monday month monthly more moreover morning most mostly
    moving much multilingual my national nearly need needs network nevertheless new news next nine no
    nobody nonetheless nor north not note notes nothing november now nowadays obviously october of off
    office official often oh okay older on once one online only open opening or order other otherwise
    our out outside over overall overview own panel parliament part party people per perfect performance
    perhaps person plain plan planning platform please policy post practice practices presentation
    presentations president press previously principles private probably product products professor
    program programs project projects public put quarterly question questions quick rather read ready
    real really recap recently record register registration remote report research resource resources
    review right road role round sadly same saturday save second secondly secretary section security see
    senior september series service services session sessions set share she should showcase sign
    similarly since sir site sites six skills small so social software some somehow someone something
    sometimes somewhat soon sorry south speaker speakers speaking special spoke spring staff standards
    start state states step still stories story strategic strategies strategy strong student students
    success such summary summer summit sunday support surely system systems tag take talk talking talks
    team teams tech technical technology tell ten test testing than thank thanks that the their them
    then there thereafter therefore these they thing things third thirdly this those three through
    thursday thus time tips title to today together tomorrow tonight too tool tools top topic topics
    towards track training transformation translation treasury trends tuesday two under understand
    understanding unfortunately united university unless unlike until up update updates us usability use
    user users using usually value very via video videos view virtual visit want was watch ways we web
    webinar webinars website websites wednesday week weekly welcome well were west what whatever when
    whenever where wherever whether which while whilst white who whoever whole whose why will winter
    with within without women work working workplace workshop world would writing year years yes
    yesterday yet you young your
    """.split()
)
