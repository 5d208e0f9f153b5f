/** What the account's pages say in French, beside what their audience has already. */
export { account } from '../../shared/locales/fr/account.ts'
