import { downloadWithPassphrase } from '../parts/download.tsx';
import { Link } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { EraseHistory } from './data-erase.tsx';
import { KeptFor } from './data-kept.tsx';
import { RightsRequests } from './data-rights.tsx';

/** Everything this box knows about the household, in the household's hands. */
export function Data() {
  const { data, shell } = words();
  const download = () => void downloadWithPassphrase('/api/v1/export');
  return (
    <>
      <h1 tabIndex={-1}>{shell.data}</h1>
      {!mayDecide() && <p>{data.forAdults}</p>}
      {mayDecide() && (
        <section>
          <h2>{data.download}</h2>
          <p>{data.downloadSays}</p>
          <p>
            <button type="button" onClick={download}>
              {data.downloadGo}
            </button>
          </p>
        </section>
      )}
      <section>
        <h2>{data.kept}</h2>
        <KeptFor />
      </section>
      {mayDecide() && (
        <section>
          <h2>{data.erase}</h2>
          <EraseHistory />
        </section>
      )}
      <section>
        <h2>{data.rights}</h2>
        <p>
          {data.rightsSay} <Link to="/recipients">{shell.recipients}</Link>
        </p>
        <RightsRequests />
      </section>
      <section>
        <h2>{data.otherwise}</h2>
        <p>{data.otherwiseSays}</p>
      </section>
    </>
  );
}
