/** What a tester says and is no fault, with the reason. */
export const explained: [RegExp, string][] = [
  [/X-XSS-Protection/, 'browsers have taken that filter out, because it opened holes: it is switched off on purpose'],
  [
    /^Backup file: .*~ found for/,
    'every address without a dot answers one of two pages, which are the same whatever it says; names of files answer 404',
  ],
  [
    /^BREACH: .*only supplied '\/' tested/,
    'only the files of the application are compressed, which are the same for everybody; no answer of the API is',
  ],
  [/^engine_problem: /, 'it speaks of the openssl with which testssl.sh looks, and not of the server'],
  [
    /^(?:retractMessage|decideConsult|sendOnBehalf|saveMobileNumber) (?:refuses already|answered none)/,
    'what it needs to be allowed is in none of the practices that are sown: its words are read, and not kept',
  ],
]
