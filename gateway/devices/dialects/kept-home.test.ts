import { expect, test } from 'vitest';
import { keptHomeEcosystem } from './kept-home.ts';
import { say } from './say.testing.ts';

test.each<[string, string | Uint8Array]>([
  ['room-assistant/entity/hall/device-tracker/janes-phone', '{"entity":{"state":true}}'],
  ['double-take/matches/jane', '{"camera":"hall","match":{"name":"jane"}}'],
  ['hermes/asr/textCaptured', '{"text":"what Jane said"}'],
  ['hermes/audioServer/hall/audioFrame', new Uint8Array([0x52, 0x49, 0x46, 0x46])],
  ['rhasspy/intent/LightOn', '{"input":"what Jane said"}'],
])('%s is known, and ignored whatever it holds', (topic, payload) => {
  expect(say(keptHomeEcosystem.dialect({}), topic, payload)).toEqual({ kind: 'ignored' });
});

test('a topic that only begins alike is not', () => {
  expect(say(keptHomeEcosystem.dialect({}), 'hermesine/x', '1')).toBe('not routed');
  expect(say(keptHomeEcosystem.dialect({ base: 'attic/voice' }), 'hermes/x', '1')).toBe('not routed');
  expect(say(keptHomeEcosystem.dialect({ base: 'attic/voice' }), 'attic/voice/x', '1')).toEqual({ kind: 'ignored' });
});
