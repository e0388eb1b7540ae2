import type { Sentences } from '../speak.ts';

/** By the English of rules/knowledge/fields.yaml; a test finds what is missing. */
const reasons: Sentences['reveals']['reasons'] = {
  'nothing in the catalogue says what this is, so it counts as sensitive':
    'nichts im Verzeichnis sagt, was das ist, darum zählt es als empfindlich',
  'a class of sensor for what moves or runs': 'eine Art von Sensor für das, was sich bewegt oder läuft',
  "a home's battery tells how much is used, and when":
    'der Speicher eines Hauses verrät, wie viel wann verbraucht wird',
  'a learned radio code opens what it was learned from': 'ein gelernter Funkcode öffnet, wofür er gelernt wurde',
  'a log can repeat anything the device has seen': 'ein Protokoll kann alles wiederholen, was das Gerät gesehen hat',
  "a plan of the week tells the household's routine": 'ein Wochenplan verrät den Tagesablauf des Haushalts',
  "a raw telegram holds the meter's number": 'ein rohes Telegramm enthält die Nummer des Zählers',
  'a sensor without a class or a unit may tell anything': 'ein Sensor ohne Art und Einheit kann alles verraten',
  'a thing that moves is being used': 'was sich bewegt, wird gerade benutzt',
  'a time zone tells where a home is': 'eine Zeitzone verrät, wo ein Zuhause liegt',
  "a window or door sensor's state tells whether a home can be entered":
    'der Zustand eines Fenster- oder Türsensors verrät, ob man in ein Zuhause hineinkommt',
  'an alarm tells of a danger': 'ein Alarm meldet eine Gefahr',
  'an id or a name points at one among all': 'eine Kennung oder ein Name zeigt auf genau eines unter allen',
  'as a class of sensor it measures the mains': 'als Sensor dieser Art misst es das Stromnetz',
  'as a class of sensor it measures what is used': 'als Sensor dieser Art misst es den Verbrauch',
  'as a class of sensor it warns of water or heat': 'als Sensor dieser Art warnt es vor Wasser oder Hitze',
  'charging tells when something is in use and when it is not':
    'das Laden verrät, wann etwas benutzt wird und wann nicht',
  'decibels are what a microphone hears': 'Dezibel sind, was ein Mikrofon hört',
  'everything this alarm system says is about who may come in and who did':
    'alles, was diese Alarmanlage sagt, handelt davon, wer hereindarf und wer hereinkam',
  'everything this system says is made from what cameras see':
    'alles, was dieses System sagt, entsteht aus dem, was Kameras sehen',
  'everything this system says is made from what somebody said':
    'alles, was dieses System sagt, entsteht aus dem, was jemand gesagt hat',
  'here it is the checksum of a message': 'hier ist es die Prüfsumme einer Nachricht',
  'here it is the noise of a radio': 'hier ist es das Rauschen eines Funkempfängers',
  'here power is a switch that is on or off': 'hier ist „power“ ein Schalter, der ein- oder ausgeschaltet ist',
  "hertz are the mains'": 'Hertz gehören zum Stromnetz',
  'how much is used tells who is home and what they do':
    'der Verbrauch verrät, wer zu Hause ist und was dort geschieht',
  'how much water or gas is used tells who is home and what they do':
    'der Verbrauch von Wasser oder Gas verrät, wer zu Hause ist und was dort geschieht',
  'how well a radio is heard changes with where it is and who walks by':
    'wie gut ein Funkgerät zu hören ist, hängt davon ab, wo es ist und wer vorbeigeht',
  "in a tracker's message it is a part of where somebody is":
    'in der Nachricht eines Ortungsgeräts ist es ein Teil davon, wo jemand ist',
  "in a tracker's message it is a part of where somebody was and when":
    'in der Nachricht eines Ortungsgeräts ist es ein Teil davon, wo jemand wann war',
  "in this system's short names it is the air or the soil":
    'in den kurzen Namen dieses Systems ist es die Luft oder der Boden',
  'it chooses which sensor is used': 'es wählt aus, welcher Sensor verwendet wird',
  'it counts what the device did': 'es zählt, was das Gerät getan hat',
  'it counts what the device did for itself': 'es zählt, was das Gerät für sich selbst getan hat',
  'it counts who is in a place': 'es zählt, wer an einem Ort ist',
  'it describes how the device is set up': 'es beschreibt, wie das Gerät eingerichtet ist',
  "it describes to the home's controller how the device is read and set":
    'es beschreibt der Steuerung zu Hause, wie das Gerät gelesen und eingestellt wird',
  'it gives somebody time to come in or go out before the alarm':
    'es gibt jemandem vor dem Alarm Zeit, hereinzukommen oder hinauszugehen',
  'it is a choice of how the device works': 'es ist eine Wahl, wie das Gerät arbeitet',
  'it is a limit somebody set, and says nothing about the home':
    'es ist eine Grenze, die jemand gesetzt hat, und sagt nichts über das Zuhause',
  'it is a part of a code or of who may open': 'es ist ein Teil eines Codes oder davon, wer öffnen darf',
  'it is a part of what a radio tag calls itself': 'es ist ein Teil dessen, wie sich ein Funkchip nennt',
  'it is a part of where somebody goes': 'es ist ein Teil davon, wohin jemand geht',
  'it is a secret or a token that opens a door, an account or a network':
    'es ist ein Geheimnis oder Token, das eine Tür, ein Konto oder ein Netz öffnet',
  'it is a sign of life of the device': 'es ist ein Lebenszeichen des Geräts',
  'it is a thing that is switched or set': 'es ist etwas, das geschaltet oder eingestellt wird',
  'it is a time or a distance that is set on the device':
    'es ist eine Zeit oder Entfernung, die am Gerät eingestellt ist',
  'it is a warmth or a pressure that the heating measures or wants':
    'es ist eine Wärme oder ein Druck, den die Heizung misst oder will',
  'it is about a camera': 'es handelt von einer Kamera',
  "it is about the device's own display": 'es handelt von der Anzeige des Geräts selbst',
  "it is about the device's own lights": 'es handelt von den Lichtern des Geräts selbst',
  "it is electricity in or out of a home's battery or car":
    'es ist Strom, der in den Speicher oder das Auto eines Hauses fließt oder daraus',
  'it is how a device is set': 'so ist ein Gerät eingestellt',
  'it is how a heater looks for an open window, not whether one is open':
    'so sucht ein Heizkörper nach einem offenen Fenster; ob eines offen ist, sagt es nicht',
  'it is how a lamp is set': 'so ist eine Lampe eingestellt',
  'it is how a part of the device is set': 'so ist ein Teil des Geräts eingestellt',
  'it is how a thing is moved or used by somebody': 'so wird etwas von jemandem bewegt oder benutzt',
  'it is how an appliance is set': 'so ist ein Haushaltsgerät eingestellt',
  'it is how bright a lamp is': 'so hell ist eine Lampe',
  'it is how charging is controlled': 'so wird das Laden gesteuert',
  'it is how far a blind or curtain is open': 'so weit ist ein Rollladen oder Vorhang offen',
  'it is how far a blind or vane is turned': 'so weit ist eine Lamelle oder Jalousie gedreht',
  'it is how full a tank is, and so how much is used': 'so voll ist ein Tank, und das verrät den Verbrauch',
  'it is how loud the device itself is': 'so laut ist das Gerät selbst',
  'it is how much of something a device has left, or how long it ran':
    'so viel hat ein Gerät von etwas übrig, oder so lange lief es',
  'it is how the boiler itself is doing': 'so geht es dem Kessel selbst',
  "it is how the car's climate is set": 'so ist das Klima des Autos eingestellt',
  'it is how the charger itself is doing': 'so geht es dem Ladegerät selbst',
  'it is how the device behaves after a power cut': 'so verhält sich das Gerät nach einem Stromausfall',
  'it is how the device is set': 'so ist das Gerät eingestellt',
  'it is how the device itself is doing': 'so geht es dem Gerät selbst',
  'it is how the device itself saves power': 'so spart das Gerät selbst Strom',
  'it is how the display shows, or what a sensor is compared with, not what is measured':
    'so zeigt die Anzeige etwas, oder damit wird ein Sensor verglichen; gemessen ist es nicht',
  'it is how the machine itself is doing': 'so geht es der Maschine selbst',
  'it is how the message itself was made': 'so ist die Nachricht selbst entstanden',
  'it is how the reading itself went': 'so lief das Ablesen selbst',
  'it is how the robot is set': 'so ist der Roboter eingestellt',
  'it is how the robot itself is doing': 'so geht es dem Roboter selbst',
  'it is how the system itself is doing': 'so geht es dem System selbst',
  'it is measured on the mains, and moves with what runs at home':
    'es wird am Stromnetz gemessen und schwankt mit dem, was zu Hause läuft',
  'it is the address of a place': 'es ist die Adresse eines Ortes',
  "it is the state of the device's own battery": 'es ist der Zustand der Batterie des Geräts selbst',
  'it is the warmth a thermostat measures': 'es ist die Wärme, die ein Thermostat misst',
  'it is the warmth of the device itself, not of a room': 'es ist die Wärme des Geräts selbst, nicht eines Raums',
  'it is the warmth somebody set': 'es ist die Wärme, die jemand eingestellt hat',
  'it is the warmth the household wants': 'es ist die Wärme, die der Haushalt will',
  'it is the wind or the air': 'es ist der Wind oder die Luft',
  'it is what a camera sees or a microphone hears, or is made from it':
    'es ist, was eine Kamera sieht oder ein Mikrofon hört, oder daraus gemacht',
  'it is what a device does or is set to': 'es ist, was ein Gerät tut oder worauf es eingestellt ist',
  'it is what a meter counted': 'es ist, was ein Zähler gezählt hat',
  'it is what a person told the robot to do': 'es ist, was jemand dem Roboter aufgetragen hat',
  'it is what somebody pressed': 'es ist, was jemand gedrückt hat',
  'it is what somebody presses or switches by hand': 'es ist, was jemand von Hand drückt oder schaltet',
  'it is what somebody presses or turns by hand': 'es ist, was jemand von Hand drückt oder dreht',
  'it is what the heating does or is set to': 'es ist, was die Heizung tut oder worauf sie eingestellt ist',
  'it is what the meter says of the mains and of prices': 'es ist, was der Zähler über das Stromnetz und Preise sagt',
  'it is what the robot is told to do or how it is set': 'es ist, was der Roboter tun soll oder wie er eingestellt ist',
  "it locks the device's own buttons or settings, not a door":
    'es sperrt die Tasten oder Einstellungen des Geräts selbst, keine Tür',
  'it makes the device blink so that it can be found': 'es lässt das Gerät blinken, damit man es findet',
  'it may be what somebody typed at a door': 'es ist vielleicht, was jemand an einer Tür eingetippt hat',
  'it names one device in its topics': 'es nennt ein Gerät in seinen Topics',
  'it names one device, account or person, and links what is said elsewhere':
    'es nennt ein Gerät, ein Konto oder eine Person und verbindet, was anderswo gesagt wird',
  'it names the robot': 'es nennt den Roboter',
  'it names who sent the message': 'es nennt, wer die Nachricht gesendet hat',
  'it says nothing about the home': 'es sagt nichts über das Zuhause',
  'it sets how a lock, a door or an alarm reacts, and so tells that there is one':
    'es stellt ein, wie ein Schloss, eine Tür oder ein Alarm reagiert, und verrät damit, dass es so etwas gibt',
  'it sets how an alarm sounds, and says nothing about the home':
    'es stellt ein, wie ein Alarm klingt, und sagt nichts über das Zuhause',
  'it sets how the device measures or reacts, and says nothing about the home':
    'es stellt ein, wie das Gerät misst oder reagiert, und sagt nichts über das Zuhause',
  'it sets how the gateway listens': 'es stellt ein, wie das Gateway zuhört',
  "it sounds or flashes the device's siren": 'es lässt die Sirene des Geräts klingen oder blinken',
  "it tells about somebody's body or sleep": 'es verrät etwas über jemandes Körper oder Schlaf',
  'it tells how a door or a lock stands, or who used it':
    'es verrät, wie es um eine Tür oder ein Schloss steht oder wer es benutzt hat',
  'it tells how an alarm or a lock stands, and who set it':
    'es verrät, wie es um einen Alarm oder ein Schloss steht und wer es gestellt hat',
  'it tells how and when a device is connected': 'es verrät, wie und wann ein Gerät verbunden ist',
  'it tells how far somebody is from home': 'es verrät, wie weit jemand von zu Hause weg ist',
  'it tells how much a program will use': 'es verrät, wie viel ein Programm verbrauchen wird',
  'it tells how much gas is in the air': 'es verrät, wie viel Gas in der Luft ist',
  'it tells how the device is reached': 'es verrät, wie das Gerät zu erreichen ist',
  'it tells what a pet or somebody does, and when': 'es verrät, was ein Haustier oder jemand wann tut',
  'it tells what somebody chose, or who switched': 'es verrät, was jemand gewählt oder wer geschaltet hat',
  'it tells what somebody cooks, washes or brews, and when': 'es verrät, was jemand wann kocht, wäscht oder brüht',
  'it tells what somebody does, and when': 'es verrät, was jemand wann tut',
  'it tells what the car does, and when somebody uses it': 'es verrät, was das Auto tut und wann jemand es benutzt',
  'it tells what the machine runs out of': 'es verrät, was der Maschine ausgeht',
  'it tells what things a home has': 'es verrät, welche Dinge es in einem Zuhause gibt',
  'it tells when and how long the machine was used': 'es verrät, wann und wie lange die Maschine benutzt wurde',
  'it tells when somebody was there': 'es verrät, wann jemand da war',
  'it tells where in a room somebody is': 'es verrät, wo in einem Raum jemand ist',
  'it tells where somebody or something is': 'es verrät, wo jemand oder etwas ist',
  "it tells where somebody's phone or tag is at home": 'es verrät, wo zu Hause jemandes Telefon oder Anhänger ist',
  'it tells where the device stands at home': 'es verrät, wo zu Hause das Gerät steht',
  'it tells whether a device is connected': 'es verrät, ob ein Gerät verbunden ist',
  'it tells whether a home can be entered, or that somebody came in':
    'es verrät, ob man in ein Zuhause hineinkommt oder dass jemand hereinkam',
  'it tells whether and where somebody is': 'es verrät, ob und wo jemand ist',
  'it tells whether somebody is there': 'es verrät, ob jemand da ist',
  'it tells whether somebody is there, or how many': 'es verrät, ob jemand da ist oder wie viele',
  'it tells whether somebody is there, or how many, or how they move':
    'es verrät, ob jemand da ist, wie viele, oder wie sie sich bewegen',
  'it tells whether something at home stands open': 'es verrät, ob zu Hause etwas offen steht',
  'it tells whether the car is there': 'es verrät, ob das Auto da ist',
  'it tells whether the phone is charging': 'es verrät, ob das Telefon geladen wird',
  'it tells which product and version this is': 'es verrät, um welches Produkt in welcher Version es geht',
  'it tells which product and version this is, and how it is described':
    'es verrät, um welches Produkt in welcher Version es geht und wie es beschrieben ist',
  'it tells who was let in, and when': 'es verrät, wer wann hereingelassen wurde',
  'it warns of smoke, gas, water or another danger': 'es warnt vor Rauch, Gas, Wasser oder einer anderen Gefahr',
  'it warns of water': 'es warnt vor Wasser',
  'its description says that it is a limit somebody sets': 'laut Beschreibung ist es eine Grenze, die jemand setzt',
  "its description says that it is a lock's or a door's": 'laut Beschreibung gehört es zu einem Schloss oder einer Tür',
  "its description says that it is the device's battery": 'laut Beschreibung ist es die Batterie des Geräts',
  'its description says that the household sets it': 'laut Beschreibung stellt der Haushalt es ein',
  'its unit counts what a computer stores': 'seine Einheit zählt, was ein Rechner speichert',
  'its unit is measured on the mains': 'seine Einheit wird am Stromnetz gemessen',
  'its unit measures a radio or a line': 'seine Einheit misst einen Funkempfänger oder eine Leitung',
  "its unit measures somebody's body": 'seine Einheit misst jemandes Körper',
  'its unit measures the air or the soil': 'seine Einheit misst die Luft oder den Boden',
  'its unit measures the air, warmth or light of a home': 'seine Einheit misst Luft, Wärme oder Licht eines Zuhauses',
  'its unit measures what is used': 'seine Einheit misst einen Verbrauch',
  'its unit weighs somebody': 'seine Einheit wiegt jemanden',
  "millivolts are a small battery's": 'Millivolt gehören zu einer kleinen Batterie',
  'most sensors of distance measure how far away somebody is':
    'die meisten Entfernungssensoren messen, wie weit weg jemand ist',
  'networks and addresses tell where a home is and what is in it':
    'Netze und Adressen verraten, wo ein Zuhause ist und was darin ist',
  'somebody is at the door': 'jemand ist an der Tür',
  'somebody tried to take the device away': 'jemand hat versucht, das Gerät wegzunehmen',
  'the air, warmth and light of a home tell whether and how it is used':
    'Luft, Wärme und Licht eines Zuhauses verraten, ob und wie es benutzt wird',
  'the current drawn tells what runs at home': 'der gezogene Strom verrät, was zu Hause läuft',
  'this class of command opens doors': 'diese Art von Befehl öffnet Türen',
  'this device runs on a battery': 'dieses Gerät läuft mit einer Batterie',
  'times tell when something happened': 'Zeiten verraten, wann etwas geschah',
  'what a household machine does tells what somebody does': 'was eine Haushaltsmaschine tut, verrät, was jemand tut',
  'what is charged and when tells when the car is at home': 'was wann geladen wird, verrät, wann das Auto zu Hause ist',
  'what is printed, and how far it is, tells what somebody does':
    'was gedruckt wird und wie weit es ist, verrät, was jemand tut',
  'what somebody made up for the home, such as who is a guest or away, may tell anything':
    'was sich jemand für das Zuhause ausgedacht hat, etwa wer zu Gast oder fort ist, kann alles verraten',
};

export const reveals: Sentences['reveals'] = {
  byDescription: (reason) => `laut Beschreibung: ${reason}`,
  reasons,
};
