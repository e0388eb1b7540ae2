import { APPLIANCES, SPANS, type SpanName } from './appliances.ts';
import type { Result } from './attack.ts';
import type { Attacked, ByForm } from './attacked.ts';
import type { Linked } from './linkage.ts';
import { onHub, onNames, onSets } from './sections.ts';
import { figure, interval, percent, table, whole } from './tables.ts';
import { aboutAbsence, aboutAppliances, aboutHours, aboutLinks, aboutMember, aboutTraffic, aboutUse } from './words.ts';

/** What a run found, as a page that needs nothing else to be understood. */
export function page(attacked: Attacked, seed: string): string {
  const { size, occupancy, absence, useful, traffic, linkage, names, averaged, members, appliances, audit, received } =
    attacked;
  return `${[
    HEAD,
    `This page was written by \`npm run evaluate -- --write${attacked.real ? ' --data folder' : ''}\` with seed “${seed}”: ${size.heldOut} simulated homes are attacked over ${size.days} days (a tenth of the days
away), by attackers that were trained on ${size.trained} others: a logistic regression, and one that counts how often it was so in cells of a few numbers; the better one counts. Another seed gives other homes. Where a section is about other data, it says so.`,
    TERMS,
    '## What is hidden, and what is left of use\n\n![Each form by how far a day’s energy is off and how much more than a clock it tells of who is at home](privacy-evaluation.svg)',
    table(
      [
        'what leaves of the meter',
        'a day’s energy is off by',
        'the next day’s hours, W',
        'the usual week',
        'all these homes together',
        'so',
      ],
      Object.entries(useful).map(([form, { energy, forecast, profile, together }]) => [
        ...[form, interval(energy, percent), interval(forecast, whole), interval(profile, percent), percent(together)],
        aboutUse({ energy, forecast, profile, together }, size.heldOut),
      ]),
    ),
    USE,
    '## A1: is somebody at home, hour by hour',
    results('what leaves of the meter', occupancy, aboutHours),
    A1,
    '## A1 for whole days: are all gone from midnight to midnight',
    table(
      ['what leaves', 'right of both kinds', 'more than a coin', 'so'],
      Object.entries(absence).map(([form, result]) => {
        return [form, figure(result.balanced), interval(result.advantage), aboutAbsence(result)];
      }),
    ),
    ABSENCE,
    '## A2: which appliance was on',
    table(
      ['time between values', ...APPLIANCES.map(({ name }) => name), 'so'],
      (Object.keys(SPANS) as SpanName[]).map((span) => {
        const found = APPLIANCES.map(({ name }) => appliances[span][name] ?? 0);
        return [span, ...found.map((f1) => f1.toFixed(2)), aboutAppliances(appliances[span])];
      }),
    ),
    A2,
    '## A3: the same home again under another pseudonym, by its values',
    linked(linkage, 'acrossEpochs'),
    A3,
    '## A4: the same home at two recipients, by its values',
    linked(linkage, 'acrossRecipients'),
    A4,
    `By everything else: of ${names.acrossRecipients.of} homes, each with two recipients and two epochs, ${names.equal} byte strings of 8 and more were in what both recipients got and named a home. By all of it
together ${interval(names.acrossRecipients)} of the homes are found at the other recipient, and ${interval(names.acrossEpochs)} in the next epoch of one recipient (by what stands
inside its batches; its connection stays the same and is said to), where a guess finds ${figure(1 / names.acrossRecipients.of)}. Had the device kept its own id, ${percent(names.broken.mean)} would be found.`,
    '## A5: was this home among those whose mean was published',
    table(
      ['what leaves each home', 'homes in the mean', 'AUC', 'found at 1 % false alarms', 'so'],
      Object.entries(members).flatMap(([form, all]) =>
        all.map(({ homes, auc, found }) => [form, `${homes}`, interval(auc), percent(found), aboutMember(auc)]),
      ),
    ),
    A5,
    '## A6: averaging a home that never changes',
    table(
      ['days', 'ε spent', 'off by, kWh a day', 'the noise says'],
      averaged.map(({ days, spent, error, said }) => [
        ...[`${days}`, `${spent}`, (error / 1000).toFixed(1), (said / 1000).toFixed(1)],
      ]),
    ),
    A6,
    '## A7: is somebody in the living room, from messages that nobody can open',
    results('how it leaves', traffic, aboutTraffic),
    ...onNames(attacked),
    '## A10: the ε of one home-day that is really lost',
    `Between a day in which nothing was said and one in which all that can be was, over ${whole(size.audits)} runs through the functions that release: declared ${audit.declared}, seen ${figure(audit.about)}, at 99.9 %
no less than ${figure(audit.least)}. With half the noise it is no less than ${figure(audit.broken)}, so the audit sees what it is for.`,
    '## What vendors really received',
    onHub(received),
    ...(attacked.real ? onSets(attacked.real) : []),
    NOT_SAID,
  ].join('\n\n')}\n`;
}

function results(head: string, all: ByForm<Result>, about: (result: Result) => string): string {
  return table(
    [head, 'right', 'clock', 'advantage', 'correlation', 'so'],
    Object.entries(all).map(([name, result]) => {
      const { accuracy, clock, advantage, matthews } = result;
      return [name, figure(accuracy), figure(clock), interval(advantage), figure(matthews), about(result)];
    }),
  );
}

function linked(all: ByForm<Linked>, which: keyof Linked): string {
  const days = Object.keys(Object.values(all)[0]?.[which] ?? {});
  return table(
    ['what leaves', ...days.map((n) => `${n} days`), 'so'],
    Object.entries(all).map(([form, one]) => {
      const found = days.flatMap((n) => one[which][Number(n)] ?? []);
      return [form, ...found.map((each) => interval(each)), aboutLinks(found)];
    }),
  );
}

const HEAD = `# What attackers learn from what leaves

