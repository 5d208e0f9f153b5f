import { makeDemoLinks, mountDemoSignIn } from '../accounts/demo-sign-in.ts'
import { type Config, loadConfig } from '../config.ts'
import { openMailbox } from '../demo/mailbox.ts'
import { mountMailPage } from '../demo/mail-page.ts'
import { type DemoPerson, demoPeople } from '../demo/people.ts'
import { seedStory } from '../demo/seed.ts'
import { errorCode } from '../platform/error-code.ts'
import { Refusal } from './refusal.ts'
import { runServer, type Tell } from './run-server.ts'

/** The server with made-up people: links sign in as each of them, so it listens on this machine alone. */
export async function demo(tell: Tell): Promise<void> {
  const mailbox = await openMailbox().catch((error: unknown) => {
    throw errorCode(error) === 'ERR_MODULE_NOT_FOUND'
      ? new Refusal('The demonstration needs the development packages. Run: npm ci --include=dev')
      : error
  })
  const config: Config = { ...loadConfig(), host: '127.0.0.1', smtpUrl: mailbox.url }
  const links = new Map<string, DemoPerson>()
  try {
    await runServer({
      config,
      tell,
      purpose: 'demonstration',
      parts: { web: true, worker: true },
      furnish: async ({ app, way }) => {
        if (await seedStory(way)) {
          tell('A story has been written: two clinics, their people and their messages.')
        }
        for (const [token, link] of makeDemoLinks(await demoPeople(way))) {
          links.set(token, link as DemoPerson)
        }
        mountDemoSignIn({ app, way }, links)
        mountMailPage(app, mailbox, config)
        app.get('/demo/people', async () => listed(config, links))
      },
      greet: async () => greet(tell, config, links),
    })
  } finally {
    await mailbox.close()
  }
}

/** The same links for programs: the replay signs in through them. */
function listed({ publicUrl }: Config, links: ReadonlyMap<string, DemoPerson>): Record<string, string>[] {
  return [...links].map(([token, { name, role, practice }]) => ({
    name,
    role,
    practice,
    url: `${publicUrl}/demo/sign-in/${token}`,
  }))
}

function greet(tell: Tell, { publicUrl }: Config, links: ReadonlyMap<string, DemoPerson>): void {
  tell(`Threadwell's demonstration is ready: ${publicUrl}`)
  tell('Everybody in it is made up. Each link signs you in as one of them; use two browsers to see both sides.')
  const groups = Map.groupBy(
    links,
    ([, { practice, role }]) => `${practice}, ${role === 'patient' ? 'patients' : 'clinic'}`,
  )
  for (const [group, members] of groups) {
    tell(`\n${group}`)
    for (const [token, { name, role, lookAt }] of members) {
      tell(`  ${name}${role === 'patient' ? '' : ` (${role.replace('-', ' ')})`}: ${lookAt}`)
      tell(`    ${publicUrl}/demo/sign-in/${token}`)
    }
  }
  tell(`\nThe mailbox that catches every notice: ${publicUrl}/demo/mail`)
  tell('Stop with Ctrl-C; "npm run reset" wipes it.')
}
