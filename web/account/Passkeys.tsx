import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { call } from '../api/client.ts'
import type { OutputOf } from '../api/routes.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Link } from '../components/Link.tsx'
import { List, ListRow } from '../components/List.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { addresses } from './addresses.ts'
import { useAccountProblems } from './problem-words.ts'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'

export type Account = OutputOf<'GET /api/account'>
type Passkey = Account['passkeys'][number]
type Props = { account: Account; onChanged: () => void }
type Doing = { what: 'rename' | 'remove'; passkey: Passkey }

/** The passkeys of the account: their names, when they were last used, and what can be done with each. */
export function Passkeys({ account, onChanged }: Props): ReactNode {
  const t = useTranslations('account.passkeys')
  const [doing, setDoing] = useState<Doing | null>(null)

  function finish(words: string): void {
    setDoing(null)
    announce(words)
    onChanged()
  }

  return (
    <section className="stack" aria-labelledby="passkeys">
      <h2 id="passkeys">{t('title')}</h2>
      <p>{account.passkeys.length === 0 ? t('none') : t('lead')}</p>
      {account.passkeys.length > 0 && (
        <List label={t('title')}>
          {account.passkeys.map((passkey) => (
            <ListRow key={passkey.id}>
              <PasskeyRow passkey={passkey} onDo={(what) => setDoing({ what, passkey })} />
            </ListRow>
          ))}
        </List>
      )}
      <p>
        <Link to={addresses.newPasskey} look="secondary">
          {t('add')}
        </Link>
      </p>
      <Dialog
        isOpen={doing !== null}
        onClose={() => setDoing(null)}
        title={doing && t(`${doing.what}Title`, { name: doing.passkey.name })}
      >
        {doing?.what === 'rename' && <Rename passkey={doing.passkey} onDone={() => finish(t('renamed'))} />}
        {doing?.what === 'remove' && <Remove passkey={doing.passkey} onDone={() => finish(t('removed'))} />}
      </Dialog>
    </section>
  )
}

function PasskeyRow({ passkey, onDo }: { passkey: Passkey; onDo: (what: Doing['what']) => void }): ReactNode {
  const t = useTranslations('account.passkeys')
  const timeWords = useTimeWords()
  const { name, createdAt, lastUsedAt } = passkey
  return (
    <div className="plain-row">
      <div>
        <p className="list-title">{name}</p>
        <p className="soft small">
          {lastUsedAt
            ? t('used', { when: timeWords(lastUsedAt, 'day') })
            : t('made', { when: timeWords(createdAt, 'day') })}
        </p>
      </div>
      <div className="row">
        <Button look="quiet" onClick={() => onDo('rename')} aria-label={t('renameTitle', { name })}>
          {t('rename')}
        </Button>
        <Button look="quiet" onClick={() => onDo('remove')} aria-label={t('removeTitle', { name })}>
          {t('remove')}
        </Button>
      </div>
    </div>
  )
}

function Rename({ passkey, onDone }: { passkey: Passkey; onDone: () => void }): ReactNode {
  const t = useTranslations('account.passkeys')
  const common = useTranslations('common.buttons')
  const { errors } = useAccountProblems()
  const form = useForm()
  const [name, setName] = useState(passkey.name)

  const submit = () =>
    form.submit({
      check: () => (name.trim() === '' ? [{ id: 'passkey-name', text: t('nameMissing') }] : []),
      act: async () => {
        await call('PATCH /api/account/passkeys/:passkeyId', { passkeyId: passkey.id, name })
        onDone()
      },
      explain: (problem) => errors(problem, { name: 'passkey-name' }),
    })

  return (
    <Form form={form} onSubmit={submit}>
      <TextField
        id="passkey-name"
        label={t('name')}
        maxLength={limits.passkeyNameCharacters}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={form.errorOf('passkey-name')}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {common('save')}
        </Button>
      </p>
    </Form>
  )
}

function Remove({ passkey, onDone }: { passkey: Passkey; onDone: () => void }): ReactNode {
  const t = useTranslations('account.passkeys')
  const { errors } = useAccountProblems()
  const withStepUp = useStepUp()
  const form = useForm()

  const submit = () =>
    form.submit({
      act: async () => {
        await withStepUp(() => call('DELETE /api/account/passkeys/:passkeyId', { passkeyId: passkey.id }))
        onDone()
      },
      explain: (problem) => errors(problem, {}),
    })

  return (
    <Form form={form} onSubmit={submit}>
      <p>{t('removeText')}</p>
      <p>
        <Button type="submit" look="danger" isBusy={form.isBusy}>
          {t('remove')}
        </Button>
      </p>
    </Form>
  )
}
