import { cards } from './en/cards.ts';
import { home } from './en/home.ts';
import { left } from './en/left.ts';
import { notDone } from './en/not-done.ts';
import { pictures } from './en/pictures.ts';
import { setup } from './en/setup.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';

export const en = { shell, signIn, setup, home, left, pictures, cards, notDone };
