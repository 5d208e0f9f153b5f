/** Documents that go with a template: in its page, and on their way into a message. */
export const staffTemplateDocuments = {
  label: { en: 'Documents in English', fr: 'Documents in French' },
  hint: 'They go with the text, as files of the message. Up to {files}, each at most {size}.',
  listLabel: 'Documents',
  open: 'Open {name}',
  wrong: {
    'no-text': 'Write a text in this language, or take its documents out.',
    'file-refused': 'Take out the document that was refused.',
    'file-not-ready': 'Wait until the document is here, then save.',
  },
  with: '{count, plural, one {With # document} other {With # documents}}. {text}',
  adding: 'The documents of the text are on their way into your message.',
  added: '{count, plural, one {# document was added to your message.} other {# documents were added to your message.}}',
  notAdded: 'Not all documents were added',
  left: {
    'too-many-files': '“{name}” does not fit. Take out another file, then insert the text again.',
    'not-ready': '“{name}” is still being checked. Insert the text again in a minute.',
    refused: '“{name}” was refused when it was checked. Take it out of the template.',
    gone: '“{name}” can’t be read any more. Add it to the template again.',
  },
  changed: 'The template was changed just now. Insert it again to get its new words and documents.',
  failed:
    'The documents could not be added. Your words are still here. Insert the text again, or add the files by hand.',
} as const
