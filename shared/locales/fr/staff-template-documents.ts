import type { staffTemplateDocuments as english } from '../en/staff-template-documents.ts'
import type { Translated } from '../shape.ts'

/** Les documents d’un modèle : dans sa page, et sur leur chemin vers un message. */
export const staffTemplateDocuments = {
  label: { en: 'Documents en anglais', fr: 'Documents en français' },
  hint: 'Ils vont avec le texte, comme fichiers du message. Au plus {files}, de {size} chacun.',
  listLabel: 'Documents',
  open: 'Ouvrir {name}',
  wrong: {
    'no-text': 'Écrivez un texte dans cette langue, ou retirez ses documents.',
    'file-refused': 'Retirez le document qui a été refusé.',
    'file-not-ready': 'Attendez que le document soit là, puis enregistrez.',
  },
  with: '{count, plural, one {Avec # document} other {Avec # documents}}. {text}',
  adding: 'Les documents du texte arrivent dans votre message.',
  added:
    '{count, plural, one {# document est maintenant dans votre message.} other {# documents sont maintenant dans votre message.}}',
  notAdded: 'Il manque des documents',
  left: {
    'too-many-files': '« {name} » n’entre plus. Retirez un autre fichier, puis mettez le texte de nouveau.',
    'not-ready': 'On vérifie encore « {name} ». Mettez le texte de nouveau dans une minute.',
    refused: '« {name} » a été refusé à la vérification. Retirez-le du modèle.',
    gone: '« {name} » ne peut plus être lu. Mettez-le de nouveau dans le modèle.',
  },
  changed: 'Le modèle vient de changer. Mettez-le de nouveau pour avoir ses mots et ses documents.',
  failed: 'Les documents n’ont pas pu être mis. Vos mots sont là. Mettez le texte de nouveau, ou ajoutez les fichiers.',
} as const satisfies Translated<typeof english>
