export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One line. */
  readonly help: string;
  /** A number, or one for each word of a closed list. */
  readonly value: number | { readonly label: string; readonly by: Readonly<Record<string, number>> };
}

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, type, help, value }) => {
      const samples =
        typeof value === 'number'
          ? [`${name} ${value}`]
          : Object.entries(value.by).map(([word, count]) => `${name}{${value.label}="${word}"} ${count}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''];
    })
    .join('\n');
}
