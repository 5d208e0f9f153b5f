import { expect, test } from 'vitest'
import { argumentNames, plainTexts } from './message-text.ts'

test.each([
  ['Plain words.', ['Plain words.']],
  ['We can’t say {name}.', ['We can’t say Anne.']],
  ["An apostrophe, it's '{quoted}'.", ["An apostrophe, it's {quoted}."]],
  ['{count, plural, =0 {Nothing} one {# file} other {# files}} here', ['Nothing here', '3 file here', '3 files here']],
  ['{who, select, me {Mine} other {<b>{who}’s</b>}}', ['Mine', 'Anne’s']],
  ['<link>Read {count, plural, one {it} other {them}}</link>', ['Read it', 'Read them']],
  ['{percent, number} % on {day, date, long}', ['3 % on 3']],
])('%j can become %j', (message, texts) => {
  expect(plainTexts(message)).toEqual(texts)
})

test.each([
  ['Plain words.', []],
  ['{b} {a} {b}', ['a', 'b']],
  ['{count, plural, =0 {none} other {# of {total}}}', ['count', 'total']],
  ['<link>{name}</link>', ['<link>', 'name']],
])('%j has the arguments %j', (message, names) => {
  expect(argumentNames(message)).toEqual(names)
})

test.each(['{open', '{count, plural, one {x}}', '<b>x', '{}'])('%j is not a message', (message) => {
  expect(() => argumentNames(message)).toThrow()
})
