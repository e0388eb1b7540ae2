import { bringsIdentifier, type Holds, tellsIdentifier } from './hidden-identifiers.ts';
import type { RecipientId } from './manifest.ts';
import type { Draw } from './noised-window.ts';
import type { Permitted } from './permitted.ts';
import type { Plan, Route } from './plan.ts';
import type { Instant, Reading } from './reading.ts';
import { apply, begin, closeDue, closesAt, GRACE_MS, type RouteState } from './window.ts';

/**
 * What every recipient would have got of these readings (oldest first), with all windows closed at `until`. It runs the
 * functions of the line itself, on states of its own: what it shows is what would be sent, but for noise, which is drawn
 * anew each time; a noised window is shown where `draw` has bytes for it.
 */
export function preview(
  plan: Plan,
  readings: readonly Reading[],
  until: Instant,
  holds: Holds,
  draw?: Draw,
): ReadonlyMap<RecipientId, readonly Permitted[]> {
  const states = new Map<string, RouteState>();
  const shown = new Map<RecipientId, Permitted[]>();
  const show = (permitted: Permitted) => {
    if (tellsIdentifier(permitted, holds)) return;
    const known = shown.get(permitted.recipient);
    if (known === undefined) shown.set(permitted.recipient, [permitted]);
    else known.push(permitted);
  };
  const [first] = readings;
  for (const route of plan.routes.values()) {
    const begun = first && begin(route, first.at, plan.timeZone);
    if (begun) states.set(route.id, begun);
  }
  for (const { device, at, fields } of readings) {
    for (const { name, value } of fields) {
      for (const route of plan.devices.get(device)?.get(name) ?? []) {
        closeInto(show, route, states, at, plan.timeZone, draw);
        if (bringsIdentifier(route, value, holds)) continue;
        const { state, permitted } = apply(route, states.get(route.id), value, at, at, plan.timeZone);
        if (state !== undefined) states.set(route.id, state);
        if (permitted !== undefined) show(permitted);
      }
    }
  }
  for (const id of states.keys()) {
    const route = plan.routes.get(id);
    if (route !== undefined) closeInto(show, route, states, until + GRACE_MS, plan.timeZone, draw);
  }
  return shown;
}

function closeInto(
  show: (permitted: Permitted) => void,
  route: Route,
  states: Map<string, RouteState>,
  now: Instant,
  timeZone: string,
  draw: Draw | undefined,
): void {
  for (;;) {
    const state = states.get(route.id);
    const at = state && closesAt(state);
    if (state === undefined || at === undefined || at > now) return;
    // At its own time and not at the next reading's: until then the consent may have ended.
    const closed = closeDue(route, state, at, timeZone, draw);
    closed.permitted.forEach(show);
    if (closed.state === undefined) states.delete(route.id);
    else states.set(route.id, closed.state);
  }
}
