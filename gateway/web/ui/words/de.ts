import { cards } from './de/cards.ts';
import { home } from './de/home.ts';
import { left } from './de/left.ts';
import { notDone } from './de/not-done.ts';
import { pictures } from './de/pictures.ts';
import { setup } from './de/setup.ts';
import { shell } from './de/shell.ts';
import { signIn } from './de/sign-in.ts';
import type { en } from './en.ts';

export const de: typeof en = { shell, signIn, setup, home, left, pictures, cards, notDone };
