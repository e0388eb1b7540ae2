import { visible } from '../../../../rules/visible.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { Device, DeviceField, DeviceValuesResult } from '../api/types.ts';
import { useState } from '../framework.ts';
import { FlowActions, FlowWords } from '../parts/flow-actions.tsx';
import { fieldName } from '../parts/names.ts';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** Each field: its last value once somebody wants to see it, what it tells and why, and who gets it in which form. */
export function DeviceFields({ of: { id, fields } }: { readonly of: Device }) {
  const { devices } = words();
  const [shown, setShown] = useState<DeviceValuesResult>();
  if (fields.length === 0) return null;
  const values = shown && new Map(shown.values.map((each) => [each.field, each]));
  return (
    <section>
      <h2>{devices.fields}</h2>
      {mayDecide() && <Values id={id} shown={shown} onShow={setShown} />}
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{devices.field}</th>
            <th scope="col">{devices.value}</th>
            <th scope="col">{devices.reveals}</th>
            <th scope="col">{devices.goesTo}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.field}>
              <th scope="row">{fieldName(field.field)}</th>
              <td data-label={devices.value}>
                {values ? <Value of={values.get(field.field)} /> : <span class="quiet">{devices.hidden}</span>}
              </td>
              <td data-label={devices.reveals}>
                {devices.category[field.category]}{' '}
                <span class={`tag ${field.sensitivity}`}>{devices.sensitivity[field.sensitivity]}</span>
                <span class="quiet reason"> {field.reason}</span>
              </td>
              <td data-label={devices.goesTo}>
                <Goes id={id} of={field} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ValuesProps {
  readonly id: string;
  readonly shown: DeviceValuesResult | undefined;
  readonly onShow: (values: DeviceValuesResult | undefined) => void;
}

/** Values are asked for by a person, each time; looking at sensitive ones is recorded. */
function Values({ id, shown, onShow }: ValuesProps) {
  const { devices } = words();
  const [failed, setFailed] = useState<NotDone>();
  const show = () =>
    ask('POST /devices/{device}/values', { path: { device: id }, body: {} }).then(onShow, (error: unknown) =>
      setFailed(asNotDone(error)),
    );
  return (
    <>
      {failed && <Trouble failed={failed} />}
      <p>
        <button type="button" aria-pressed={shown !== undefined} onClick={shown ? () => onShow(undefined) : show}>
          {shown ? devices.hideValues : devices.showValues}
        </button>{' '}
        <span class="quiet" role="status">
          {shown === undefined && devices.valuesSay}
          {shown && (shown.at === undefined ? devices.noValues : devices.valuesOf(Date.parse(shown.at)))}
        </span>
      </p>
    </>
  );
}

function Value({ of: said }: { readonly of: DeviceValuesResult['values'][number] | undefined }) {
  const { devices } = words();
  if (said === undefined) return <span class="quiet">{devices.noValue}</span>;
  const { value, unit = '' } = said;
  if (typeof value === 'boolean') return <span>{value ? devices.yes : devices.no}</span>;
  return (
    <span>
      {typeof value === 'number' ? devices.number(value) : visible(value)} {visible(unit)}
    </span>
  );
}

function Goes({ id, of: { field, category, goes } }: { readonly id: string; readonly of: DeviceField }) {
  const { devices } = words();
  if (goes.length > 0)
    return (
      <ul class="bare">
        {goes.map((flow) => (
          <li key={`${flow.recipient} ${flow.request}`}>
            <FlowWords of={flow} named /> <FlowActions of={flow} />
          </li>
        ))}
      </ul>
    );
  const where = `${pathTo('stayed')}?${new URLSearchParams({ device: id, field })}`;
  return (
    <>
      {category === 'unknown' ? devices.staysHomeNew : devices.staysHome} <Link to={where}>{devices.whyHome}</Link>
    </>
  );
}
