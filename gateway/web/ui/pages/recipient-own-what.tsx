import { visible } from '../../../../rules/visible.ts';
import { PAGE, useList } from '../api/lists.ts';
import type { HeardField, OwnField, RecipientProfile } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { Check, Choice, TextField } from '../parts/fields.tsx';
import { MoreOf } from '../parts/more-of.tsx';
import { deviceName, fieldName } from '../parts/names.ts';
import { Select } from '../parts/select.tsx';
import { words } from '../words/words.ts';

/** A field that the recipient is to get: what it calls it, and which words of it may be said. */
export interface Wanted extends Pick<HeardField, 'field' | 'type'> {
  readonly as: string;
  readonly values: string;
}

interface FieldsProps {
  readonly of: RecipientProfile;
  readonly wanted: readonly Wanted[];
  readonly onChange: (wanted: readonly Wanted[]) => void;
  readonly wrong: (path: string) => string | undefined;
}

/** What the home's devices say, as far as this kind of recipient takes it. */
export function Fields({ of: profile, wanted, onChange, wrong }: FieldsProps) {
  const { own } = words().recipients;
  // Which it takes is seen here, so of all of them; else a page would seem to hold three of fifty.
  const isChoosy = profile.units !== undefined || profile.numbersOnly === true;
  const listing = useList('GET /fields', {}, ['devices'], isChoosy ? Number.POSITIVE_INFINITY : PAGE);
  const change = (field: string, changes: Partial<Wanted>) =>
    onChange(wanted.map((each) => (each.field === field ? { ...each, ...changes } : each)));
  const toggle = ({ field, type }: HeardField, isWanted: boolean) =>
    onChange(
      isWanted
        ? [...wanted, { field, type, as: profile.among?.[0] ?? '', values: '' }]
        : wanted.filter((each) => each.field !== field),
    );
  return (
    <fieldset class="choice">
      <legend>{own.what}</legend>
      <p class="quiet">{own.whatSays}</p>
      <Answered of={listing}>
        {({ items, total }) => {
          const taken = items.filter((each) => takes(profile, each));
          return (
            <>
              {taken.length === 0 && <p>{own.noFields(profile.units)}</p>}
              {taken.map((each) => {
                const at = wanted.findIndex(({ field }) => field === each.field);
                const chosen = wanted[at];
                return (
                  <div key={each.field}>
                    <Check
                      label={own.field(fieldName(each.field), each.units.map(visible), each.devices)}
                      checked={chosen !== undefined}
                      onChange={(isWanted) => toggle(each, isWanted)}
                    />
                    {chosen && <Called of={profile} field={chosen} onChange={change} wrong={wrong(`/fields/${at}`)} />}
                  </div>
                );
              })}
              {items.length < total && <MoreOf shown={items.length} total={total} more={listing.more} />}
            </>
          );
        }}
      </Answered>
    </fieldset>
  );
}

function takes({ units, numbersOnly }: RecipientProfile, { type, units: own }: HeardField): boolean {
  if (units) return own.some((each) => units.includes(each));
  return !numbersOnly || type === 'number';
}

interface CalledProps {
  readonly of: RecipientProfile;
  readonly field: Wanted;
  readonly onChange: (field: string, changes: Partial<Wanted>) => void;
  readonly wrong: string | undefined;
}

/** What only the household knows of a field. */
function Called({ of: profile, field: { field, type, as, values }, onChange, wrong }: CalledProps) {
  const { own } = words().recipients;
  const { as: says, among } = profile;
  return (
    <div class="asked">
      {says !== undefined && among && (
        <Select
          label={says}
          value={as}
          onChange={(is) => onChange(field, { as: is })}
          options={among.map((value) => ({ value, label: value }))}
        />
      )}
      {says !== undefined && !among && (
        <TextField label={says} value={as} onInput={(is) => onChange(field, { as: is })} required wrong={wrong} />
      )}
      {type === 'category' && (
        <TextField
          label={own.values(fieldName(field))}
          value={values}
          onInput={(typed) => onChange(field, { values: typed })}
          required
          wrong={wrong}
        />
      )}
      {type !== 'category' && (says === undefined || among) && wrong && <p class="wrong">{wrong}</p>}
    </div>
  );
}

/** As the hub takes them. */
export function wantedFields(wanted: readonly Wanted[], how: 'mean' | 'spread' | 'exact'): OwnField[] {
  return wanted.map(({ field: name, type, as, values }) => ({
    name,
    ...(as !== '' && { as: [{ is: as.trim() }] }),
    ...(type === 'category' && { values: partsOf(values) }),
    ...(type === 'number' && how === 'spread' && { statistics: ['mean', 'min', 'max'] as const }),
    ...(type === 'number' && how === 'exact' && { form: { form: 'exact', grain: 'PT1S' } as const }),
  }));
}

function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

interface DevicesProps {
  /** None: every device that has one of the fields. */
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[] | undefined) => void;
  readonly wrong: string | undefined;
}

export function Devices({ chosen, onChange, wrong }: DevicesProps) {
  const { own } = words().recipients;
  return (
    <>
      <Choice
        legend={own.devices}
        value={chosen ? 'some' : 'all'}
        onChange={(which) => onChange(which === 'some' ? [] : undefined)}
        options={(['all', 'some'] as const).map((value) => ({ value, label: own.which[value] }))}
      />
      {chosen && <Some chosen={chosen} onChange={onChange} />}
      {wrong && <p class="wrong">{wrong}</p>}
    </>
  );
}

function Some({ chosen, onChange }: Pick<DevicesProps, 'onChange'> & { readonly chosen: readonly string[] }) {
  const { own } = words().recipients;
  const listing = useList('GET /devices', {}, ['devices']);
  return (
    <fieldset class="choice">
      <legend>{own.which.some}</legend>
      <Answered of={listing}>
        {({ items, total }) => (
          <>
            {items.map((device) => (
              <Check
                key={device.id}
                label={deviceName(device)}
                checked={chosen.includes(device.id)}
                onChange={(isChosen) =>
                  onChange(isChosen ? [...chosen, device.id] : chosen.filter((each) => each !== device.id))
                }
              />
            ))}
            <MoreOf shown={items.length} total={total} more={listing.more} />
          </>
        )}
      </Answered>
    </fieldset>
  );
}