\`npm run evaluate\` attacks what leaves simulated homes; \`--quick\` does it with fewer within a minute, \`--json\` prints the figures, \`--seed\` chooses other homes, \`--data\`
names a folder with real sets, and \`--write\` writes this page and its picture. It ends with exit code 1 where an attacker is too weak on raw data to prove anything, or where a form tells more than
is said of it (\`bench/evaluate/problems.ts\` has the bounds).`;

const TERMS = `*Right* is the share that is guessed right. *Clock* is the share that anybody gets right who knows the home’s habits by hour, or by hour of workdays and weekends, each
without the day itself. *Advantage* is what the release adds to that. The attacker knows the clock as well, and sees the hour, the hours beside it
and the day, each beside what is usual in that home. Intervals are 95 %, of a bootstrap over homes, or Wilson’s where homes are counted. *Noised* is always ε = 1 for a home-day.`;

const USE = `The next day’s hours are foretold by the mean of the same hour on seven days; whoever has every value is off by what people do differently from day to day.`;

const A1 = `Coarser values hide little of who is at home. Noise of a home-day hides it, and leaves one home’s meter useless to one recipient at this ε
(\`docs/decisions/0038-noise-is-drawn-in-whole-numbers.md\`); what it is good for are counts and shares of few events, and means over as many homes as the table above says.`;

const ABSENCE = `Few days are so, and guessing “somebody was there” is nearly always right: therefore what is so and what is not count the same here, and a coin has 0.5. One answer by
randomised response at ε = 1 is true with e : 1, which is 0.231 more than a coin by construction; holidays last, so the answers of the days beside it tell, too.`;

const A2 = `F1 of uses found, in days that are drawn second by second (the simulated homes speak every ten). 1 is all of them and nothing else. The attacker is Hart’s: edges in pairs, with known appliances.`;

const A3 = `Each list has as many days. The attacker compares the usual week, and what is a home’s own, such as what it draws when nobody does anything. A new pseudonym alone protects nobody’s load curve; that is also what
was found of 5,139 real homes (Cretu, Rusu and de Montjoye 2024: 73 %).`;

const A4 = `Two recipients that get the same values can find each other’s homes by them, and no pseudonym can help it. Randomised response gives each its own answer; over months they still agree more
often than those of two homes. A guess finds one home in all, the better of two attackers’ guesses two.`;

const A5 = `The attacker has the home’s own exact week, and other homes’ to know what is usual.`;

const A6 = `Every day costs its ε. A budget of 31 in 31 days is the most that one recipient gets, so this is as far as averaging takes it.`;

const NOT_SAID = `## What this does not say

- Simulated homes have the habits that we gave them: two adults and a teenager. Homes that differ more are found again more easily, and other habits may be easier to tell.
- An attacker that fails here proves nothing about a better one. What ε says holds for all of them; what is said of other forms holds for these.
- The homes that are attacked do not live on hubs of their own: their values come from the functions that a hub shapes by. One home does, and what came out of its opened batches was what these functions
  give, so what is said of the one holds for the other.`;
