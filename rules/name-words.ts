/** One word of a name, as names are compared. */
export interface Word {
  /** Lower case, without accents (`küche` is `kuche`). */
  readonly letters: string;
  /** The same with ä, ö and ü written out (`kueche`). */
  readonly spelt: string;
}

/** The words of a name, whatever its style: `livingRoom2`, `Living room 2` and `LIVING_ROOM_2` are one. */
export function wordsIn(text: string): Word[] {
  const words =
    text
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .match(WORD) ?? [];
  return words.map((word) => {
    // Through capitals, so that `ß` and `SS` come to the same.
    const lower = word.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
    return { letters: withoutMarks(lower), spelt: withoutMarks(lower.replace(/[äöü]/g, (vowel) => `${vowel}e`)) };
  });
}

/** Digits, or letters from a capital on: an accent that is a sign of its own belongs to its letter. */
const WORD = /\p{N}+|\p{Lu}?(?:[\p{Ll}\p{Lo}\p{Lm}]\p{M}*)+|(?:\p{Lu}\p{M}*)+(?!\p{Ll})|\p{Lu}/gu;

function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/** Whether a word only says what kind a thing is, how it is set or which of several alike. */
export function isOrdinary({ letters }: Word): boolean {
  return ORDINARY.has(letters) || letters.length === 1 || /^\d{1,4}$/.test(letters);
}

const ORDINARY: ReadonlySet<string> = new Set(
  wordsIn(`
    thermostat thermostats heating heater boiler radiator valve climate cooling cooler fan ventilation humidifier purifier
    light lights lamp lamps bulb led strip dimmer switch socket plug outlet relay button remote dial knob scene
    sensor detector motion presence occupancy contact door window gate lock cover blind blinds shutter curtain awning
    temperature humidity pressure illuminance smoke water leak flood rain wind soil air quality energy power meter gas solar
    battery charger inverter vehicle camera doorbell bell siren alarm speaker tv media display clock timer
    washer dryer dishwasher oven fridge freezer cooker kettle vacuum mower robot pump shower sprinkler irrigation
    device devices bridge gateway hub router repeater coordinator broker home house zigbee mqtt zwave bluetooth wifi
    tasmota shelly esphome homeassistant service system status state mode none unknown other error normal manual auto automatic
    heizung heizkörper lampe licht leuchte schalter steckdose taster fernbedienung bewegung bewegungsmelder fenster tür
    rollladen rollo jalousie rauchmelder wasser strom zähler wärmepumpe waschmaschine trockner spülmaschine kühlschrank
    left right top bottom front back upper lower inside outside indoor outdoor main new old test`).map(
    ({ letters }) => letters,
  ),
);
