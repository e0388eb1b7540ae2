/**
 * Puts a switch before each guard of the real hub, here where the test composes it: the product has none that could be
 * left off. To be imported before anything of gateway/.
 */
import './guards-broker.ts';
import './guards-data.ts';
import './guards-page.ts';
import './guards-pairing.ts';
