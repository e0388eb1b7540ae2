import { connect } from './de/connect.ts';
import { devices } from './de/devices.ts';
import { home } from './de/home.ts';
import { left } from './de/left.ts';
import { notDone } from './de/not-done.ts';
import { pictures } from './de/pictures.ts';
import { preview } from './de/preview.ts';
import { recipients } from './de/recipients.ts';
import { requests } from './de/requests.ts';
import { setup } from './de/setup.ts';
import { shell } from './de/shell.ts';
import { signIn } from './de/sign-in.ts';
import { stayed } from './de/stayed.ts';
import type { Words } from './words.ts';

export const de: Words = {
  ...{ shell, signIn, setup, home, notDone },
  ...{ requests, preview, devices, recipients, connect },
  ...{ left, stayed, pictures },
};
