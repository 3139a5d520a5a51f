"""Titles in front of names, as data: of which kind each is, and where its use is described.

A title is written folded, without full stops and with spaces for hyphens. ``+`` in front of one says that
it is a given name or a word, too; see :data:`ALSO_NAMES`.
"""

from enum import Enum
from types import MappingProxyType
from typing import NamedTuple


class TitleKind(Enum):
    """What a title in front of a name says."""

    STYLE = "style"  # The Right Honourable: never stands for a name
    COURTESY = "courtesy"
    ACADEMIC = "academic"
    POLITICAL = "political"
    CLERICAL = "clerical"
    MILITARY = "military"
    JUDICIAL = "judicial"
    DIPLOMATIC = "diplomatic"
    PEER = "peer"
    JUDGE = "judge"
    OTHER = "other"


class _Group(NamedTuple):
    kind: TitleKind
    #: Where the use of these titles is described.
    source: str
    titles: str


_GROUPS = (
    _Group(
        TitleKind.STYLE,
        "Debrett's, Forms of address; House of Lords, Members' titles; UN Protocol, Blue Book",
        """
        rt hon; right hon; rt honourable; right honourable; most hon; most honourable; honourable; hon prof;
        his excellency; her excellency; his excellency mr; her excellency ms; he mr; he ms; he mrs; he dr;
        he; h e; their excellency; excellency; his royal highness; her royal highness; hrh; hh; his
        highness; her highness; +hon; his holiness; his eminence; his grace; her grace; his majesty; her
        majesty; hm; his worship; her worship; worshipful; right worshipful; yab; yb; yang berhormat; s e;
        se; son excellence; su excelencia; retd; ret; rtd
        """,
    ),
    _Group(
        TitleKind.COURTESY,
        "Debrett's, Forms of address; DIN 5008, section 15; Real Academia Española, Ortografía, abreviaturas",
        """
        mr; mrs; ms; miss; mx; messrs; madam; master; sir; dame; +sri; shri; smt; shrimati; kumari; thiru;
        pandit; ustad; sheikh; shaikh; sheikha; haji; hajji; hajjah; tan sri; puan sri; datuk; dato; dato
        sri; datin; tun; tuan; encik; puan; cik; chief; alhaji; alhaja; hajia; otunba; herr; frau; herrn;
        fraulein; mme; mmes; mlle; monsieur; madame; mademoiselle; me; maitre; sr; sra; srta; senor; senora;
        senorita; +don; +dona; d; da; signor; signora; sig; sig ra; dott; dott ssa; senhor; senhora; dhr;
        mevr; mevrouw; mw; hr; fr; pan; pani; kyrios
        """,
    ),
    _Group(
        TitleKind.ACADEMIC,
        "HRK, Akademische Grade; Oxford University, Academic titles; Debrett's",
        """
        dr; drs; doctor; prof; professor; professors; assoc prof; associate professor; asst prof; assistant
        professor; adjunct professor; visiting professor; emeritus professor; emerita professor; professor
        emeritus; professor emerita; prof emeritus; prof em; regius professor; prof dr; univ prof; hon prof;
        dr h c; h c; hc; mult; dr h c mult; dr ing; dr phil; dr iur; dr jur; dr med; dr rer nat; rer nat;
        rer pol; dr rer pol; dr oec; dr theol; dr agr; dr dr; phil; iur; jur; priv doz; privatdozent;
        privatdozentin; pd; dipl ing; dipl kfm; dipl; mag; mag a; lic; ing; ir; +dean; provost; ddr;
        professeur; professeure; pr; docteur; docteure; docteur es lettres; catedratico; catedratica;
        profesor; profesora; dra; profa; doc; mgr ing; engr; arch; rector
        """,
    ),
    _Group(
        TitleKind.POLITICAL,
        "Local Government Association, Councillors' guide; US GPO Style Manual, chapter 3",
        """
        cllr; councillor; councilor; councilman; councilwoman; councilmember; council member; cr; alderman;
        alderwoman; alderperson; ald; supervisor; mayor; deputy mayor; lord provost; mp; minister; deputy;
        td; senator; +sen; congressman; congresswoman; congressmember; representative; +rep; delegate;
        assemblymember; assemblyman; assemblywoman; governor; +gov; lt gov; lieutenant governor; president;
        vice president; prime minister; deputy prime minister; first minister; secretary; secretary general;
        undersecretary; under secretary; commissioner; treasurer; attorney general; premier; chancellor;
        speaker; chief minister; taoiseach; tanaiste; burgermeister; burgermeisterin; oberburgermeister;
        oberburgermeisterin; ministerin; ministre; senatrice; senateur; depute; deputee; alcalde; alcaldesa;
        diputado; diputada; senador; senadora
        """,
    ),
    _Group(
        TitleKind.CLERICAL,
        "Crockford's Clerical Directory, How to address the clergy; Debrett's, Religion",
        """
        revd; rev; reverend; rt revd; rt rev; right reverend; right revd; most revd; most rev; most
        reverend; very revd; very rev; very reverend; +ven; venerable; canon; prebendary; +preb; archdeacon;
        deacon; fr; father; +bishop; archbishop; cardinal; monsignor; msgr; mgr; pastor; rabbi; chief rabbi;
        imam; ayatollah; mufti; swami; +sister; sr; brother; br; mother; elder; rvd; pfarrer; pfarrerin;
        bischof; bischofin; landesbischof; pere; abbe; eveque; monseigneur; padre; obispo; +pope;
        metropolitan; patriarch; dom; the reverend
        """,
    ),
    _Group(
        TitleKind.MILITARY,
        "NATO STANAG 2116, Codes for grades of military personnel; UK MOD; US DoD",
        """
        +general; +gen; lt gen; lieutenant general; lt general; maj gen; major general; brig gen; brigadier
        general; +brig; brigadier; +col; colonel; lt col; lieutenant colonel; lt colonel; +major; maj; capt;
        captain; lt; lieutenant; 2nd lt; 1st lt; lt cdr; lieutenant commander; lt cmdr; cdr; cmdr;
        commander; commodore; cdre; adm; admiral; vice adm; vice admiral; v adm; rear adm; rear admiral;
        radm; vadm; air chief marshal; air marshal; air vice marshal; air commodore; air cdre; air marshall;
        group captain; gp capt; wing commander; wg cdr; squadron leader; sqn ldr; flight lieutenant; flt lt;
        field marshal; +marshal; sgt; sergeant; sgt maj; sergeant major; cpl; corporal; wo; ssgt; staff
        sergeant; chief constable; deputy chief constable; assistant chief constable; dcc; acc; ch +supt;
        chief superintendent; supt; superintendent; det supt; detective superintendent; chief inspector;
        +insp; inspector; det insp; detective inspector; dci; di; pc; constable; oberst; generalmajor;
        generalleutnant; hauptmann; oberstleutnant; konteradmiral; general de brigade; colonel major;
        coronel; teniente; capitan; almirante; capitaine; commandant; lieutenant colonel retd; us army col
        """,
    ),
    _Group(
        TitleKind.JUDICIAL,
        "Judiciary of England and Wales, What do I call a judge?; Federal Judicial Center",
        """
        +judge; +justice; hhj; his honour judge; her honour judge; his honour; her honour; dj; district
        judge; senior district judge; deputy district judge; recorder; sheriff; sheriff principal;
        magistrate; chief justice; associate justice; the hon mr justice; chief judge; circuit judge;
        administrative law judge; advocate general; judge advocate; richter; richterin; juge; juez; jueza;
        magistrado; magistrada; barrister; adv; advocate
        """,
    ),
    _Group(
        TitleKind.JUDGE,
        "Judiciary of England and Wales, What do I call a judge?: judges who are named by surname alone",
        """
        mr justice; mrs justice; ms justice; miss justice; lord justice; lady justice; lord chief justice;
        lady chief justice; master of the rolls; the hon mrs justice; mr recorder; mrs recorder; madam
        justice
        """,
    ),
    _Group(
        TitleKind.DIPLOMATIC,
        "UN Protocol, Blue Book; US Department of State, Protocol",
        """ambassador; amb;
        high commissioner; charge d'affaires; consul; consul general; special envoy; botschafter;
        botschafterin; ambassadeur; ambassadrice; embajador; embajadora; attache; nuncio""",
    ),
    _Group(
        TitleKind.PEER,
        "House of Lords, Members' titles; Debrett's, Peers and baronets",
        """
        lord; lady; baroness; +baron; viscount; viscountess; +earl; countess; marquess; marquis;
        marchioness; +duke; duchess; +prince; princess; freiherr; freifrau; graf; grafin; furst; furstin;
        comte; comtesse; marquesa
        """,
    ),
)


