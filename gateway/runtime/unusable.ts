/** Why the hub cannot run here and now, as a sentence that says what to do. */
export class Unusable extends Error {}
