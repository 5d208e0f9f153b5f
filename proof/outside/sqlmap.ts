import type { Question } from './questions.ts'
import type { Counts } from './relay.ts'
import { type Ran, runTool } from './run-tool.ts'
import { inFolder, type Look, type Run, type Target, type Tester } from './tester.ts'

// PostgreSQL's own ways in: what answers by its page, by its errors, and by rows of others. Who is not known is refused, and asked on.
const always = ['--batch', '--disable-coloring', '--skip-waf', '--drop-set-cookie', '--ignore-code', '401,404']
const options = [...always, '--technique', 'BEU', '--dbms', 'PostgreSQL']
/** How many ways out of a statement are tried, and for how long one question may take. */
const depth = { quick: { level: '1', atMostSeconds: 90 }, full: { level: '2', atMostSeconds: 150 } }

export const sqlmap: Tester = {
  name: 'sqlmap',
  programs: ['sqlmap'],
  looksFor: 'SQL let in',
  plants: [/of a planted address$/, /of a planted body$/],
  look: lookAtQuestions,
}

async function lookAtQuestions({ questions, openRelay }: Target, run: Run): Promise<Look> {
  const findings: string[] = []
  const told = { places: 0, asked: 0, answered: 0 }
  for (const question of questions) {
    run.signal.throwIfAborted()
    const relay = await openRelay(question.made)
    const ran = await askOne(question, relay.url, run)
    await relay.close()
    findings.push(...findingsOf(question, ran, relay.counts))
    const { asked, answered } = relay.counts
    told.places += placesOf(question)
    told.asked += asked
    told.answered += answered
    run.tell(`sqlmap, ${question.name}: ${asked} requests, ${answered} answered`)
  }
  const guesses = questions.filter(({ isGuess }) => isGuess).length
  const guessed = guesses > 0 ? ` (${guesses} of them refused as guesses)` : ''
  return {
    findings,
    asked: `${questions.length} calls${guessed}, ${told.places} places, ${told.asked} requests, ${told.answered} answered`,
  }
}

/** Everything that carries a star. */
function placesOf({ path, headers, body = '' }: Question): number {
  return [path, ...Object.values(headers), body].join('').split('*').length - 1
}

function askOne({ path, method, headers, body }: Question, url: string, run: Run): Promise<Ran> {
  const { level, atMostSeconds } = run.isQuick ? depth.quick : depth.full
  return inFolder((folder) => {
    const said = Object.entries(headers).flatMap(([header, value]) => ['-H', `${header}: ${value}`])
    const sent = body === undefined ? [] : ['--data', body]
    const way = ['-u', `${url}${path}`, '--method', method, ...sent, ...said, '--output-dir', folder]
    const args = [...way, ...options, '--level', level]
    return runTool('sqlmap', args, { cwd: folder, atMostSeconds, signal: run.signal })
  })
}

function findingsOf({ name, isGuess }: Question, { output }: Ran, counts: Counts): string[] {
  const { asked, answered, broke, busy } = counts
  const letIn = [...output.matchAll(/Parameter: (.+)\n\s+Type: (.+)/g)].map(
    ([, at, what]) => `${what} in ${at} of ${name}`,
  )
  const isDone = letIn.length > 0 || output.includes('tested parameters do not appear to be injectable')
  return [
    ...letIn,
    ...(isDone ? [] : [`${name} was not asked to the end: ${lastLine(output)}`]),
    ...(broke.length > 0 && letIn.length === 0 ? [`${name} broke ${broke.length} times: ${broke[0]}`] : []),
    ...(busy > asked / 20 ? [`${name} was too busy for ${busy} of ${asked} requests`] : []),
    ...(answered === 0 && !isGuess ? [`${name} answered none of ${asked} requests`] : []),
  ]
}

function lastLine(output: string): string {
  return output.split('\n').findLast((line) => /CRITICAL|ERROR|WARNING/.test(line)) ?? 'it ended'
}
