import { useAnswer } from '../api/answers.ts';
import { Answered } from '../parts/answer.tsx';
import { DownloadText } from '../parts/download.tsx';
import { go, Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { Brokers } from './connect-brokers.tsx';

const DAY_MS = 86_400_000;

/** A box without a battery for its clock may think it is years ago until it has asked for the time. */
export function ClockTrouble() {
  const { welcome } = words();
  const { answer } = useAnswer('GET /home', {}).now.value;
  if (answer?.knowsTime === false) return <p class="trouble">{welcome.timeUnknown}</p>;
  const isOff = answer !== undefined && Math.abs(Date.now() - Date.parse(answer.at)) > DAY_MS;
  return isOff ? <p class="trouble">{welcome.clock}</p> : null;
}

/** The two ways: devices come to this box, or it reads along where they are. */
export function Connecting() {
  const { welcome } = words();
  return (
    <div class="cards">
      <section class="card">
        <h2>{welcome.connect.here}</h2>
        <p>{welcome.connect.hereSays}</p>
        <Here />
        <p>
          <Link class="button" to="/connect">
            {welcome.connect.pair}
          </Link>
        </p>
      </section>
      <section class="card">
        <h2>{welcome.connect.there}</h2>
        <p>{welcome.connect.thereSays}</p>
        <Brokers onAttached={() => go('/welcome/devices')} />
      </section>
    </div>
  );
}

/** What is typed into a device that asks for a broker. */
function Here() {
  const { welcome } = words();
  const status = useAnswer('GET /status', {});
  const authority = useAnswer('GET /certificates/authorities/{which}', { path: { which: 'devices' } });
  return (
    <>
      <Answered of={status}>
        {({ reached: { host, port } }) => (
          <dl class="rows">
            <dt>{welcome.connect.host}</dt>
            <dd>
              <code>{host}</code>
            </dd>
            <dt>{welcome.connect.port}</dt>
            <dd>{port === undefined ? welcome.connect.noPort : <code>{port}</code>}</dd>
            <dt>{welcome.connect.security}</dt>
            <dd>TLS</dd>
          </dl>
        )}
      </Answered>
      <Answered of={authority}>
        {({ certificate, fingerprint }) => (
          <details>
            <summary>{welcome.connect.trust}</summary>
            <p>{welcome.connect.trustSays}</p>
            <p>
              <code>{fingerprint}</code>
            </p>
            <DownloadText name="hearthgate-devices.crt" type="application/x-x509-ca-cert" text={certificate}>
              {welcome.connect.download}
            </DownloadText>
          </details>
        )}
      </Answered>
    </>
  );
}
