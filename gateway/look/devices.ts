import { classify, type FieldAbout, type Revealed } from '../../rules/classify.ts';
import type { Catalogue, Category, Sensitivity } from '../../rules/field-catalogue.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import { visible } from '../../rules/visible.ts';
import type { Ecosystem } from '../devices/dialects/ecosystem.ts';
import { KINDS, type Kind } from './identifiers.ts';
import type { LookedAt, LookedAtField, Tells } from './look.ts';
import { masked } from './masked.ts';

/** What is known of a device while it is listened to. */
export interface Gathering {
  readonly key: string;
  readonly dialect: string;
  readonly fields: Map<string, GatheredField>;
  readonly gives: Set<Kind>;
  name?: string;
  vendor?: string;
  model?: string;
  live: number;
  kept: number;
  overTheAir?: boolean;
  /** Its topics name whose it is. */
  namesSomebody?: boolean;
  /** Its ecosystem says that it was removed. */
  gone?: boolean;
}

export interface GatheredField {
  unit?: string;
  deviceClass?: string;
  live: number;
  kept: number;
}

/** What its ecosystem told of a field, as the catalogue is asked. */
export function toldOf(field: GatheredField | undefined): Pick<FieldAbout, 'unit' | 'type'> {
  return {
    ...(field?.unit === undefined ? {} : { unit: field.unit }),
    ...(field?.deviceClass === undefined ? {} : { type: field.deviceClass }),
  };
}

export interface Looked {
  readonly of: Gathering;
  readonly shown: LookedAt;
}

interface About {
  readonly ecosystems: readonly Ecosystem[];
  readonly catalogue: Catalogue;
  readonly seconds: number | undefined;
}

/** By how much each category tells about people. */
const BY_TELLING: readonly Category[] = [
  ...(['presence', 'location', 'health', 'audio/video', 'access/security', 'activity', 'energy', 'unknown'] as const),
  ...(['identifier', 'network', 'safety', 'climate', 'state/control', 'diagnostics'] as const),
];
const SENSITIVE: Readonly<Record<Sensitivity, number>> = { high: 0, medium: 1, low: 2 };

/** Devices as they are shown: those that tell most first. */
export function lookedAt(devices: readonly Gathering[], about: About): Looked[] {
  const revealed = revealing(about.catalogue);
  const names = naming(about.ecosystems);
  return devices
    .map((of): Looked => ({ of, shown: shownOf(of, names(of), revealed, about) }))
    .sort((a, b) => rankOf(a.shown) - rankOf(b.shown) || (a.shown.name < b.shown.name ? -1 : 1));
}

function shownOf(of: Gathering, name: string, revealed: Revealing, { ecosystems, seconds }: About): LookedAt {
  const { dialect, live, kept, vendor, model, overTheAir, gives } = of;
  return {
    ...{ name, dialect, ecosystem: titleOf(dialect, ecosystems) },
    ...(vendor === undefined ? {} : { vendor: masked(visible(vendor)) }),
    ...(model === undefined ? {} : { model: masked(visible(model)) }),
    ...{ live, kept, ...perHour(live, seconds) },
    ...(overTheAir ? { overTheAir } : {}),
    tells: tellsOf(of, revealed, seconds),
    gives: KINDS.filter((kind) => gives.has(kind)),
  };
}

function tellsOf({ dialect, fields }: Gathering, revealed: Revealing, seconds: number | undefined): Tells[] {
  const categories = new Map<Category, LookedAtField[]>();
  for (const [name, field] of fields) {
    const { unit, live, kept } = field;
    const { category, sensitivity } = revealed({ name, ecosystem: dialect, ...toldOf(field) });
    entry(categories, category, () => []).push({
      field: masked(visible(name)),
      ...(unit === undefined ? {} : { unit: visible(unit).slice(0, 20) }),
      ...{ sensitivity, live, kept, ...perHour(live, seconds) },
    });
  }
  return [...categories]
    .map(([category, listed]) => {
      const all = listed.sort((a, b) => b.live - a.live || b.kept - a.kept || (a.field < b.field ? -1 : 1));
      const [most = 'low'] = all.map(({ sensitivity }) => sensitivity).sort((a, b) => SENSITIVE[a] - SENSITIVE[b]);
      return { category, sensitivity: most, fields: all };
    })
    .sort(
      (a, b) =>
        SENSITIVE[a.sensitivity] - SENSITIVE[b.sensitivity] ||
        BY_TELLING.indexOf(a.category) - BY_TELLING.indexOf(b.category),
    );
}

/** Devices are in the order of the most telling thing that they say, then of how much they say of it. */
function rankOf({ tells: [first] }: LookedAt): number {
  if (first === undefined) return Number.MAX_SAFE_INTEGER;
  const { sensitivity, category, fields } = first;
  return SENSITIVE[sensitivity] * 10_000 + BY_TELLING.indexOf(category) * 500 - Math.min(fields.length, 400);
}

function perHour(live: number, seconds: number | undefined): { perHour?: number } {
  if (live === 0 || seconds === undefined || seconds < 1) return {};
  return { perHour: Number(((live * 3_600) / seconds).toPrecision(2)) };
}

type Revealing = (field: FieldAbout) => Revealed;

function revealing(catalogue: Catalogue): Revealing {
  const known = new Map<string, Revealed>();
  return (field) => {
    const key = lengthSafe([field.name, field.unit ?? '', field.type ?? '', field.ecosystem ?? '']);
    return entry(known, key, () => classify(field, catalogue));
  };
}

/** A name for each device that gives nothing away that it does not have to. */
function naming(ecosystems: readonly Ecosystem[]): (device: Gathering) => string {
  const given = new Map<string, number>();
  return ({ name, key, dialect, namesSomebody }) => {
    const own = name ?? key.slice(key.indexOf('/') + 1);
    const shown = namesSomebody ? '' : masked(visible(own)).slice(0, 60);
    const called = /[\p{L}\p{N}]/u.test(shown) ? shown : titleOf(dialect, ecosystems);
    const times = (given.get(called) ?? 0) + 1;
    given.set(called, times);
    return called === shown && times === 1 ? called : `${called} (${times})`;
  };
}

function titleOf(dialect: string, ecosystems: readonly Ecosystem[]): string {
  return ecosystems.find(({ name }) => name === dialect)?.title ?? dialect;
}
