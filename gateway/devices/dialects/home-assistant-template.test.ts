import { expect, test } from 'vitest';
import { parseTemplate } from './home-assistant-template.ts';

const json = (path: readonly string[], as?: string) => ({ json: true, path, ...(as === undefined ? {} : { as }) });

test.each<[string, object]>([
  ['{{ value }}', { json: false, path: [] }],
  ['{{value|float}}', { json: false, path: [], as: 'number' }],
  ['{{ value | lower }}', { json: false, path: [], as: 'lower' }],
  ['{{ value_json }}', json([])],
  ['{{ value_json.a.b }}', json(['a', 'b'])],
  ['{{- value_json.a -}}', json(['a'])],
  [`{{ value_json['a b']["c"] }}`, json(['a b', 'c'])],
  [`{{ value_json.list[0].x }}`, json(['list', '0', 'x'])],
  ['{{value_json.params.events.0.0.id}}', json(['params', 'events', '0', '0', 'id'])],
  ['{{ value_json.a | float(0.5) }}', json(['a'], 'number')],
  [`{{ value_json.get('a') }}`, json(['a'])],
  [`{{ value_json.get('a', 0) | int }}`, json(['a'], 'number')],
  ['{{ value_json.a | float(0) | round(2) }}', json(['a'], 'number')],
  ['{{ (value_json.a | float(default=0)) }}', json(['a'], 'number')],
  ['{{ float(value_json.a, default=none) | round }}', json(['a'], 'number')],
  [`{{ value_json.a | default('') | is_defined }}`, json(['a'])],
  ['{{ value_json.a | tojson }}', json(['a'])],
  [`{{ value_json.a if value_json.a is defined else 'x' }}`, json(['a'])],
])('%s is a path', (text, expected) => {
  expect(parseTemplate(text)).toEqual(expected);
});

test.each([
  '',
  'ON',
  '{{ value_json.a / 1000 }}',
  '{{ value_json.a * 0.1 }}',
  '{{ -value_json.a }}',
  `{{ 'ON' if value_json.a else 'OFF' }}`,
  `{{ value_json.a if value_json.b is defined }}`,
  `{{ value_json.a == 'x' }}`,
  '{{ value_json.a }} W',
  '{{ value_json.a }}{{ value_json.b }}',
  '{% if value_json.a %}{{ value_json.a }}{% endif %}',
  `{{ states('person.anna') }}`,
  '{{ value_json.a | timestamp_custom("%H") }}',
  '{{ value_json.a.split(",")[0] }}',
  `{{ value_json.get(value) }}`,
  '{{ value_json[a] }}',
  '{{ value_json.a | default(value_json.b) }}',
  '{{ value_json. }}',
  '{{ value.x }}',
  "{{ value_json['a }}",
  `{{ ${'('.repeat(40)}value${')'.repeat(40)} }}`,
  `{{ value_json${'.a'.repeat(400)} }}`,
])('%j is more than a path', (text) => {
  expect(parseTemplate(text)).toBeUndefined();
});
