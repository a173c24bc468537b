/** The commands in our own stand-in for Discord, which refuses what Discord would refuse. */
import { afterAll, expect, it, vi } from 'vitest'
import { startInSandbox } from './in-sandbox.ts'

const stage = await startInSandbox()
afterAll(() => stage.close())
const ada = await stage.person('ada')
const grace = await stage.person('grace')
const linus = await stage.person('linus')

it('F1 F10: Ada creates a document, and everybody sees its card', async () => {
  const card = await ada.run('create', { title: 'Standup', text: 'tell Grace' })
  expect(card.isPrivate).toBe(false)
  expect(card.text).toContain('## Standup')
  expect((await grace.card()).text).toContain('## Standup')
  expect((await linus.card()).text).toContain('## Standup')
})

it('F1 F10: without a title she is asked for it in a dialog', async () => {
  const card = await ada.asked('create', { title: 'Release', text: '- [ ] test\n- [ ] ship' })
  expect(card.text).toContain('## Release')
  await grace.card()
  await linus.card()
})

it('F10 F9: suggestions say what stands in this channel, also to Grace', async () => {
  // suggestions that take too long are none: people type again
  await vi.waitFor(async () => {
    expect(await grace.suggested('open', '')).toEqual([
      expect.stringMatching(/^Release · this channel · /),
      expect.stringMatching(/^Standup · this channel · /),
    ])
    expect(await grace.suggested('open', 'stand')).toHaveLength(1)
  }, 20_000)
})

it('F43: each sees what is theirs, in private, and what stands in the channel', async () => {
  const list = await ada.run('list')
  expect(list.isPrivate).toBe(true)
  expect(list.text).toContain('**Standup**')
  const hers = await grace.run('list')
  expect(hers.text).toContain('You have no documents yet')
  expect((await grace.press(hers, 'This channel')).text).toContain('**Release**')
})

it('F46 T5: Grace finds what she may read, and nothing else', async () => {
  await ada.run('create', { title: 'Secret plan' }, 'staff')
  const found = await grace.run('search', { words: 'grace' })
  expect(found.text).toContain('**Standup**')
  expect(found.text).toContain('tell **Grace**')
  expect((await grace.run('search', { words: 'secret' })).text).toContain('Nothing found')
  expect(await grace.suggested('open', 'secret')).toEqual([])
})

it('F44: it is shared with Linus by name, and taken away from him again', async () => {
  const panel = await ada.run('share', { document: 'Secret plan' })
  expect(panel.text).toContain('### Who has Secret plan')
  expect(panel.text).toContain('**Ada** · owner')
  const given = await ada.choose(panel, 'Share with a person', ada.idOf('people', 'Linus'))
  expect(given.text).toContain('**Linus** can edit it now.')
  // Linus uses Discord in German
  expect((await linus.run('list', { which: 'shared' })).text).toContain('**Secret plan**')
  const taken = await ada.choose(
    given,
    'Stop sharing with',
    String(given.optionOf('Stop sharing with', 'Linus')),
  )
  expect(taken.text).toContain('They no longer have it')
  expect((await linus.run('list', { which: 'shared' })).text).not.toContain('Secret plan')
})

it('F9 F3: before it goes into a channel it says who will read it; then its card stands there', async () => {
  const general = ada.idOf('channels', 'general')
  const asked = await ada.run('share', { document: 'Secret plan', channel: general, may: 'view' })
  expect(asked.text).toMatch(/everyone in \*\*Analytical Engines\*\* \(\d+ people\)/)
  const done = await ada.press(asked, 'Share')
  expect(done.text).toContain('can read it now. The card is posted there.')
  for (const person of [ada, grace, linus])
    expect((await person.card()).text).toContain('## Secret plan')
})

it('F44 T22: Grace, who may edit, may not share', async () => {
  expect((await grace.run('share', { document: 'Standup' })).text).toContain('Only the owners')
})

it('F45: a link is made in a dialog, listed and revoked', async () => {
  const links = await ada.run('link', { document: 'Standup' })
  expect(links.text).toContain('There are no links yet')
  const made = await ada.fill(links, 'New link', {
    audience: ['anyone'],
    role: ['edit'],
    life: ['week'],
    label: 'For the board',
    password: 'tiger',
  })
  const [, token] = /\/l\/([\w-]{16,})/.exec(made.text) ?? []
  expect(token).toBeDefined()
  const listed = await ada.press(made, 'All links')
  expect(listed.text).toContain(
    '**For the board**\n-# To edit · Anyone with the link · with password',
  )
  expect(listed.text).toContain('not used yet')
  const done = await ada.press(await ada.press(listed, 'Revoke'), 'Revoke')
  expect(done.text).toContain('The link is revoked')
  expect(done.text).toContain('There are no links yet')
})

it.for([
  ['direct messages with the bot', 'Sticky', true],
  ['a group message', 'weekend', false],
  ['a channel without the bot, for who has installed it', 'editors', false],
] as const)('F11: %s', async ([, channel, follows]) => {
  const card = await ada.run('create', { title: `In ${channel}` }, channel)
  expect(card.text).toContain(`## In ${channel}`)
  expect(card.text.includes('Live')).toBe(follows)
  expect(card.text.includes('can’t update itself')).toBe(!follows)
  await ada.launch(card, 'Edit')
  expect((await ada.run('list', { which: 'here' }, channel)).text).toContain(`**In ${channel}**`)
})

it('F11 F2: a thread, in which Discord starts no Activities: a link opens it', async () => {
  const card = await ada.run('create', { title: 'In release' }, 'release')
  expect(card.text).toContain('Live')
  const offered = await ada.pressAndPost(card, 'Edit', 'release')
  expect(offered.isPrivate).toBe(true)
  expect(offered.text).toContain('doesn’t start Activities')
  expect(offered.labelled('Open')['url']).toContain('?custom_id=')
})

it('F11: Grace opens from the group message what Ada has made there', async () => {
  const card = await ada.run('create', { title: 'Trip' }, 'weekend')
  await grace.launch(card, 'Edit')
  expect((await grace.run('list', { which: 'here' }, 'weekend')).text).toContain('**Trip**')
})

it('F10: help speaks the language of who asks', async () => {
  expect((await ada.run('help')).text).toContain('`/doc create`')
  expect((await linus.run('help')).text).toContain('`/doc erstellen`')
})

it('F70: Discord would have found nothing wrong with any of it', () => {
  expect(stage.violations()).toEqual([])
})
