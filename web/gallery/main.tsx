// Every component in one page, to look at during development: /gallery, or /gallery?staff for the dense look.
// What it says is specimen text; it is not built and no patient or practice sees it.
import { rememberLanguage, languageOf } from '../i18n/language.ts'
import { start } from '../start.tsx'
import { Gallery } from './Gallery.tsx'

const wanted = new URLSearchParams(location.search)
document.documentElement.dataset['audience'] = wanted.has('staff') ? 'staff' : 'patient'
if (wanted.has('lang')) {
  rememberLanguage(languageOf(wanted.getAll('lang')))
}
void start(wanted.has('staff') ? 'staff' : 'patient', <Gallery />)
