import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { OwnRecipient, RecipientProfile } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons, Check, Choice, FileField, Passphrase, TextField } from '../parts/fields.tsx';
import { asName } from '../parts/names.ts';
import { Select } from '../parts/select.tsx';
import { useSending } from '../parts/sending.ts';
import { Trouble } from '../parts/trouble.tsx';
import { Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';
import { Devices, Fields, type Wanted, wantedFields } from './recipient-own-what.tsx';

/** The kinds of recipients that a household adds by itself, each with who can read what it gets. */
export function OwnKinds() {
  const { own } = words().recipients;
  const asking = useAnswer('GET /recipient-profiles', { query: {} });
  return (
    <section>
      <h2>{own.title}</h2>
      <p>{own.says}</p>
      <Answered of={asking}>
        {({ items }) => (
          <ul class="lines">
            {items.map(({ profile, title, readableBy }) => (
              <li key={profile}>
                <p class="line-name">
                  <Link to={`/recipients?add=${profile}`}>{title}</Link>
                </p>
                <p class="quiet">{readableBy}</p>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}

interface AddProps {
  readonly onAdded: (added: OwnRecipient) => void;
}

export function AddOwn({ kind, onAdded }: AddProps & { readonly kind: string }) {
  const { own } = words().recipients;
  const asking = useAnswer('GET /recipient-profiles', { query: {} });
  return (
    <>
      <p>
        <Link to="/recipients?add">{own.others}</Link>
      </p>
      <Answered of={asking}>
        {({ items }) => {
          const profile = items.find((each) => each.profile === kind);
          return profile ? <Form key={kind} of={profile} onAdded={onAdded} /> : <p>{own.noKind}</p>;
        }}
      </Answered>
    </>
  );
}

const MINUTE_MS = 60_000;
/** How often something can be sent, as ISO 8601 writes it and in ms. */
const EVERY = { PT1M: 1, PT5M: 5, PT15M: 15, PT1H: 60, P1D: 1440 } as const;
const KEPT = ['P30D', 'P1Y', 'P10Y'] as const;

/** What its profile asks for, and what of the home it is to get; nothing leaves before each of it is agreed to. */
function Form({ of: profile, onAdded }: AddProps & { readonly of: RecipientProfile }) {
  const { own, show } = words().recipients;
  const [name, setName] = useState(profile.title);
  const [at, setAt] = useState<Readonly<Record<string, string>>>({});
  const [secret, setSecret] = useState({ user: '', password: '' });
  const [isOpen, setOpen] = useState(false);
  const [ca, setCa] = useState('');
  const [wanted, setWanted] = useState<readonly Wanted[]>([]);
  const [devices, setDevices] = useState<readonly string[]>();
  const [how, setHow] = useState<'mean' | 'spread' | 'exact'>('mean');
  const [every, setEvery] = useState(isEvery(profile.every) ? profile.every : 'P1D');
  const [names, setNames] = useState<'codes' | 'own'>('codes');
  const [sentence, setSentence] = useState('');
  const [retention, setRetention] = useState<(typeof KEPT)[number]>('P1Y');
  const { failed, form, isBusy, send, wrong } = useSending(onAdded);
  const { user, password } = secret;
  const isSecret = profile.secret !== undefined && !isOpen;
  const body = () => ({
    ...{ recipient: asName(name, 40), profile: profile.profile, name, names, every, retention },
    purpose: profile.purpose,
    at: profile.asks.map(({ of }) => ({ of, is: (at[of] ?? '').trim() })),
    ...(ca.trim() !== '' && { ca: ca.trim() }),
    ...(isSecret
      ? { credentials: { ...(profile.user !== undefined && { user }), password } }
      : { withoutSecret: profile.secret !== undefined }),
    ...(sentence !== '' && { sentence }),
    ...(devices && { devices }),
    fields: wantedFields(wanted, profile.fixed ? 'mean' : how),
  });
  const least = isEvery(profile.least) ? EVERY[profile.least] : 0;
  return (
    <form ref={form} onSubmit={(event) => send(event, () => ask('POST /recipients/own', { body: body() }))}>
      <h2>{profile.title}</h2>
      <p>{profile.readableBy}</p>
      <TextField
        label={own.name}
        value={name}
        onInput={setName}
        required
        wrong={wrong('/name') ?? wrong('/recipient')}
      />
      <div class="asked">
        {profile.asks.map(({ of, is }, i) => (
          <TextField
            key={of}
            label={is}
            value={at[of] ?? ''}
            onInput={(value) => setAt({ ...at, [of]: value })}
            type={profile.address.startsWith(`{${of}}`) ? 'url' : 'text'}
            required
            wrong={i === 0 ? wrong('/at') : undefined}
          />
        ))}
        {profile.open && <Check label={own.open} checked={isOpen} onChange={setOpen} />}
        {isSecret && profile.user !== undefined && (
          <TextField
            label={profile.user}
            value={user}
            onInput={(typed) => setSecret({ user: typed, password })}
            required
          />
        )}
        {isSecret && (
          <Passphrase
            label={profile.secret ?? ''}
            show={show}
            value={password}
            onInput={(typed) => setSecret({ user, password: typed })}
            whose="other"
            wrong={wrong('/credentials')}
          />
        )}
      </div>
      <details open={wrong('/ca') !== undefined}>
        <summary>{own.certificate}</summary>
        <FileField
          file={own.certificateFile}
          label={own.certificateText}
          value={ca}
          onInput={setCa}
          wrong={wrong('/ca')}
        />
      </details>
      <Fields of={profile} wanted={wanted} onChange={setWanted} wrong={wrong} />
      <Devices chosen={devices} onChange={setDevices} wrong={wrong('/devices')} />
      {!profile.fixed && (
        <Choice
          legend={own.how}
          value={how}
          onChange={setHow}
          options={(['mean', 'spread', 'exact'] as const).map((value) => ({ value, label: own.hows[value] }))}
        />
      )}
      <Choice
        legend={own.names}
        value={names}
        onChange={setNames}
        options={(['codes', 'own'] as const).map((value) => ({ value, label: own.named[value] }))}
      />
      <Select
        label={own.every}
        value={every}
        onChange={setEvery}
        options={Object.entries(EVERY).flatMap(([value, minutes]) =>
          isEvery(value) && minutes >= least ? [{ value, label: own.span(minutes * MINUTE_MS) }] : [],
        )}
      />
      <Select
        label={own.kept}
        value={retention}
        onChange={setRetention}
        options={KEPT.map((value) => ({ value, label: own.spans[value] }))}
      />
      <TextField label={own.sentence} value={sentence} onInput={setSentence} wrong={wrong('/sentence')} />
      {failed && <Trouble failed={failed} />}
      <button type="submit" disabled={isBusy || wanted.length === 0 || devices?.length === 0}>
        {own.go}
      </button>
    </form>
  );
}

function isEvery(duration: string): duration is keyof typeof EVERY {
  return Object.hasOwn(EVERY, duration);
}

/** It may ask now; what would leave is looked at next. */
export function OwnAdded({ of }: { readonly of: OwnRecipient }) {
  const { recipients, requests } = words();
  const { recipient, readableBy, advice } = of;
  const name = visible(of.name);
  return (
    <section class="card" role="status">
      <h2>{recipients.addedTitle(name)}</h2>
      <p>{readableBy}</p>
      {advice !== undefined && <p class="notice">{advice}</p>}
      <Buttons>
        <Link to={pathTo('requests', recipient, 'own')} class="button">
          {requests.see}
        </Link>
        <Link to={pathTo('recipients', recipient)} class="button">
          {recipients.toPage(name)}
        </Link>
      </Buttons>
    </section>
  );
}
