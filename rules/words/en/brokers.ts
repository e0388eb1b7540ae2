/** Why the hub is not connected to a broker that others run, and what to do; on the command line the option follows. */
export const brokers = {
  problems: {
    'not an address': 'that is no address of a broker; write mqtts://host or mqtts://user@host:8883',
    'password in the address':
      'a password in an address stays where addresses are kept, as in a shell’s history; leave it out, and give it by itself',
    'not in the home':
      'that broker is not in the home network, and mqtt:// is without TLS: the password and all values could be read and changed on the way. Use mqtts://',
    'this hub': 'that is this hub’s own broker; what speaks there is heard already',
    'name not found': 'nobody knows a machine of that name; check the spelling, or use its address',
    refused:
      'nothing listens there at that port; check the port, and whether the broker listens on the network and not to its own machine only',
    'no answer': 'there was no answer; check the address and port, and firewalls between',
    unreachable: 'there is no way to that address from here',
    ended: 'the broker ended the connection',
    'no TLS':
      'what listens there does not speak TLS; use the port for mqtts (often 8883), or mqtt:// for a broker in the home without TLS',
    'no MQTT': 'what listens there does not answer as a broker; check the port (often 8883 with TLS, 1883 without)',
    'no trust':
      'that has no certificate as PEM (-----BEGIN CERTIFICATE-----); give the certificate of the broker or of the authority that signed it',
    'user or password': 'the broker does not let that user in; check the user, its password, and that it may connect',
    busy: 'the broker says that it takes nobody just now',
    'too large': 'the broker sent a message larger than any home needs; narrow what is read',
    'the disk': 'the disk takes nothing; what the broker keeps for the hub waits there',
  },
  refusedIt: (code: number) => `the broker refused the connection with code ${code}`,
  certificate: {
    over: 'the broker’s certificate is over; renew it there',
    otherName:
      'the broker’s certificate is for another name; use a name that stands in it, or pin that very certificate',
    stranger:
      'the broker’s certificate is signed by nobody that this hub trusts; give the certificate of its authority, or its own',
    shown: (fingerprint: string) => `It showed one with the SHA-256 fingerprint ${fingerprint}.`,
    compare: 'Compare it at the broker: openssl x509 -noout -fingerprint -sha256 -in <its certificate>',
  },
  filters: (refused: string, may: string) =>
    `the broker does not let this user read ${refused}; ${may === '' ? 'let it read the topics of your devices there' : `it may read ${may}: read these alone, or let it read more there`}`,
  wrongName: 'a name has lower-case letters, digits and dashes; give another',
  nameTaken: (name: string) => `a broker "${name}" is attached already; detach it first, or give another name`,
  tooMany: (most: number) => `as many brokers are attached as can be, ${most}; remove one that is not used`,
  noUser: 'a password needs a user: write mqtts://user@host',
  states: { connecting: 'connecting', connected: 'connected' },
  notRunning: 'the hub is not running',
  mayNotRead: (refused: string) => `connected; it may not read ${refused}`,
};
