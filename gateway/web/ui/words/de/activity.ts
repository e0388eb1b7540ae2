import type { Words } from '../words.ts';
import { f } from './f.ts';

export const activity: Words['activity'] = {
  says: 'Alle zu Hause sehen hier jede Änderung. Gestrichen wird nie etwas: Rückgängigmachen ist eine neue Änderung.',
  only: 'Nur zeigen',
  person: 'Von',
  device: 'Über das Gerät',
  recipient: 'Über die Firma oder den Dienst',
  all: 'Alle',
  byItself: 'Die Box von selbst',
  when: (at) => f.moment(at),
  from: 'von',
  to: 'auf',
  receipt: 'Beleg',
  notUndone: (because) => `Lässt sich nicht rückgängig machen: ${because}.`,
  lookAndUndo: 'Rückgängig …',
  undoTitle: 'Das rückgängig machen',
  undoSays: 'Dadurch wird mehr geteilt als jetzt. Sehen Sie zuerst an, was dann hinausgeht.',
  undoGo: 'Wie vorher teilen',
  shown: (count, isMore) =>
    count === 0
      ? 'Es gibt keine passende Änderung.'
      : `${f.count(count, 'Änderung', 'Änderungen')} gezeigt${isMore ? '' : ', das sind alle'}.`,
};
