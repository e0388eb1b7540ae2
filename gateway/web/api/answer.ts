import type { Hub } from '../../main.ts';
import { type Caller, canBeConfirmed } from '../../operations/operation.ts';
import { type OperationName, operations } from '../../operations/operations.ts';
import { type Asked, askedOf, type Said } from './asked.ts';
import { mustBeFresh } from './door.ts';
import type { Looks } from './looks.ts';
import { pageOf } from './page.ts';
import { LookAgain } from './problem.ts';
import type { Route } from './routes.ts';

/** What was done, or what would leave if it were, with the token for doing it. */
export interface Step {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: unknown;
}

/** Asks the operation of an address and gives the answer as JSON; a refusal is thrown. */
export async function answer(hub: Hub, looks: Looks, route: Route, said: Said, caller: Caller): Promise<unknown> {
  const from = hub.ledger.size;
  try {
    return await answered(hub, looks, route, said, caller);
  } finally {
    const { session, by, shownAt: at } = caller;
    if (session) hub.secondThoughts.note({ session: session.id, by, from, to: hub.ledger.size, at });
  }
}

async function answered(hub: Hub, looks: Looks, route: Route, said: Said, caller: Caller): Promise<unknown> {
  const asked = askedOf(route, said);
  const { input } = asked;
  const { run, input: schema, sharesMore } = operations[route.operation];
  if (canBeConfirmed(schema)) return step(hub, looks, route.operation, asked, caller);
  if (sharesMore(input, hub, caller)) mustBeFresh(caller.session, caller.shownAt);
  const result = await run(hub, input, caller);
  if (route.leadsTo !== undefined) {
    const { sample: _, ...choices } = input;
    return { ...members(result), ...(await look(hub, looks, route.leadsTo, choices, caller)) };
  }
  if (route.list !== undefined && Array.isArray(result)) return pageOf(result, route.list, asked.limit, asked.cursor);
  return result;
}

/** Sharing less is one step. Sharing more is looked at first, and done with the token for exactly what was looked at. */
async function step(
  hub: Hub,
  looks: Looks,
  name: OperationName,
  { input, token }: Asked,
  caller: Caller,
): Promise<Step> {
  const { run, sharesMore } = operations[name];
  const [unconfirmed, confirmed] = [
    { ...input, confirmed: false },
    { ...input, confirmed: true },
  ];
  if (!sharesMore(unconfirmed, hub, caller)) return { done: true, result: await run(hub, confirmed, caller) };
  if (token === undefined) return look(hub, looks, name, input, caller);
  mustBeFresh(caller.session, caller.shownAt);
  const shownAt = looks.shownAt(token, caller.shownAt);
  if (shownAt !== undefined) {
    const asShown = { ...caller, shownAt };
    const shown = await run(hub, unconfirmed, asShown);
    if (looks.use(token, { operation: name, input, shown, by: caller.session?.id ?? caller.by }, caller.shownAt)) {
      return { done: true, result: await run(hub, confirmed, asShown) };
    }
  }
  throw new LookAgain(await look(hub, looks, name, input, caller));
}

async function look(hub: Hub, looks: Looks, name: OperationName, input: object, caller: Caller): Promise<Step> {
  const shown = await operations[name].run(hub, { ...input, confirmed: false }, caller);
  return {
    done: false,
    ...looks.token({ operation: name, input, shown, by: caller.session?.id ?? caller.by }, caller.shownAt),
    result: shown,
  };
}

function members(result: unknown): object {
  return typeof result === 'object' && result !== null ? result : {};
}
