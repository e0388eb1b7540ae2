/** What is said to a household that adds a recipient of its own; problems end a sentence that begins with their place. */
export const own = {
  /** What is wrong with the manifest that is made of it, by its place; what is not here is said as it is found. */
  wrong: {} as Readonly<Record<string, string>>,
  noDuration: (every: string) => `is ${JSON.stringify(every)}; write a duration such as PT5M`,
  tooOften: (title: string, least: string) => `is too often for ${title}; write ${least} or more`,
  notAsked: (name: string, asked: string) => `has "${name}", which is not asked for; write ${asked || 'none'}`,
  notGiven: (name: string, says: string) => `has no "${name}"; give it: ${says}`,
  notCalled: (says: string) => `is missing; give ${says}`,
  notAmong: (is: string, among: string) => `is "${is}"; write one of ${among}`,
  noUnit: (title: string, units: readonly string[]) =>
    `is missing; ${title} needs a field in ${units.join(' or ')}, choose one`,
  otherUnit: (unit: string, title: string, units: readonly string[]) =>
    `is ${unit}; ${title} needs a field in ${units.join(' or ')}, choose one`,
  noWords: (field: string) => `${field} is told in words; add which of them may be said, as its values`,
  noType: (field: string) => `no device has said ${field} yet; write its type, such as number, and its unit`,
  quoted: (says: string) => `The profile itself says: “${says}”`,
  tooMuch:
    'Nothing would leave of a device that has all of these fields, as it could hide too much in them: say units, such as temperature:number:°C, a form with a step, or send less often.',
};
