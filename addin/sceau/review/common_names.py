"""Names common in France, without accents: they tell a name from other words, and which part of an
address is one. Not all of them: a name that is missing only says less."""

from __future__ import annotations

_NAMES = """
aaron abdel abdou abdoulaye adam adele adeline adrien agathe agnes ahmed aicha aime alain alban
albane albert alexandra alexandre alexis alice alicia aline alix alma amandine amel amelie amina
amine anais anatole andre andrea ange angele angelique anna annabelle anne annick annie anouk
anthony antoine antonin antonio apolline ariane aristide arlette armand arnaud arthur astrid aubin
aude audrey auguste augustin aurelie aurelien aurore axel axelle aya baptiste barbara basile
bastien beatrice benedicte benjamin benoit berenice bernadette bernard bertrand blanche boris
brice brigitte bruno camille capucine carine carla carmen carole caroline catherine cecile cedric
celeste celestin celia celine chantal charlene charles charlie charlotte chloe christel christelle
christian christiane christine christophe claire clara clarisse claude claudette claudine clelia
clemence clement clementine cleo clotilde colette constance constant coralie corentin corinne
cyril cyrille damien daniel daniele danielle daphne david deborah delphine denis denise desire
diane didier dominique dorian dorothee dylan edgar edith edmond edouard eleonore elena elias
eliane eline elisa elisabeth elise eliott ella elodie eloise elsa elvire emeline emeric emile
emilie emilien emma emmanuel emmanuelle enzo eric erica ernest erwan estelle esteban esther ethan
etienne eugene eugenie eva evan eve evelyne ezio fabien fabienne fabrice fanny farid fatiha fatima
fatou faustine felicie felix ferdinand fernand fernande flavie flavien fleur flora florence
florent florian floriane franck francine francis franck francois francoise frederic frederique
gabin gabriel gabrielle gaelle gaetan gaspard gaston gautier genevieve geoffrey georges georgette
gerald geraldine gerard germaine gerome ghislain ghislaine gilbert gilberte gilles ginette gisele
giulia gregoire gregory guillaume gustave guy gwenaelle hakim hamza hana hannah hassan hector
helene heloise henri henriette herve hortense huguette hugo ibrahim idriss ilan ilyes imane ines
ingrid irene iris isaac isabelle ismael issa ivan jacky jacqueline jacques jade james janine
jasmine jean jeanne jeannine jennifer jeremie jeremy jerome jessica joan joanna joel joelle john
johan jonathan jordan joris jose joseph josephine josette josiane josue joyce juan jules julia
julian julie julien juliette justin justine kamel karim karima karine katia kelly kenza kevin
khadija killian kylian lara laetitia lea leane leila lena leo leon leonard leonie leonore leontine
leopold lesly liam lila lilian liliane lilou lily lina linda lisa lise lison livia loan loic lola
loris lou louane louis louisa louise louka lubin luca lucas luce lucette lucie lucien lucienne
ludivine ludovic luka luna lydia lydie lyna madeleine mael maelle maelys maeva magali mahe maia
malika malo malik manon manuel manuela marc marcel marceau marcelle margaux margot marguerite
maria mariam marianne marie marielle marin marina marine marion marius marlene martha marthe
martial martin martine mary maryse mateo mathias mathieu mathilde mathis mathys matteo matthias
matthieu maud maurice mauricette max maxence maxime maya mehdi melanie melina melissa melodie mia
michael michel michele micheline mickael mila mireille mohamed mohammed moise monique morgan
morgane mounir moussa muriel mustapha myriam mylene nabil nadege nadia nadine naomi nathalie
nathan nathanael nelly nicolas nicole nina nino noa noah noam noe noel noelle noemie nolan nora
norah norbert noura oceane octave odette odile olga olivia olivier omar ophelie oscar oumar owen
pablo paola pascal pascale patrice patricia patrick paul paula paulette pauline perrine philippe
pia pierre pierrette priscilla quentin rachel rachid raphael raphaelle raymond raymonde rebecca
regine regis remi remy renaud rene renee richard rita robert robin rodolphe rodrigue roger roland
rolande romain romane romeo romy rosa rosalie rose roselyne roxane ruben ruth sabine sabrina sacha
said salma salome samantha sami samia samir samira samuel sandra sandrine sara sarah sasha
sebastien selena selma serena serge severine sidonie simon simone soan sofia sofiane solange
solene soline sonia sophia sophie soraya stanislas stella stephane stephanie steve steven suzanne
sybille sylvain sylvaine sylvette sylvia sylviane sylvie tanguy tania tatiana telma tess tessa
theo theodore theophile therese thibaud thibault thierry thomas tiago tim timeo timothe timothee
titouan tom tony tristan ulysse urbain valentin valentine valerie vanessa vera veronique vianney
vicky victoire victor victoria vincent violette virgile virginie viviane vivien wafa walid wendy
wilfried william xavier yacine yael yanis yann yannick yasmine yassine yolande youssef yvan yves
yvette yvon yvonne zacharie zelie zineb zoe zohra jane jack george mary elizabeth susan sarah
emily oliver harry margaret linda karen peter andrew stephen mark helen janet anthony kate laura
"""
GIVEN_NAMES = frozenset(_NAMES.split())

