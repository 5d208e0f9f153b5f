// Promised: short, long, guessed-first and self-telling passwords are refused; everything else may be used.
import { describe, expect, test } from 'vitest'
import { limits } from '../../../shared/limits.ts'
import { checkPassword } from './check-password.ts'

const email = 'marie.tremblay+clinic@example.org'

describe('length', () => {
  test.each([
    ['eleven characters', 'kD7#mQ2$vX9', 'too-short'],
    ['twelve characters', 'kD7#mQ2$vX9!', null],
    ['eleven letters typed as more', 'kD7mQ2vX9éàç'.slice(1).normalize('NFD'), 'too-short'],
    ['twelve letters outside the basic plane', '𐐀𐐁𐐂𐐃𐐄𐐥𐐆𐐧𐐈𐐉𐐪𐐋', null],
    ['eleven of them', '𐐀𐐁𐐂𐐃𐐄𐐥𐐆𐐧𐐈𐐉𐐪', 'too-short'],
    ['the longest', 'kD7#mQ2$'.repeat(limits.passwordCharacters / 8 - 1) + 'wR5%tY8^', null],
    ['one more', 'kD7#mQ2$'.repeat(limits.passwordCharacters / 8) + 'w', 'too-long'],
    ['a megabyte', 'k'.repeat(1_000_000), 'too-long'],
    ['nothing', '', 'too-short'],
  ])('%s', (_name, password, expected) => {
    expect(checkPassword(password, { email })).toBe(expected)
  })
})

describe('passwords tried first', () => {
  test.each([
    'aaaaaaaaaaaa',
    '123456789012',
    '987654321987',
    '112233445566',
    'abcdefghijkl',
    'abcabcabcabc',
    'x7k!mx7k!mx7k!m',
    '121212121212',
    'qwertyuiop12',
    'QWERTYqwerty',
    'azertyuiop123',
    '1qaz2wsx3edc',
    '1q2w3e4r5t6y',
    'zaq12wsxcde3',
    'password1234',
    'Password2026!',
    'P@ssw0rd2026!',
    'passwordpassword',
    'MotDePasse123',
    'motdepasse2026!!',
    'Bonjour123456',
    'JeTAime12345!',
    'iloveyou1234',
    'letmein123456',
    'welcome12345',
    'Summer2025!!',
    'Winter 2026 !!',
    'Août-Septembre',
    'sunshine1234',
    'princess2010',
    'football2024',
    'Toronto2026!',
    'MapleLeafs1967',
    'Admin123456!',
    'changeme1234',
    'threadwell77xq',
    'Threadwell-kD7#mQ2$',
    '!@#$%^&*()_+',
    '            ',
    'ｐａｓｓｗｏｒｄ１２３４',
  ])('%s', (password) => {
    expect(checkPassword(password, { email })).toBe('common')
  })
})

describe('passwords that may be used', () => {
  test.each([
    'correct horse battery staple',
    'corbeau lent sur neige',
    'kayak-lantern-moss',
    'kD7#mQ2$vX9!',
    'hunter2 rides again',
    'quatre canards verts',
    'j9w2k4p8r6t3',
    'ਮੇਰਾ ਗੁਪਤ ਸ਼ਬਦ ਲੰਬਾ',
    '我的密碼其實很長而且奇怪',
    'Ottawa river ice in April',
  ])('%s', (password) => {
    expect(checkPassword(password, { email })).toBeNull()
  })
})

describe("the e-mail's local part", () => {
  test.each([
    ['as it is', 'xx marie.tremblay 77', email, 'contains-email'],
    ['in another case, without the dot', 'xx MarieTremblay 77', email, 'contains-email'],
    ['with other separators', 'xx marie_tremblay 77', email, 'contains-email'],
    ['in full-width letters', 'xx ｍａｒｉｅ.tremblay 77', email, 'contains-email'],
    ['only the part after the plus', 'clinical wood owl', email, null],
    ['too short to mean anything', 'seven tall birches', 'al@example.org', null],
    ['four letters', 'seven tall birches', 'tall@example.org', 'contains-email'],
    ['of an address without one', 'seven tall birches', '@example.org', null],
  ])('%s', (_name, password, address, expected) => {
    expect(checkPassword(password, { email: address })).toBe(expected)
  })
})
