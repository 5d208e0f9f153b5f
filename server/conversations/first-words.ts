import { limits } from '../../shared/limits.ts'

/**
 * The first words of a message, for a list: its lines run together, without the lines that only greet, cut at a length.
 * Only whole lines of words from the lists below are left out, so that nothing somebody says is ever taken for a greeting;
 * of a message that says nothing else, the greeting is shown.
 */
export function firstWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '))
  const saying = lines.filter((line) => line !== '')
  const begins = saying.findIndex((line) => !isGreeting(line))
  const characters = [...saying.slice(Math.max(begins, 0)).join(' ')]
  return characters.length > limits.firstWordsCharacters
    ? `${characters.slice(0, limits.firstWordsCharacters - 1).join('')}…`
    : characters.join('')
}

const greetings = [
  'hello|hi|hey|greetings|dear|good (?:morning|afternoon|evening|day)|to whom it may concern',
  'bonjour|bonsoir|salut|allo|chere?s?|a qui de droit',
  'sir|madam|doctor|dr|dre|docteure?|madame|monsieur|mesdames|messieurs',
].join('|')
const greeted = [
  'there|again|all|everyone|everybody|team|clinic|nurses?|doctors?|dr|sir|madam|and|or',
  'a|tous|toutes|tout le monde|l|la|equipe|clinique|docteure?|dre|et|ou',
  'madame|monsieur|mesdames|messieurs|infirmi(?:er|ere)s?',
].join('|')
const greetingLine = new RegExp(`^(?:${greetings})(?: (?:${greeted}))*$`)

/** Accents, capitals and punctuation say nothing here. */
function isGreeting(line: string): boolean {
  if (line.length > limits.greetingCharacters) {
    return false
  }
  const words = line
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return greetingLine.test(words.filter((word) => word !== '').join(' '))
}
