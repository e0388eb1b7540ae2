/**
 * A home of many ecosystems, as they document their messages. Every value of a field, and every name that stands for a
 * person, is a canary: none of them may be in what is shown. Names of devices are their own (`Flur`), and are shown.
 */
export const CANARIES = [
  ...['canary', 'Canary', '770077', '48.770077', '7700.77', 'aa:bb:cc:77:00:77', 'aabbcc770077', '0x00aabbcc00770077'],
  ...['10.77.0.77', '4711'],
] as const;

const MAC = 'AA:BB:CC:77:00:77';
const json = (value: unknown) => JSON.stringify(value);

export const HOME: readonly {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly retain?: true;
}[] = [
  // Zigbee2MQTT
  {
    topic: 'zigbee2mqtt/bridge/devices',
    retain: true,
    payload: json([
      { ieee_address: '0x00aabbcc00770070', type: 'Coordinator', friendly_name: 'Coordinator' },
      {
        ...{ ieee_address: '0x00aabbcc00770077', type: 'EndDevice', friendly_name: 'Flur' },
        definition: {
          ...{ vendor: 'Acme', model: 'M1' },
          exposes: [
            { type: 'binary', name: 'occupancy', property: 'occupancy', access: 1, value_on: true, value_off: false },
            { type: 'numeric', name: 'illuminance', property: 'illuminance', unit: 'lx', access: 1 },
          ],
        },
      },
    ]),
  },
  { topic: 'zigbee2mqtt/Flur', payload: json({ occupancy: true, illuminance: 770077, linkquality: 7700.77 }) },
  { topic: 'zigbee2mqtt/bridge/logging', payload: json({ level: 'info', message: `canary ${MAC} said` }) },
  { topic: 'zigbee2mqtt/bridge/info', payload: json({ config: { mqtt: { user: 'canary' } }, network_key: 'canary' }) },
  // Tasmota
  {
    topic: 'tasmota/discovery/AABBCC770077/config',
    retain: true,
    payload: json({
      ...{ ip: '10.77.0.77', dn: 'Waschmaschine', fn: ['Wasch', null], hn: 'tasmota-770077', mac: 'AABBCC770077' },
      ...{ md: 'Plug S', sw: '14.1.0', t: 'wasch', ft: '%prefix%/%topic%/', tp: ['cmnd', 'stat', 'tele'] },
      ...{ state: ['OFF', 'ON', 'TOGGLE', 'HOLD'], rl: [1, 0] },
    }),
  },
  { topic: 'tele/wasch/SENSOR', payload: json({ Time: '2026-11-02T08:00:00', ENERGY: { Power: 770077 } }) },
  { topic: 'tele/wasch/STATE', payload: json({ POWER: 'ON', Wifi: { SSId: 'canary', BSSId: MAC, RSSI: 77 } }) },
  { topic: 'stat/wasch/RESULT', payload: json({ MqttPassword: 'canary' }) },
  { topic: 'tele/wasch/SENSOR', payload: '{"Time":"2026-11-02T08:00:00","canary":nan}' },
  // Shelly, both generations
  { topic: 'shellies/shellyswitch25-AABBCC770077/relay/0', payload: 'on' },
  { topic: 'shellies/shellyswitch25-AABBCC770077/relay/0/power', payload: '7700.77' },
  {
    topic: 'shellies/announce',
    payload: json({ id: 'shellyswitch25-AABBCC770077', model: 'SHSW-25', mac: 'AABBCC770077', ip: '10.77.0.77' }),
  },
  {
    topic: 'shellyplus1pm-aabbcc770077/events/rpc',
    payload: json({
      ...{ src: 'shellyplus1pm-aabbcc770077', dst: 'shellyplus1pm-aabbcc770077/events', method: 'NotifyStatus' },
      params: { ts: 1661517432.85, 'switch:0': { id: 0, output: true, apower: 7700.77, source: 'canary' } },
    }),
  },
  // Home Assistant's discovery, ESPHome, statestream
  {
    topic: 'homeassistant/sensor/acme-aabbcc770077/power/config',
    retain: true,
    payload: json({
      ...{ stat_t: 'acme/state', val_tpl: '{{ value_json.power }}', name: 'Leistung', uniq_id: 'aabbcc770077-power' },
      ...{ dev_cla: 'power', unit_of_meas: 'W' },
      dev: { cns: [['mac', MAC]], name: 'Keller', mf: 'Acme', mdl: 'K1', ids: ['aabbcc770077'] },
    }),
  },
  { topic: 'acme/state', payload: json({ power: 770077 }) },
  { topic: 'heizung/sensor/vorlauf/state', payload: '7700.77' },
  { topic: 'homeassistant/person/canary/state', payload: 'not_home' },
  { topic: 'homeassistant/sensor/kueche/state', payload: '7700.77' },
  // Our own, profiles
  { topic: 'hearthgate/v1/devices/thermostat/telemetry', payload: json({ temperature: 7700.77, note: 'canary' }) },
  { topic: '$aws/things/AABBCC770077/shadow/update', payload: json({ state: { reported: { batPct: 77, mac: MAC } } }) },
  { topic: 'sensors/balkon/temperature', payload: '7700.77' },
  // Those that say who is who and where
  {
    topic: 'owntracks/canary/phone',
    retain: true,
    payload: json({
      _type: 'location',
      SSID: 'canary',
      lat: 48.770077,
      lon: 7.70077,
      tid: 'ca',
      inregions: ['canary'],
    }),
  },
  {
    topic: 'home/OMG/BTtoMQTT/AABBCC770077',
    payload: json({ id: MAC, name: 'canary', rssi: -77, model: 'LYWSD03MMC', tempc: 7700.77 }),
  },
  { topic: 'home/OMG/BTtoMQTT/AABBCC770078', payload: json({ id: 'AA:BB:CC:77:00:78', name: 'canary TV', rssi: -63 }) },
  { topic: 'home/OMG/SYStoMQTT', payload: json({ uptime: 770077, SSID: 'canary', ip: '10.77.0.77' }) },
  {
    topic: 'double-take/matches/canary',
    payload: json({ camera: 'canary', match: { name: 'canary', confidence: 77 } }),
  },
  {
    topic: 'frigate/events',
    payload: json({ after: { label: 'person', sub_label: ['canary', 0.77], plate: 'CANARY 1' } }),
  },
  { topic: 'frigate/flur/person/snapshot', payload: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]) },
  {
    topic: 'ring/770077770077/camera/canary77/info/state',
    payload: json({ wirelessNetwork: 'canary', stream_Source: 'rtsp://canary:canary@10.77.0.77/live' }),
  },
  {
    topic: 'espresense/devices/canary-pixel/flur',
    payload: json({ id: 'iBeacon:canary', name: 'canary', distance: 7.7 }),
  },
  { topic: 'espresense/settings/known_irks', retain: true, payload: 'canarycanarycanary' },
  { topic: 'tuya/canary/canary0canary000/10.77.0.77/state', payload: 'ON' },
  { topic: 'hermes/intent/canary', payload: json({ input: 'what does the canary sing' }) },
  { topic: 'nuki/lock/authorizationName', payload: 'canary' },
  { topic: 'canary/canarys/room', payload: json({ canary: { canary: 'canary@canary.example' }, code: 4711 }) },
  { topic: 'canary', payload: 'canary' },
];
