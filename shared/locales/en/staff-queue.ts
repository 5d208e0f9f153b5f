/** What is done with the rows of a queue: which are shown, and what is done with several at once. */
export const staffQueue = {
  filter: {
    label: 'Label',
    any: 'All',
    none: 'Nothing here has this label',
    showAll: 'Show all',
  },
} as const
