import { describe, expect, it, test } from 'vitest';
import { plainNameProblem, plainTextProblem } from './plain-text.ts';

describe('a recipient’s words', () => {
  it.each([
    'To show you what your home uses.',
    'Damit wir die Heizung früher abschalten können – höchstens 3 °C, 20 m² je Raum.',
    '部屋の温度をお知らせします (Acme)',
    'Чтобы показать расход энергии.',
    'Για να δείτε την κατανάλωση.',
    'Kept for 6 months, e.g. for the winter; 1.5 kWh/day.',
    'हम आपको सुझाव देते हैं।',
    'หน้าต่างบานใหญ่ในห้องน้ำ',
    'क\u093cलम'.normalize('NFC'),
    'Temperature of 暖房, kWh an hour, 5 µg',
  ])('may be any plain sentence: %s', (text) => {
    expect(plainTextProblem(text)).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['Harmless\u202e.ti lleS', 'not seen'],
    ['zero\u200bwidth', 'not seen'],
    ['two\nlines', 'not seen'],
    ['a\u0301\u0301\u0301\u0301', 'not seen'],
    ['\ue000 logo', 'not seen'],
    ['Асme'.replace('me', 'me'), 'alphabets'],
    ['Acmе heating', 'alphabets'],
    ['Volt Ιnsight', 'alphabets'],
    ['𝐅𝐫𝐞𝐞 heating', 'styled'],
    ['Ａcme', 'styled'],
    ['See https://acme.example/why', 'link'],
    ['See www.acme.de', 'link'],
    ['See acme.com for more', 'link'],
    ['Write to privacy@acme.example', 'link'],
  ])('may not pretend or hide: %j', (text, problem) => {
    expect(plainTextProblem(text)).toContain(problem);
  });
});

test('a name keeps to one alphabet, where a sentence may have a foreign word in it', () => {
  expect(plainTextProblem('Acme ירושלים')).toBeUndefined();
  expect(plainNameProblem('Acme ירושלים')).toContain('alphabets');
  expect(['Acme 東京', 'Яндекс', 'مريم'].map(plainNameProblem)).toEqual([undefined, undefined, undefined]);
});
