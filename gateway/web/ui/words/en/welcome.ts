import { f } from './f.ts';

export const welcome = {
  clock:
    'This box doesn’t know the date yet, or this device doesn’t. You can set up everything; wait with sharing until both show the same day.',
  timeUnknown: 'This box doesn’t know the date yet. You can set up everything; sharing starts once it does.',
  connect: {
    title: 'Connect your devices',
    says: 'There are two ways, and you can use both. Nothing leaves by connecting: what a device says stays home until you decide.',
    here: 'Point devices at this box',
    hereSays: 'For devices and bridges that ask for an MQTT broker.',
    host: 'Host',
    port: 'Port',
    noPort: 'closed: the box listens to no device over TLS (HEARTHGATE_MQTTS_ENABLED)',
    security: 'Security',
    trust: 'The certificate that devices trust',
    trustSays: 'A device that asks for a CA certificate gets this one. Its fingerprint:',
    download: 'Download it',
    pair: 'Let a device in',
    there: 'Leave them at the broker you have',
    thereSays: 'The box reads along there as one more client. Nothing at that broker changes.',
  },
  devices: {
    title: 'Your devices',
    says: 'They appear here as soon as they say something. All of it stays home.',
    waiting: 'No device has said anything yet.',
    waitingSays: 'This page goes on by itself when one does. You can also go on, and connect devices later.',
    found: (count: number) => `${f.count(count, 'device is', 'devices are')} here.`,
    all: 'All devices',
    unknown: 'We don’t know this device yet. Nothing it says will leave.',
    reveals: 'What it can reveal',
    saidNothing: 'It has said nothing yet.',
    show: 'Show what it said last',
  },
  posture: {
    title: 'Where you begin',
    says: 'You can change this at any time, and decide each request by itself.',
  },
};
