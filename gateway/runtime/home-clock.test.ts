import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from './clock.ts';
import { HomeClock, type KeptTime } from './home-clock.ts';
import { type TimeService, timeService } from './time-service.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RELEASED = Date.UTC(2026, 5, 1);
const TODAY = Date.UTC(2026, 10, 26, 9);

/** A machine whose wall clock is set as a test likes, while real time passes; timers ring when they are due. */
class Machine implements Clock {
  wall: number;
  #real = 0;
  #timers: { due: () => boolean; call: () => void }[] = [];

  constructor(wall: number) {
    this.wall = wall;
  }
  now = () => this.wall;
  monotonic = () => this.#real;
  at = (at: number, call: () => void) => this.#timer(() => this.wall >= at, call);
  after(ms: number, call: () => void) {
    const due = this.#real + ms;
    return this.#timer(() => this.#real >= due, call);
  }
  pass(ms: number, step = SECOND): void {
    for (let gone = 0; gone < ms; gone += step) {
      this.#real += step;
      this.wall += step;
      for (const timer of this.#timers.filter(({ due }) => due())) {
        if (!this.#timers.includes(timer)) continue;
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        timer.call();
      }
    }
  }
  #timer(due: () => boolean, call: () => void) {
    const timer = { due, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }
}

/** A hub's clock on a disk that outlives it. */
class Disk {
  time: KeptTime | undefined;
  writes = 0;
  takes = true;
  read = () => this.time;
  write = (time: KeptTime) => {
    if (this.takes) this.time = time;
    if (this.takes) this.writes++;
    return this.takes;
  };
}

function booted(machine: Machine, disk: Disk, service: () => TimeService = () => 'unknown') {
  const clock = new HomeClock({ machine, service, released: RELEASED, kept: disk });
  const told: boolean[] = [];
  clock.start(() => told.push(clock.knowsTime));
  return { clock, told };
}

test('a year that no hub lives to see is not believed, and forgotten once the clock is right', () => {
  const [machine, disk] = [new Machine(TODAY), new Disk()];
  const { clock } = booted(machine, disk);
  for (const [hours, year] of [
    [1, 2069],
    [2, 2106],
  ] as const) {
    const right = TODAY + hours * HOUR;
    machine.wall = Date.UTC(year, 0, 1);
    machine.pass(2 * MINUTE);
    expect(clock.knowsTime).toBe(false);
    expect(clock.now()).toBeLessThan(right);
    expect(booted(new Machine(machine.wall), disk).clock.knowsTime).toBe(false);
    machine.wall = right;
    machine.pass(2 * MINUTE);
    expect([clock.knowsTime, clock.now()]).toEqual([true, right + 2 * MINUTE]);
  }
});

test('a wall clock that shows no less than was seen and than the release is believed at once', () => {
  const { clock } = booted(new Machine(TODAY), new Disk());
  expect([clock.knowsTime, clock.now()]).toEqual([true, TODAY]);
});

test('at 1970 the time is not known, and it goes on by itself once the wall clock is set', () => {
  const [machine, disk] = [new Machine(5 * SECOND), new Disk()];
  const { clock, told } = booted(machine, disk);
  expect(clock.knowsTime).toBe(false);
  expect(clock.now()).toBe(RELEASED);
  expect(clock.accounting()).toBeUndefined();
  machine.pass(HOUR);
  expect(clock.now()).toBeLessThan(RELEASED + HOUR);
  expect(disk.writes).toBe(0);
  machine.wall = TODAY;
  machine.pass(2 * SECOND);
  expect(told).toEqual([true]);
  expect(clock.now()).toBe(machine.wall);
  expect(disk.time?.seen).toBe(TODAY + SECOND);
});

test('a restart into the past is not believed until the wall clock is past what was seen', () => {
  const disk = new Disk();
  const first = booted(new Machine(TODAY), disk).clock;
  first.stop();
  const machine = new Machine(TODAY - HOUR);
  const { clock } = booted(machine, disk);
  expect([clock.knowsTime, clock.now()]).toEqual([false, TODAY]);
  machine.pass(50 * MINUTE);
  expect(clock.knowsTime).toBe(false);
  machine.wall = TODAY + 2 * HOUR;
  machine.pass(SECOND);
  expect([clock.knowsTime, clock.now()]).toEqual([true, machine.wall]);
});

test('a time service that has not been told the time is waited for, but not for ever', () => {
  let says: TimeService = 'waiting';
  const machine = new Machine(TODAY);
  const { clock } = booted(machine, new Disk(), () => says);
  expect(clock.knowsTime).toBe(false);
  // What the wall clock shows until then is not taken over, wherever it stands.
  expect(clock.now()).toBe(RELEASED);
  says = 'synchronised';
  machine.pass(SECOND);
  expect([clock.knowsTime, clock.now()]).toEqual([true, machine.wall]);

  const lonely = new Machine(TODAY);
  const alone = booted(lonely, new Disk(), () => 'waiting').clock;
  lonely.pass(9 * MINUTE);
  expect(alone.knowsTime).toBe(false);
  lonely.pass(2 * MINUTE);
  expect(alone.knowsTime).toBe(true);
});

test('a small step back is walked off at half speed: the time is known all the while and never goes back', () => {
  const machine = new Machine(TODAY);
  const { clock, told } = booted(machine, new Disk());
  machine.pass(MINUTE);
  let last = clock.now();
  machine.wall -= 2 * MINUTE;
  for (let s = 0; s < 5 * 60; s++) {
    machine.pass(SECOND);
    expect(clock.now()).toBeGreaterThanOrEqual(last);
    last = clock.now();
  }
  expect(clock.now()).toBe(machine.wall);
  expect(told).toEqual([]);
});

test('a day back stops sharing and nothing comes to life again; a day on and back as well', () => {
  for (const [first, then] of [
    [-DAY, DAY],
    [DAY, -DAY],
  ] as const) {
    const machine = new Machine(TODAY);
    const { clock, told } = booted(machine, new Disk());
    machine.wall += first;
    machine.pass(2 * MINUTE);
    const before = clock.now();
    machine.wall += then;
    machine.pass(2 * MINUTE);
    expect(clock.now()).toBeGreaterThan(before);
    // In one of the two the home's time is right again, in the other it waits until the wall clock is there.
    expect(clock.knowsTime).toBe(first < 0);
    expect(told).toEqual(first < 0 ? [false, true] : [false]);
    if (first > 0) machine.pass(2 * DAY, MINUTE);
    expect([clock.knowsTime, clock.now()]).toEqual([true, machine.wall]);
  }
});

test('a timer rings when the home’s time is there, wherever the wall clock was set meanwhile', () => {
  const machine = new Machine(TODAY);
  const { clock } = booted(machine, new Disk());
  const rang: string[] = [];
  clock.at(TODAY + 2 * HOUR, () => rang.push('never: it was called off'))();
  clock.at(TODAY + 3 * HOUR, () => rang.push('three'));
  clock.at(TODAY + HOUR, () => rang.push('one'));
  machine.pass(59 * MINUTE);
  machine.wall -= DAY;
  expect(rang).toEqual([]);
  machine.pass(3 * MINUTE);
  expect(rang).toEqual(['one']);
  machine.wall += 3 * DAY;
  machine.pass(MINUTE);
  expect(rang).toEqual(['one', 'three']);
});

test('a timer is not rung by a wall clock that is not believed', () => {
  const machine = new Machine(TODAY);
  let says: TimeService = 'waiting';
  const { clock } = booted(machine, new Disk(), () => says);
  let rang = 0;
  clock.at(RELEASED + DAY, () => rang++);
  machine.pass(MINUTE);
  expect(rang).toBe(0);
  says = 'synchronised';
  machine.pass(SECOND);
  expect(rang).toBe(1);
});

test('what is accounted goes no faster than real time, never back, and stands while the hub is off or knows no time', () => {
  const [machine, disk] = [new Machine(TODAY), new Disk()];
  const { clock } = booted(machine, disk);
  expect(clock.accounting()).toBe(TODAY);
  machine.pass(HOUR);
  expect(clock.accounting()).toBe(TODAY + HOUR);
  // A forged time server: ten days on, ten days back, again and again.
  for (let round = 0; round < 10; round++) {
    machine.wall += 10 * DAY;
    machine.pass(MINUTE);
    expect(clock.accounting()).toBeLessThanOrEqual(TODAY + HOUR + (2 * round + 1) * MINUTE);
    machine.wall -= 10 * DAY;
    machine.pass(MINUTE);
  }
  const before = clock.accounting() ?? 0;
  expect(before).toBeLessThanOrEqual(TODAY + HOUR + 20 * MINUTE);
  clock.stop();
  const next = new Machine(TODAY + 40 * DAY);
  const again = booted(next, disk).clock;
  expect(again.accounting()).toBe(before);
  next.pass(HOUR);
  expect(again.accounting()).toBe(before + HOUR);
  const past = new Machine(0);
  again.stop();
  const unknown = booted(past, disk).clock;
  past.pass(HOUR);
  expect([unknown.knowsTime, unknown.accounting()]).toEqual([false, before + HOUR]);
});

test('the time is kept every half hour and not more often, and where the disk takes nothing that is tried again', () => {
  const [machine, disk] = [new Machine(TODAY), new Disk()];
  booted(machine, disk);
  machine.pass(3 * HOUR);
  expect(disk.writes).toBeGreaterThanOrEqual(6);
  expect(disk.writes).toBeLessThanOrEqual(7);
  disk.takes = false;
  machine.pass(HOUR);
  disk.takes = true;
  machine.pass(2 * MINUTE);
  expect(disk.time?.seen).toBeGreaterThan(machine.wall - 2 * MINUTE);
});

test('what the time service says is read from its folder', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  expect(timeService(join(dir, 'none'))).toBe('unknown');
  expect(timeService(dir)).toBe('waiting');
  writeFileSync(join(dir, 'synchronized'), '');
  expect(timeService(dir)).toBe('synchronised');
});
