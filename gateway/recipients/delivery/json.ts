import { type HttpsJson, type MqttJson, textsIn } from '../../../rules/delivery.ts';
import type { ShapedField } from '../../../rules/forms/form.ts';
import { isoSecond, shapedJson } from '../outbox/seal.ts';
import type { Part } from './parts.ts';
import { chunks, filled, textWith, together } from './template.ts';
import { canSay, type OpenRecord, valuesOf } from './values.ts';

/** Requests with Hearthgate's own JSON, or with what the template makes of it. */
export function httpsJson(delivery: HttpsJson, records: readonly OpenRecord[], purpose: string): Part[] {
  const { template, most } = delivery;
  if (template === undefined) return own(delivery, records, purpose);
  return together(textsIn(template.body), valuesOf(delivery, records), most).map((values) => ({
    body: filled(template, values, purpose),
  }));
}

/** Messages with their topics, one for each that topic and body tell apart. */
export function mqttJson(delivery: MqttJson, records: readonly OpenRecord[], purpose: string): Part[] {
  const { template, topic, most } = delivery;
  if (template === undefined)
    return own(delivery, records, purpose).map(({ body }) => ({ topic: topic.replaceAll('{purpose}', purpose), body }));
  return together([topic, ...textsIn(template.body)], valuesOf(delivery, records), most).map((values) => ({
    topic: textWith(topic, values[0], purpose, level),
    body: filled(template, values, purpose),
  }));
}

/** Whole records, as they stand in a sealed batch too. */
function own(delivery: HttpsJson | MqttJson, records: readonly OpenRecord[], purpose: string): Part[] {
  const said = records.flatMap(({ id, device, from, to, fields }) => {
    const shown: Record<string, ShapedField> = Object.create(null);
    for (const [field, shaped] of fields) if (canSay(delivery, id, field, shaped)) shown[field] = shapedJson(shaped);
    return Object.keys(shown).length === 0 ? [] : [{ device, from: isoSecond(from), to: isoSecond(to), fields: shown }];
  });
  return chunks(said, delivery.most).map((some) => ({ body: JSON.stringify({ v: 1, purpose, records: some }) }));
}

/** A name as one level of a topic, without the characters that mean something there (MQTT 5 §4.7). */
function level(part: string): string {
  return part.replace(/[/+#\p{Cc}]/gu, '_') || '_';
}
