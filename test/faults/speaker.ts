import { connect as connectSocket, type Socket } from 'node:net';
import { connect, packet, publish } from '../abuse/packets.ts';

/** As many as mosquitto and Paho let wait by default. */
const IN_FLIGHT = 20;
const TICK_MS = 10;
const AGAIN_MS = 20;

/**
 * A device that says a new number every few milliseconds and keeps to the letter of MQTT: what was not acknowledged is
 * sent again under its identifier with DUP on the next connection (MQTT-4.4.0-1), QoS 2 in its two steps. So each number
 * is to count exactly once, however often it was sent. Identifiers are the lowest that are free, so each is used again and again.
 */
export class Speaker {
  readonly name: string;
  /** Numbers that were acknowledged: PUBACK, or PUBCOMP. */
  readonly acknowledged: number[] = [];
  readonly #password: string;
  readonly #qos: 1 | 2;
  readonly #port: () => number;
  /** By packet identifier; `released` once its PUBREC came. */
  readonly #waiting = new Map<number, { readonly number: number; released: boolean }>();
  readonly #changed = new Set<() => void>();
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #next: number;
  #speaks = false;
  #ended = false;
  #losesAnswers = false;
  #repeated = 0;

  constructor(name: string, password: string, qos: 1 | 2, first: number, port: () => number) {
    this.name = name;
    this.#password = password;
    this.#qos = qos;
    this.#next = first;
    this.#port = port;
  }

  /** How often something was sent again. */
  get repeated(): number {
    return this.#repeated;
  }

  start(): void {
    this.#speaks = true;
    this.#timer = setInterval(() => this.#speaks && this.say(5), TICK_MS);
    this.#connect();
  }

  /** Resolves with so many more acknowledged. */
  async heard(more: number): Promise<void> {
    const until = this.acknowledged.length + more;
    while (this.acknowledged.length < until) await this.#change();
  }

  /** No answer reaches it any more, until it is connected anew: then it says again what the hub has taken in. */
  loseAnswers(): void {
    this.#losesAnswers = true;
  }

  /** Says nothing new; resolves when all that was said is acknowledged. */
  async finish(): Promise<void> {
    this.#speaks = false;
    while (this.#waiting.size > 0) await this.#change();
  }

  /** Says so many new numbers at once, as far as the hub lets it wait for them. */
  say(most = 1): void {
    for (let left = most; left > 0 && this.#socket && this.#waiting.size < IN_FLIGHT; left--) {
      let id = 1;
      while (this.#waiting.has(id)) id++;
      const number = this.#next++;
      this.#waiting.set(id, { number, released: false });
      this.#socket.write(this.#message(id, number, false));
    }
  }

  stop(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#socket?.destroy();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.add(resolve));
  }

  #connect(): void {
    if (this.#ended) return;
    const socket = connectSocket(this.#port(), '127.0.0.1');
    let left = Buffer.alloc(0);
    this.#losesAnswers = false;
    socket.on('connect', () =>
      socket.write(connect({ id: this.name, user: this.name, password: this.#password, flags: 0xc0 })),
    );
    socket.on('data', (part: Buffer) => {
      if (this.#losesAnswers) return;
      left = Buffer.concat([left, part]);
      // All that comes is four bytes long: CONNACK, PUBACK, PUBREC, PUBCOMP.
      for (; left.length >= 4; left = left.subarray(4)) this.#came(socket, left.subarray(0, 4));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#socket = undefined;
      setTimeout(() => this.#connect(), AGAIN_MS);
    });
  }

  #came(socket: Socket, answer: Buffer): void {
    const id = answer.readUInt16BE(2);
    const waiting = this.#waiting.get(id);
    switch ((answer[0] ?? 0) >> 4) {
      case 2:
        if (answer[3] !== 0) throw new Error(`${this.name} was refused: ${answer[3]}`);
        this.#socket = socket;
        for (const [again, { number, released }] of this.#waiting) {
          this.#repeated++;
          socket.write(released ? release(again) : this.#message(again, number, true));
        }
        return;
      case 5:
        if (waiting) waiting.released = true;
        socket.write(release(id));
        return;
      default:
        if (!waiting) return;
        this.#waiting.delete(id);
        this.acknowledged.push(waiting.number);
        for (const resolve of [...this.#changed]) {
          this.#changed.delete(resolve);
          resolve();
        }
    }
  }

  #message(id: number, number: number, dup: boolean): Buffer {
    const topic = `hearthgate/v1/devices/${this.name}/telemetry`;
    return publish(topic, JSON.stringify({ live: number, daily: number }), { qos: this.#qos, id, dup });
  }
}

function release(id: number): Buffer {
  return packet(0x62, Buffer.from([id >> 8, id & 255]));
}
