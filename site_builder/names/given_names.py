"""Given names, as data: whether words behind a comma may be another person.

The most frequent ones of public statistics: UK Office for National Statistics and US Social Security
Administration (baby names, 1920 to 2020), Destatis and GfdS, INSEE, INE, ISTAT, CBS, SCB, GUS, and the most
frequent ones of Wikidata for South Asia, East Asia, Arabic and African languages. Words of English that
organisations are called by (Grace, Hope, Will, Mark) are left out.
"""

GIVEN_NAMES = frozenset(
    """
    aaron abby abdul abdullah abel abigail abraham ada adam adele adrian adriana agatha agnes agnieszka
    ahmad ahmed aida aidan aileen ailsa aisha akira alan alastair albert alberto alejandra alejandro
    aleksandra alessandra alessandro alex alexander alexandra alexandre alexis alfie alfonso alfred ali
    alice alicia alina alison alistair allan allison alma alok amanda amara amber amelia amelie amina amir
    amit amy ana anand anastasia anders andrea andreas andrei andrew andy aneta angela angus anil anita anja
    anjali ann anna annabel anne annette annie anthony antje antoine anton antonia antonio anwar april
    archie ariel arjun arnold arthur arturo arun asa asha ashok astrid audrey aurora austin ava aylin ayesha
    ayse barbara barry beatrice beatriz becky bela belinda ben benedict benjamin benoit bernadette bernard
    bernd bernhard bertha beth bethany betty beverley bianca bilal bill billy birgit bjorn bob bogdan bonnie
    boris brad bram brandon brenda brendan brent brian bridget britta bruce bruno bryan byron caitlin caleb
    calvin cameron camilla camille candice carl carla carlo carlos carmen carol carole caroline carolyn
    carter catalina caterina catherine cathy cecilia cecile celia cesar chandra chantal charles charlie
    charlotte chen cheryl chiara chidi chiara chinedu chloe chris christa christian christina christine
    christoph christophe christopher chukwu ciara cindy claire clara clare claudia claus clive colette colin
    colleen connor conor constance cora corinne cornelia courtney craig cristina curtis cynthia cyrus dafydd
    daisy damian damien dan daniel daniela danielle danny daphne darren dave david deborah debra declan
    deepak deirdre delia denis denise dennis derek desmond diana diane diego dieter dimitri dina dinah dirk
    dmitri dolores dominic dominik donald donna dora doreen doris dorothea dorothy douglas duncan dustin
    dylan eamon eddie edgar edith edmund eduardo edward edwin egon eileen elaine eleanor elena elias elif
    elisa elisabeth elise elizabeth ella ellen ellie elliot elsa elsie emanuel emer emil emilia emilie emily
    emma emmanuel enrico eric erica erik erika erin ernest ernst esme esteban esther ethan etienne eugene
    eunice eva evan eve evelyn ewa ewan fabian fabio farah farid fatima fatou fay faye federico felicity
    felipe felix ferdinand fernando fiona flora florian florence frances francesca francesco francis
    francisco francois francoise frank frankie franz fraser fred freddie frederic frederick frederik freya
    friedrich gabriel gabriela gabriella gareth gary gavin gemma geoff geoffrey george georgia georgina
    gerald geraldine gerard gerd gerhard gerry gert gianluca gideon gilbert giles gill gillian gina giorgio
    giovanni giulia giuseppe gloria godfrey gordon graham greg gregor gregory greta guillaume guillermo
    gunter gus gustavo guy gwen gwyneth hamish hamza hanna hannah hannes hans harald haris harold harriet
    harry harvey hassan hayley hazel heather hector heidi heike heinrich heinz helen helena helene helga
    helmut henri henrik henry herbert hermann hilary hiroshi holger horst howard hubert hugh hugo hussein
    ian ibrahim ida ifeoma ignacio igor ildiko imani imogen imran imre ines inga inge ingrid irene irina
    iris isaac isabel isabella isabelle isaiah isla isolde ivan ivana jack jackie jacob jacqueline jacques
    jaime jake jakob jakub james jamie jan jane janet janice janine jared jasmin jasmine jason javier jay
    jayne jean jeanette jeff jeffrey jen jenna jennifer jenny jens jeremy jerome jerry jess jesse jessica
    jesus jill jim jimmy joachim joan joanna joanne joao jochen jodie joe joel joerg johan johanna johannes
    john johnny jolanta jon jonas jonathan jordan jorge jose josef joseph josephine josh joshua jozef juan
    juanita judith judy julia julian juliana julie julien juliet jun jurgen justin justyna kai kamal kamala
    karen karim karin karl karla karolina kasia kate katarina katarzyna kate katharina katherine kathleen
    kathryn kathy katie katja katrin kavita kay kazimierz keith kelly ken kendra kenji kenneth kerry kevin
    khadija khalid kieran kim kimberly kirsten kirsty klaus kofi konrad krishna krista kristen kristian
    kristin kristina krzysztof kumar kurt kwame kyle lakshmi lars lasse latoya laura lauren laurence laurent
    lawrence leah leila leon leona leonard leonardo leonie leroy leslie lena lewis liam liang libby lila
    lilian lily linda lindsay lindsey lionel lisa liv liz lloyd logan lois lorenzo loretta lorna lorraine
    lotte lou louis louisa louise luc luca lucas lucia luciana lucien lucinda lucy luigi luis luisa luiza
    lukas lukasz luke lydia lynn lynne mabel maciej madeleine madison maeve magda magdalena magnus mahmoud
    maja malcolm malik manfred manuel manuela marc marcel marcela marcia marco marcus margaret margarita
    margot maria mariam marian mariana marianne marie marina mario marion marisa marissa marjorie markus
    marlene marta martha martin martina mary maryam mateusz mathias matilda mats matt matteo matthew
    matthias mattias maureen maurice mauro max maxime maya megan mehmet mei mel melanie melissa melvin
    mercedes mia michael michaela michal michel michele micheline michelle miguel mika mike mikhail mila
    milan milena mira miranda miriam mirjam mitchell mohamed mohammad mohammed moira mona monica monika
    monique morgan moritz moses muhammad muriel mustafa nadia nadine nancy naomi natalia natalie natasha
    nathan nathaniel neha neil nell nelson niall nicholas nick nicola nicolas nicole nigel nikolai nikolaus
    nils nina noah noel noemi nora norbert noreen norma norman nuala nur ola olaf oleg olga oliver olivia
    olivier olu oluwaseun omar oona oscar oskar osman otto owen pablo paddy paige pam pamela paola paolo
    pascal patricia patrick patrik patti paul paula paulina pauline paulo pavel pawel pedro peggy penelope
    penny per percy peter petra phil philip philippa philippe phillip phoebe phyllis pia pierre piers piet
    pieter pilar pippa polly prakash priya priyanka quentin rachel radha rafael rahul rainer raj rajesh ralf
    ralph ramon randall randy raphael raquel rashid raul ravi raymond rebecca regina reinhard rene renata
    renate ricardo riccardo richard rick rita rob robbie robert roberta roberto robin rocio roderick rodney
    rodrigo roger rohan roland rolf roman ron ronald rosa rosalind rosanna rosemary ross rowan roxanne roy
    ruben rudolf rupert russell ruth ryan sabine sabrina sadia sally salma salman sam samantha samir samuel
    sandra sandro sandy sanjay santiago sara sarah sasha saul scott sean sebastian seema selina serge sergei
    sergey sergio seth shane shannon sharon shaun sheena sheila shirley shona siegfried sigrid silke silvia
    simon simone sinead siobhan slawomir sofia sofie solveig sonia sophia sophie soren stacey stacy stan
    stanislaw stefan stefania stefanie stella stephan stephane stephanie stephen steve steven stewart stuart
    sue sumita sunil suresh susan susana susanne suzanne sven sybil sylvia sylvie tadeusz takashi tamara
    tamsin tania tanja tanya tariq tatiana ted teresa terry tess thea theo theodore theresa therese thomas
    thorsten tiffany tim timothy tina tobias todd tom tomas tomasz tommy toni tony torsten tracey tracy
    trevor trudy tyler ulla ulrich ulrike umar una ursula usha ute uwe valentin valentina valeria valerie
    vanessa vera vernon veronica veronika victor victoria vijay vikram vincent violet virginia viviane
    vladimir walter wanda warren wayne wendy werner wesley wilfred wilhelm willem william winifred winston
    wojciech wolfgang xavier yann yannick yasmin yolanda york yoshiko youssef yusuf yvette yvonne zachary
    zainab zara zdenek zeynep zoe zofia zoltan
    """.split()
)
