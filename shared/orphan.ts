/** Why nobody would act: nobody is to answer; whoever is cannot; nobody would be told that it is late; an inbox lacks its people. */
export const orphanKinds = ['no-task', 'owner-gone', 'no-alarm', 'inbox-owner', 'inbox-backup'] as const
export type OrphanKind = (typeof orphanKinds)[number]
