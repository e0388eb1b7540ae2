import type { Dialect, Interpreter, Understood } from '../devices/dialects/dialect.ts';
import type { Ecosystem } from '../devices/dialects/ecosystem.ts';
import { createRouter } from '../devices/dialects/router.ts';
import { sideBySide } from '../devices/dialects/side-by-side.ts';

/** What one message says, and whose speech it is, also where nothing in it is of interest or can be understood. */
export interface Told {
  /** The ecosystem that knows the topic; undefined where none does. */
  readonly dialect: string | undefined;
  readonly said: Understood;
}

/** Understands what speaks on one broker, as a hub that reads along on it would. */
export function createUnderstanding(
  ecosystems: readonly Ecosystem[],
): (topic: string, payload: Uint8Array, receivedAt: number) => Told {
  let asked: string | undefined;
  const noting = (ecosystem: Ecosystem): Ecosystem => ({
    ...ecosystem,
    dialect: (source) => noted(ecosystem.dialect(source), () => (asked = ecosystem.name)),
  });
  const router = createRouter([sideBySide(ecosystems.map(noting))]);
  return (topic, payload, receivedAt) => {
    asked = undefined;
    const said = router.understand(topic, payload, receivedAt);
    return { dialect: asked, said };
  };
}

function noted(dialect: Dialect, note: () => void): Dialect {
  return {
    name: dialect.name,
    get generation() {
      return dialect.generation;
    },
    route(topic): Interpreter | undefined {
      const interpret = dialect.route(topic);
      return (
        interpret &&
        ((payload, receivedAt) => {
          note();
          return interpret(payload, receivedAt);
        })
      );
    },
    cleared: (topic) => dialect.cleared?.(topic),
  };
}
