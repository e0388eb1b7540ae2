import { cards } from './en/cards.ts';
import { home } from './en/home.ts';
import { notDone } from './en/not-done.ts';
import { setup } from './en/setup.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';

export const en = { shell, signIn, setup, home, cards, notDone };
