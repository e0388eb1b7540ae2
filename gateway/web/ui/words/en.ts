import { connect } from './en/connect.ts';
import { devices } from './en/devices.ts';
import { home } from './en/home.ts';
import { left } from './en/left.ts';
import { notDone } from './en/not-done.ts';
import { pictures } from './en/pictures.ts';
import { preview } from './en/preview.ts';
import { recipients } from './en/recipients.ts';
import { requests } from './en/requests.ts';
import { setup } from './en/setup.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { stayed } from './en/stayed.ts';

export const en = {
  ...{ shell, signIn, setup, home, notDone },
  ...{ requests, preview, devices, recipients, connect },
  ...{ left, stayed, pictures },
};
