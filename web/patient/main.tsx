import { languageTag } from '../../shared/locales/index.ts'
import { prefetch } from '../api/use-read.ts'
import { startingLanguage } from '../i18n/language.ts'
import { matchRoute } from '../patient-router.tsx'
import { start } from '../start.tsx'
import { App } from './App.tsx'
import { routes } from './routes.ts'

// Asked while the sentences are on their way, and in the language they will be in.
document.documentElement.lang = languageTag(startingLanguage())
prefetch('GET /api/session', {})
const membershipId = matchRoute({ home: routes.home }, location.pathname)?.params['membershipId']
if (membershipId) {
  prefetch('GET /api/as/:membershipId/conversations', { membershipId })
  prefetch('GET /api/as/:membershipId/writing', { membershipId })
}

void start('patient', <App />)
