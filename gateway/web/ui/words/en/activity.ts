import { f } from './f.ts';

export const activity = {
  says: 'Everybody at home sees every change here. Nothing is ever struck out: undoing makes a new change.',
  only: 'Show only',
  person: 'By',
  device: 'About the device',
  recipient: 'About the company or service',
  all: 'All',
  byItself: 'The box by itself',
  when: (at: number) => f.moment(at),
  from: 'from',
  to: 'to',
  receipt: 'Receipt',
  notUndone: (because: string) => `Cannot be undone: ${because}.`,
  lookAndUndo: 'Undo…',
  undoTitle: 'Undo this',
  undoSays: 'Undoing this shares more than now. Look first at what leaves then.',
  undoGo: 'Share like before',
  shown: (count: number, isMore: boolean) =>
    count === 0
      ? 'Nothing was changed that fits.'
      : `${f.count(count, 'change', 'changes')} shown${isMore ? '' : ', that is all'}.`,
};
