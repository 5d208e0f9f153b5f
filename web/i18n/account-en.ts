/** What the account's pages say in English, beside what their audience has already. */
export { account } from '../../shared/locales/en/account.ts'
