"""Letters behind names, as data: honours, degrees, memberships, offices, each group with its source.

Written as people write them; they are compared in lower case and without full stops.
"""

from typing import NamedTuple


class _Group(NamedTuple):
    #: Where the use of these letters is described.
    source: str
    letters: str


_GROUPS = (
    _Group(
        "UK Cabinet Office, Order of wear; The Gazette",
        """VC GC KG LG KT LT KP GCB KCB DCB CB OM GCMG KCMG DCMG CMG GCVO KCVO DCVO CVO LVO MVO GBE KBE
        DBE CBE OBE MBE
        BEM CH DSO DSC DFC AFC MC RRC ARRC ISO QPM KPM QFSM KFSM QAM QVRM TD RD VRSM PC Kt Bt Bart""",
    ),
    _Group(
        "Commonwealth honours: Governments of Canada, Australia, New Zealand, India",
        """
        CC OC CM COM CQ OQ OOnt OBC AC AO AM OAM AK AD CNZM DNZM KNZM ONZM MNZM ONZ GNZM QSO QSM PNZM JP QC
        KC SC PSM APM CSC OJ OD GCM SCM SE CGH DOnt ECNS ONB ONS OEC AOE SOM CD
        """,
    ),
    _Group(
        "Parliaments: UK, Scottish, Senedd, Northern Ireland Assembly, Oireachtas, European, Bundestag",
        "MP MSP MS AM MLA MHK MLC MEP TD MdB MdL MdEP MdBB LibDem MSYP MYP PPS MPP MNA MHA MLAs",
    ),
    _Group(
        "Royal Society; Academies; Royal Colleges: members and fellows",
        """
        FRS FRSE FBA FREng FMedSci FAcSS FRSA FRGS FRHistS FRSL FRSC FRSB FRAS FRAeS FRIBA FRICS MRICS FRTPI
        MRTPI RTPI RIBA FRCP FRCS FRCGP MRCGP FRCPsych MRCPsych FRCPCH FRCOG FRCA FRCN FRCR FRCPath FRCVS
        MRCVS MRCP MRCS FFPH MFPH FIMechE FIET MIET FICE MICE CEng IEng FIChemE FInstP CPhys FSS CStat
        FRMetS FLS FZS FSA FSAScot FGS CGeol FIA FFA FCA ACA FCCA ACCA CPFA CIPFA FCMA ACMA CGMA CFA CPA
        CIMA FCIPD MCIPD FCIM FCIPR MCIPR FCILT CMILT FCILEx FCIH CIHCM FCIOB FCMI CMgr FIoD CDir FHEA SFHEA
        PFHEA FRSPH FKC FCGI FIoL MIoL ARAM FRAM RGN RN RM RMN RSCN QN SRN AICP FAICP PMP LEED FASLA FAIA
        AIA FACP FACS FAAN FAPA FAAAS MIMechE MInstP MRSC FRPharmS MRPharmS FLSW MRIA FTSE FAA FAHA FASSA
        FNZIA FRSNZ FRSTM PE PEng OP OSB SJ OFM OSA CSsR SVD SM SDB CSC SMA CSSp
        """,
    ),
    _Group(
        "Oxford University Calendar, Abbreviations of degrees; US Department of Education",
        """
        BA MA BSc MSc BSocSc MSocSc MRes MPhil DPhil PhD EdD ScD DSc DSci DLitt LittD LitD LLB LLM LLD JD
        SJD JSD BCL DCL MB ChB MBBS MBChB MBBCh BM BCh BDS MD DO DDS DMD DVM DPharm PharmD RPh DNP DrPH MPH
        MPA MPP MPAff MSW MSW LCSW MBA EMBA DBA MEng BEng MArch BArch BEd MEd PGCE BTh MTh MDiv DD STM ThD
        STB BMus MMus DMus BFA MFA MLitt MSt MStat MMath MSci BPharm BVSc BVM DClinPsy DEdPsych BSN MSN RNs
        BAppSc Hons Cantab Oxon Lond Edin DipEd DipArch DipTP HonDLitt HonLLD Esq Esquire QFSM CIPP CISSP
        CISA PsyD AuD MLS MLIS MCP MUP MURP MRP MSEd Ed EdM EdS AB SB SM AM ALM FRCSEd BMBS LMSSA LRCP DRCOG
        DCH DTMH MEcon MCom BCom BBA BPA BPhil BLitt ARCM LRAM LRSM BSL
        """,
    ),
    _Group(
        "DIN 5008; French and Spanish usage",
        "MdB MdL MdEP MBA LLM aD i.R. a.D. e.V. em. emer. emerita emeritus",
    ),
    _Group(
        "UK Ministry of Defence and judiciary: services and retirement",
        "RN RAF RM RE RA USN USA USAF USMC USCG RAN RNZN RCN Retd Ret Rtd LJ J CJ PSC MR P DL WS SSC FOS",
    ),
)

#: Letters behind names in lower case, without full stops.
POST_NOMINALS = frozenset(
    letters.lower().replace(".", "") for group in _GROUPS for letters in group.letters.split()
)
#: Letters that are surnames too, also where these are written in capitals; they need a comma or a neighbour.
ALSO_SURNAMES = frozenset("ma ba am ac ad ao ed om ms le do sm se sb ab ra re p j om pe hons mo".split())
#: Letters that are known as such also without capitals.
UNMISTAKABLE = frozenset(["esq", "esquire", "retd", "rtd"])
#: Behind a name, these tell people apart and belong to it.
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "jnr", "snr"])
