import type { PageProps } from '../pages.ts';
import { Buttons } from '../parts/fields.tsx';
import { Posture } from '../parts/posture.tsx';
import { go, Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { ClockTrouble, Connecting } from './welcome-connect.tsx';
import { Coming } from './welcome-devices.tsx';

/** What follows claiming the box: how devices come to it, what each can reveal, and where the household begins. */
export function Welcome({ parts: [step] }: PageProps) {
  const { welcome, setup } = words();
  if (step === 'devices')
    return (
      <>
        <h1 tabIndex={-1}>{welcome.devices.title}</h1>
        <p>{welcome.devices.says}</p>
        <Coming />
        <Next back="/welcome" to="/welcome/posture" />
      </>
    );
  if (step === 'posture')
    return (
      <>
        <h1 tabIndex={-1}>{welcome.posture.title}</h1>
        <p>{welcome.posture.says}</p>
        <Posture onSet={() => go('/')} />
        <p>
          <Link to="/welcome/devices">{setup.back}</Link>
        </p>
      </>
    );
  return (
    <>
      <p class="quiet">{setup.step(3, 3)}</p>
      <h1 tabIndex={-1}>{welcome.connect.title}</h1>
      <ClockTrouble />
      <p>{welcome.connect.says}</p>
      <Connecting />
      <Next to="/welcome/devices" />
    </>
  );
}

function Next({ back, to }: { readonly back?: string; readonly to: string }) {
  const { setup } = words();
  return (
    <Buttons>
      {back !== undefined && (
        <Link class="button" to={back}>
          {setup.back}
        </Link>
      )}
      <Link class="button" to={to}>
        {setup.next}
      </Link>
    </Buttons>
  );
}