def _read(groups: tuple[_Group, ...]) -> tuple[dict[str, TitleKind], frozenset[str]]:
    kinds: dict[str, TitleKind] = {}
    also_names = set()
    for group in groups:
        for written in group.titles.split(";"):
            title = " ".join(written.split())
            if title.startswith("+"):
                title = title[1:]
                also_names.add(title)
            kinds[title] = group.kind
    return kinds, frozenset(also_names)


_KINDS, _ALSO_NAMES = _read(_GROUPS)
#: Titles that people are called by, too: Dean Baker, Earl Warren, Major Garrett, Sri Mulyani. One of these is
#: a title where another title or an article stands before it, where it has a full stop, or where two words
#: follow.
ALSO_NAMES = _ALSO_NAMES
#: Of these, what is so often a given name that two words behind it prove nothing.
MOSTLY_NAMES = frozenset({"baron", "dean", "don", "dona", "duke", "earl", "hon", "pope", "prince", "sri"})
#: Abbreviations that are words or names without their full stop; all in capitals, some need none.
NEED_FULL_STOP = frozenset(
    "acc adv arch br cr d da di doc fr he hm ing ir lic mag me mult pan pc pr se sig sr tun wo".split()
)
#: What only completes another title, in small letters or with a full stop: Dr. phil., Dr. rer. nat., Dr. h.c.
COMPLETE_TITLES = frozenset("phil iur jur rer nat pol oec med theol agr mult h c hc em".split())
NEED_CAPITALS = frozenset("acc dcc dci dj h he hh hm hrh pc pd s se wo yab yb".split())
#: Offices that stand in place of a whole name, each with "of" and a place behind it: Lord Mayor of London.
OFFICES = frozenset(
    title.strip()
    for title in """
    mayor; lord mayor; deputy mayor; lord provost; bishop; lord bishop; archbishop; lord archbishop; dean;
    abbot; abbess; earl; countess; duke; duchess; marquess; prince; princess; king; queen; pope; patriarch;
    metropolitan; moderator; chief rabbi; archdeacon; provost; sheriff; high sheriff; lord lieutenant; lord
    advocate; emir; sultan; grand mufti; bischof; oberburgermeister; oberburgermeisterin; eveque; alcalde;
    alcaldesa
    """.split(";")
)
#: The kind of each title. An office is a title, too: Lord Mayor Ada Example.
TITLES = MappingProxyType({**dict.fromkeys(OFFICES, TitleKind.POLITICAL), **_KINDS})