_FAMILIES = """
abadie allain allard amiot ancel arnaud astier aubert aubry auger augier babin bailly baker
barbier bardin baron barre bataille baudry bazin beaumont becker begue bellanger benard berger
bergeron bernard berthelot bertho bertin bertrand besnard besse besson bigot billard binet bisson
blanc blanchard blanchet blondel bodin boisson bonneau bonnefoy bonnet bonnin bordes bossard
boucard boucher bouchet boudet boulanger bourdin bourdon bourgeois bourgoin bousquet boutin bouvet
bouvier boyer brault breton briand brossard brown brun bruneau brunet buisson burel cahen caillaud
camus carlier caron carpentier carre castel cazenave chabot chambon chapuis charpentier charrier
chartier chaussee chauveau chauvin chevalier chevallier chollet chretien clarke cohen colin
collard collet collin combes cordier cormier cornu coste cottin coulon cousin couturier crepin
danjou dasilva daumas david davies debray delage delahaye delannoy delattre delaunay delcourt
delmas delorme desbois descamps deschamps desmoulins devaux diallo doucet drouet drouin dubois
dubreuil duchene duclos ducrocq dufour dufresne duhamel dujardin dumas dumont dumoulin dupin
dupont duprat dupre dupuis dupuy durand durieux dutertre duval edwards esnault evrard fabre faivre
faure favre favreau fernandez ferrand ferre ferreira fischer flament fleuriot fleury fontaine
foucault foucher fouquet fournier fremont fritsch fromont gaillard gaillet gallet gallois garcia
garcin garnier garreau gaudin gauthier gautier geoffroy germain gervais gillet girard giraud
godard godefroy goncalves gosselin grandjean green grenier grondin gueguen guerin guibert guichard
guilbert guillemin guillet guillon guillot guillou guyon guyot hamon hardy hebert henry herbert
hermann hernandez hoarau hoffmann hubert huet hughes huguet humbert humblot imbert jackson jacob
jacquemin jacquet jacquot jamet johnson jolivet joly jones jouan jourdain jourdan julliard kieffer
klein labat labbe lacombe lacroix lafon lagarde laine lallemand lambert lamotte lampert lamy
landais langlais langlois lapeyre laporte launay laurent laval lavigne lebas lebeau leblanc
leblond leboucher lebreton lebrun leclerc leclercq lecomte lecuyer ledoux leduc lefebvre lefevre
lefort legall legay legendre leger legoff legrand legros lejeune lelievre lelong lemaire lemaitre
lemoine lenoir lepage leroux leroy lesage leservoisier lesueur letellier levasseur leveque
lhuillier loiret lopez lorin lucas machado maillard maillet mallard mallet mangin marchal marchand
marechal marot marques marquet martel martin martinez marty masson mathieu mauger maurel maurin
mayer mazet menard mercier meunier meyer michaud michelet miller millet milon monier monnet
monnier morand moreau morel moret morin morvan moulin muller munier navarro neveu nguyen nicolas
ollivier pasquet pasquier payet pelissier pelletier peltier pereira perez peron perret perrier
perrin perrot petit philippe picard pichon pierron pineau pinto piquet plantier poirier poncet
potier pottier poulain poulet prevost prigent proust pujol rault raynaud regnier renard renaud
renault renou rey reynaud ribeiro ricard richard rigaud rivet riviere robert robin roche rocher
rodrigues rodriguez roger rolland rollin roques rossi rougier rouquette rousseau roussel rousset
roux rouxel roy royer sabatier salmon sanchez santos savary schmidt schmitt schneider schwartz
seguin serre sicard silva simon simonet simonin smith sorel stephan tardy taylor teixeira tessier
texier thery thiebaut thomas thuillier tournier toussaint traore trouve turpin valette vallet
vannier vasseur verdier vernet verrier viard viaud vidal vigneron villard vincent wagner walker
weber weiss white williams wilson wolff wright ziegler zimmermann
"""
FAMILY_NAMES = frozenset(_FAMILIES.split())
