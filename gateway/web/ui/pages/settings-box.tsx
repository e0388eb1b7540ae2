import { useAnswer } from '../api/answers.ts';
import { Answered } from '../parts/answer.tsx';
import { Trust } from '../parts/cards.tsx';
import { words } from '../words/words.ts';

/** How the box is, in words; the hub’s own sentences are shown as they are. */
export function ThisBox() {
  const { settings } = words();
  const status = useAnswer('GET /status', {}, ['devices', 'recipients']);
  const certificates = useAnswer('GET /certificates', {});
  return (
    <>
      <Answered of={status}>
        {({ version, reached: { host, port }, devices, stayedHome, ledger, rootKey, clock }) => (
          <dl class="rows">
            <dt>{settings.version}</dt>
            <dd>{version}</dd>
            <dt>{settings.reached}</dt>
            <dd>{port === undefined ? settings.noPort : `${host}:${port}`}</dd>
            <dt>{settings.devices}</dt>
            <dd>{settings.count(devices)}</dd>
            <dt>{settings.stayed}</dt>
            <dd>{settings.count(stayedHome)}</dd>
            <dt>{settings.record}</dt>
            <dd>{ledger}</dd>
            <dt>{settings.clock}</dt>
            <dd>{clock}</dd>
            <dt>{settings.stolen}</dt>
            <dd>{rootKey}</dd>
          </dl>
        )}
      </Answered>
      <Answered of={certificates}>
        {({ authorities, certificates: issued }) => (
          <ul>
            {authorities.map(({ authority, until, server }) => (
              <li key={authority}>{settings.authority[authority](until, server.until)}</li>
            ))}
            <li>{settings.issued(issued.filter(({ state }) => state === 'in force').length)}</li>
          </ul>
        )}
      </Answered>
      <details>
        <summary>{settings.trust}</summary>
        <Trust />
      </details>
    </>
  );
}
