import type { Language } from '../../shared/locales/index.ts'
import { call } from '../api/client.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import type { Session } from './session.ts'

/** What the reader chose since this document was opened; it is newer than what the account remembers. */
let chosen: Language | null = null

type AccountLanguage = {
  /** Speaks the account's language, or has the account remember what was chosen before signing in. */
  follow: (session: Session) => Promise<void>
  /** Called after the switch: the account, if one is signed in, speaks this in notices too. */
  remember: (language: Language, session: Session | undefined) => void
}

/** Keeps the language of the pages and that of the account together. */
export function useAccountLanguage(): AccountLanguage {
  const { language, setLanguage } = useLanguage()
  return {
    follow: async ({ account, step }) => {
      if (!account || step?.next !== 'done') {
        return
      }
      if (chosen !== null) {
        tell(chosen, account.language)
      } else if (account.language !== language) {
        await setLanguage(account.language)
      }
    },
    remember: (next, session) => {
      chosen = next
      if (session?.account && session.step?.next === 'done') {
        tell(next, session.account.language)
      }
    },
  }
}

/** If this does not arrive, the device still remembers, and the next sign-in tells it again. */
function tell(language: Language, before: Language): void {
  if (language !== before) {
    call('PATCH /api/account', { language }).catch(() => undefined)
  }
}
