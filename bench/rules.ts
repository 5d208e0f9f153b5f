import { limits } from '../shared/limits.ts'
import type { Rule } from '../shared/rules.ts'
import { foldText } from '../server/platform/fold-text.ts'
import { applyRules, readyRules } from '../server/routing/apply-rules.ts'
import { messageWords } from '../server/routing/message-words.ts'
import { aRule } from '../server/rules/rules.fixture.ts'
import type { Bench } from './bench.ts'
import { median } from './figures.ts'

const goalMs = 2
const words = [
  'douleur',
  'fièvre',
  'ordonnance',
  'tension',
  'rendez-vous',
  'rash',
  'cough',
  'refill',
  'insurance',
  'knee',
]

/**
 * As many rules as there may be, each with as many words as it may have and none of them met but the last, on the longest
 * message there may be: folding and parting the message into words is counted in.
 */
export const rules: Bench = async (how) => {
  const ready = readyRules(
    Array.from({ length: limits.rules }, (_, at) => ruleAt(at)),
    foldText,
  )
  const text = longestMessage()
  const times: number[] = []
  const calls = how.isTiny ? 5 : 200
  for (let round = 0; round <= how.rounds; round++) {
    const startedAt = performance.now()
    for (let call = 0; call < calls; call++) {
      const routing = applyRules(ready, {
        topicId: 'renewal',
        subject: messageWords(foldText('Une question')),
        text: messageWords(foldText(text)),
        hasFiles: false,
        language: 'fr',
        age: 40,
        usualPractitionerId: null,
        isOpen: true,
      })
      if (routing.numbers.join() !== String(limits.rules)) {
        throw new Error('the last rule alone is met')
      }
    }
    // The first round is compiled.
    if (round > 0) {
      times.push((performance.now() - startedAt) / calls)
    }
  }
  const value = median(times)
  return [
    {
      figure: `rules, ${limits.rules} with ${limits.ruleWords} words each on a message of ${text.length} characters`,
      value,
      unit: 'ms',
      limit: goalMs,
      ratio: value / goalMs,
      met: value < goalMs,
      note: `goal ${goalMs} ms`,
    },
  ]
}

/** Half of the words are several in a row whose first is in the message: the dearest to look for. */
function ruleAt(at: number): Rule {
  const isLast = at === limits.rules - 1
  return aRule({
    id: String(at),
    name: `Rule ${at}`,
    when: {
      words: Array.from({ length: limits.ruleWords }, (_, word) =>
        isLast && word === limits.ruleWords - 1
          ? 'zuletzt'
          : word % 2 === 0
            ? `mot${at}x${word}`
            : `${words[word % words.length] ?? ''} ${at} ${word}`,
      ),
    },
  })
}

function longestMessage(): string {
  let text = ''
  for (let at = 0; text.length < limits.messageCharacters - 40; at++) {
    text += `${words[at % words.length] ?? ''} là-bas, `
  }
  return `${text} zuletzt.`
}
