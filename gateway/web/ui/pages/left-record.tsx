import type { NotDone } from '../api/client.ts';
import { BASE } from '../base.ts';
import { useState } from '../framework.ts';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { type Checked, check, forget, kept } from '../record/check.ts';
import { words } from '../words/words.ts';

/** Whether the record still begins with what this browser saw of it before. */
export function RecordCheck() {
  const { record } = words().left;
  const [checked, setChecked] = useState<Checked>();
  const [failed, setFailed] = useState<NotDone>();
  const [isChecking, setChecking] = useState(false);
  const now = async () => {
    setChecking(true);
    setFailed(undefined);
    try {
      setChecked(await check(Date.now()));
    } catch (error) {
      setFailed(asNotDone(error));
    }
    setChecking(false);
  };
  const anew = () => {
    forget();
    void now();
  };
  return (
    <section class="record">
      <h2>{record.title}</h2>
      <div role="status">{isChecking ? <p>{record.checking}</p> : <Found checked={checked} />}</div>
      {failed && <Trouble failed={failed} again={() => void now()} />}
      <p>
        <button type="button" disabled={isChecking} onClick={() => void now()}>
          {record.go}
        </button>
      </p>
      <details>
        <summary>{record.what}</summary>
        {record.says.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <h3>{record.proof}</h3>
        <ul>
          <li>
            <a href={`${BASE}/api/v1/ledger/checkpoint`} download="ledger-checkpoint.txt">
              {record.checkpoint}
            </a>
          </li>
          <li>
            <a href={`${BASE}/api/v1/ledger/key`} download="ledger-key.txt">
              {record.key}
            </a>
          </li>
          <li>
            <a href={`${BASE}/api/v1/ledger/lines`} download="ledger.jsonl">
              {record.lines}
            </a>{' '}
            <span class="quiet">{record.linesSay}</span>
          </li>
        </ul>
        {checked && 'broken' in checked && (
          <button type="button" onClick={anew}>
            {record.anew}
          </button>
        )}
      </details>
    </section>
  );
}

function Found({ checked }: { readonly checked: Checked | undefined }) {
  const { record } = words().left;
  if (checked && 'broken' in checked) {
    return (
      <div class="trouble">
        <p>{record.broken[checked.broken]}</p>
        <p>{record.brokenDo}</p>
      </div>
    );
  }
  const keeps = checked?.kept ?? kept();
  if (!keeps) return <p>{record.never}</p>;
  return (
    <>
      <p>
        {checked?.isFirst
          ? record.first(keeps.since)
          : `${record.unbroken(keeps.since)} ${record.checked(keeps.at, keeps.size)}`}
      </p>
      {!keeps.signed && <p class="quiet">{record.unsigned}</p>}
    </>
  );
}
