// Passwords that are tried first. Most long ones are made of a few well-known parts ("Password2026!", "azerty123456"),
// so the list holds parts, and a password must have some characters that no part explains.

/** Whether so little is left of a password without its well-known parts, runs and years that it is soon guessed. */
export function isCommonPassword(password: string): boolean {
  // Without accents: "Août" is tried as soon as "aout".
  const text = password.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  if (text.includes(productName) || new Set(text).size < fewestDifferent || isRepeated(text)) {
    return true
  }
  let own = 0
  for (let i = 0; i < text.length;) {
    const known = Math.max(wordLength(text, i), keyboardLength(text, i), runLength(text, i, 1), runLength(text, i, -1))
    own += known === 0 && text.charAt(i).trim() !== '' ? 1 : 0
    i += Math.max(known, 1)
  }
  return own < fewestOwn
}

const productName = 'threadwell'
const fewestOwn = 4
const fewestDifferent = 5
const longestRepeatedUnit = 7
const shortestRun = 3

/** One short unit again and again, the last time perhaps cut. */
function isRepeated(text: string): boolean {
  for (let unit = 1; unit <= longestRepeatedUnit && unit < text.length; unit++) {
    if (text.startsWith(text.slice(unit))) {
      return true
    }
  }
  return false
}

function wordLength(text: string, from: number): number {
  knownWord.lastIndex = from
  return knownWord.exec(text)?.[0].length ?? 0
}

function keyboardLength(text: string, from: number): number {
  let to = from + shortestRun
  while (to <= text.length && keyboardRuns.some((run) => run.includes(text.slice(from, to)))) {
    to++
  }
  return to - from > shortestRun ? to - from - 1 : 0
}

/** Letters or digits that stay the same or go one step on: 1234, aabbcc, 111, zyx. */
function runLength(text: string, from: number, step: 1 | -1): number {
  const isStep = (at: number): boolean => [0, step].includes(text.charCodeAt(at) - text.charCodeAt(at - 1))
  let to = from + 1
  while (to < text.length && isStep(to)) {
    to++
  }
  return to - from >= shortestRun ? to - from : 0
}

const rows = `
  qwertyuiop[] asdfghjkl; zxcvbnm,./ 1234567890-= !@#$%^&*()_+
  azertyuiop qsdfghjklm wxcvbn qwertzuiop yxcvbnm !"/$%?&*()
  1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik qazwsxedcrfvtgbyhnujm zaq12wsxcde34rfv
  1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9
  147258369 789456123 159357 123321
`
  .trim()
  .split(/\s+/)
const keyboardRuns = [...rows, ...rows.map((row) => Array.from(row).toReversed().join(''))]

const words = `
  password passwort passcode passphrase passw0rd pass word secret secure security login logon signin welcome letmein
  openme opensesame access admin administrator root user guest test tester testing demo sample default temp temporary
  changeme change please master system server computer internet windows google facebook apple samsung android iphone
  microsoft amazon netflix youtube instagram twitter linkedin minecraft pokemon starwars batman superman spiderman
  ironman matrix gandalf naruto qwerty qwertz azerty asdf zxcv iloveyou ilove love lovely lover loveme trustno trust
  hello goodbye sunshine princess prince queen king dragon monkey tiger eagle panther lion wolf bear puppy kitty kitten
  doggy horse butterfly flower rainbow cookie chocolate banana orange cherry peaches pepper ginger sugar cheese coffee
  football baseball basketball hockey soccer tennis golfer hunter fishing guitar music dancer player gamer ranger
  soldier captain shadow ghost angel devil heaven hell freedom forever whatever nothing something blessed jesus christ
  family mother father mommy daddy sister brother baby babygirl friend friends best michael jennifer jessica jordan
  ashley daniel andrew joshua matthew charlie thomas robert anthony george nicole amanda michelle hannah sophie maggie
  buddy bailey harley mustang ferrari porsche mercedes yamaha corvette chelsea arsenal liverpool yankees cowboys lakers
  january february march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday spring summer autumn winter happy birthday christmas money dollar million lucky winner number
  clinic doctor nurse medical medicine health hospital office reception pharmacy canada canadian ontario toronto ottawa
  hamilton london kingston sudbury mississauga brampton montreal quebec mapleleafs leafs raptors bluejays canadiens
  senators habs maple
  motdepasse passe bonjour bonsoir salut bienvenue soleil lune etoile jetaime amour coeur chouchou doudou loulou
  cheri cherie bebe maman papa famille amie princesse reine coucou chaton minou chien lapin papillon chocolat fraise
  banane orange cerise vanille marie nicolas camille julien thomas sophie chloe isabelle martin tremblay gagnon
  marseille france paris liberte secret securite ordinateur internet administrateur utilisateur essai janvier fevrier
  mars avril juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
  dimanche printemps automne hiver noel anniversaire clinique docteur medecin infirmiere sante hopital pharmacie
`
  .trim()
  .split(/\s+/)

/** P@ssw0rd is read as password. */
const lookalikes = new Map([
  ['a', '4@'],
  ['b', '8'],
  ['e', '3'],
  ['g', '9'],
  ['i', '1!'],
  ['l', '1'],
  ['o', '0'],
  ['s', '5$'],
  ['t', '7'],
])

// A year, or a word of the list: the longest that fits.
const knownWord = new RegExp(
  ['(?:19|20)[0-9]{2}', ...words.toSorted((a, b) => b.length - a.length).map(spellings)].join('|'),
  'y',
)

function spellings(word: string): string {
  return Array.from(word, (letter) => `[${letter}${lookalikes.get(letter) ?? ''}]`).join('')
}
