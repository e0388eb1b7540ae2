import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Brokers } from './connect-brokers.tsx';
import { AddApp, AddByHand } from './connect-by-hand.tsx';
import { Clients } from './connect-clients.tsx';
import { Pairing } from './connect-pairing.tsx';

/** Letting devices and apps in, and who is in. */
export function Connect() {
  const { connect } = words();
  return (
    <>
      <h1 tabIndex={-1}>{connect.title}</h1>
      <Pairing />
      {mayDecide() && <AddByHand />}
      {mayDecide() && <AddApp />}
      <section>
        <h2>{connect.brokers.title}</h2>
        <Brokers />
      </section>
      <Clients />
    </>
  );
}
