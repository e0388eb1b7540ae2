import { type Categories, OTHER } from './form.ts';

type Value = number | boolean | string;

/** All names a value may get: the labels, or the words and `other`. Cells below are indices into it. */
export function namesOf(categories: Categories): readonly string[] {
  return 'edges' in categories ? categories.labels : [...categories.values, OTHER];
}

/** How many names there are, without making the list. */
export function cellCount(categories: Categories): number {
  return 'edges' in categories ? categories.labels.length : categories.values.length + 1;
}

/** The index of the value's name. A value of the wrong kind cannot come here: forms are checked against types first. */
export function cellOf(categories: Categories, value: Value): number {
  if ('values' in categories) {
    const index = categories.values.indexOf(typeof value === 'boolean' ? (value ? 'true' : 'false') : `${value}`);
    return index < 0 ? categories.values.length : index;
  }
  const { edges } = categories;
  let cell = 0;
  for (const edge of edges) {
    if (Number(value) < edge) break;
    cell++;
  }
  return cell;
}

export function nameOf(categories: Categories, cell: number): string {
  return 'edges' in categories ? (categories.labels[cell] ?? OTHER) : (categories.values[cell] ?? OTHER);
}

/** The cell of `coarse` that a cell of `fine` lies in; only for `coarse` at most `fine`. */
export function coarserCell(coarse: Categories, fine: Categories, cell: number): number {
  if ('edges' in fine)
    return cellOf(coarse, cell === 0 ? Number.NEGATIVE_INFINITY : (fine.edges[cell - 1] ?? Number.NaN));
  return cellOf(coarse, fine.values[cell] ?? OTHER);
}

/** Whether `a` can be worked out from `b`: it draws no border and names no word that `b` does not. */
export function categoriesAtMost(a: Categories, b: Categories): boolean {
  if ('edges' in a) return 'edges' in b && a.edges.every((edge) => b.edges.includes(edge));
  return 'values' in b && a.values.every((value) => b.values.includes(value));
}

/** The finest categories that both give, named as asked; none where they share no border or word. */
export function meetCategories(asked: Categories, agreed: Categories): Categories | undefined {
  if (categoriesAtMost(asked, agreed)) return asked;
  if (categoriesAtMost(agreed, asked)) return agreed;
  if ('edges' in asked) {
    if (!('edges' in agreed)) return undefined;
    const edges = asked.edges.filter((edge) => agreed.edges.includes(edge));
    return edges.length === 0 ? undefined : { edges, labels: merged(asked, edges) };
  }
  if (!('values' in agreed)) return undefined;
  const values = asked.values.filter((value) => agreed.values.includes(value));
  return values.length === 0 ? undefined : { values };
}

/** The coarsest categories from which both can be worked out; none for borders and words together. */
export function joinCategories(a: Categories, b: Categories): Categories | undefined {
  if ('edges' in a) {
    if (!('edges' in b)) return undefined;
    const edges = [...new Set([...a.edges, ...b.edges])].sort((x, y) => x - y);
    return { edges, labels: spans(edges) };
  }
  return 'values' in b ? { values: [...new Set([...a.values, ...b.values])].sort() } : undefined;
}

/** Labels of the spans between the edges that stay: `low to middle` where a border between the two went. */
function merged(from: Extract<Categories, { edges: readonly number[] }>, edges: readonly number[]): string[] {
  const labels: string[] = [];
  let first = 0;
  for (const edge of [...edges, Number.POSITIVE_INFINITY]) {
    const at = from.edges.indexOf(edge);
    const last = at < 0 ? from.edges.length : at;
    const [start, end] = [from.labels[first] ?? OTHER, from.labels[last] ?? OTHER];
    labels.push(first === last ? start : `${start} to ${end}`);
    first = last + 1;
  }
  return labels;
}

function spans(edges: readonly number[]): string[] {
  const labels = edges.map((edge, i) => (i === 0 ? `below ${edge}` : `${edges[i - 1]} to ${edge}`));
  return [...labels, `from ${edges.at(-1)}`];
}
