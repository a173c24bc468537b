/** What is done with documents that are there, in our own stand-in for Discord, which refuses what Discord would refuse. */
import { afterAll, expect, it } from 'vitest'
import { until } from '../../sync-server/test/stage/until.ts'
import { startInSandbox } from './in-sandbox.ts'
import type { Shown } from './in-sandbox.ts'

const stage = await startInSandbox()
afterAll(() => stage.close())
const ada = await stage.person('ada')
const grace = await stage.person('grace')
const linus = await stage.person('linus')

let card: Shown

it('F10 F42: Ada creates it, Grace adds a task, and gives it another title', async () => {
  card = await ada.run('create', { title: 'Menu', text: 'soup' })
  expect((await grace.run('append', { text: 'buy salt', as: 'task' })).text).toContain(
    'Added to **Menu**',
  )
  const renamed = await grace.run('rename', { title: 'Lunch' })
  expect(renamed.isPrivate).toBe(true)
  expect(renamed.text).toContain('**Lunch** now')
})

it('F7: Grace edits it in a dialog, and what Ada writes meanwhile is kept', async () => {
  const opened = grace.edit(async (said) => {
    expect(said['text']).toBe('soup\n- [ ] buy salt')
    await ada.run('append', { text: 'and pepper' })
    return { text: 'tomato soup\n- [ ] buy salt' }
  })
  expect((await opened).text).toContain('their changes are kept')
  const exported = await ada.run('export', { format: 'txt' })
  expect(exported.isPrivate).toBe(true)
  expect(exported.file).toContain('/Lunch.txt')
  expect(await (await fetch(exported.file)).text()).toBe('tomato soup\n- [ ] buy salt\nand pepper')
})

it('F28: Grace sees what has changed since a version, and goes back to it', async () => {
  let versions = await grace.run('history')
  await until('a version has been made', async () => {
    versions = await grace.run('history')
    return versions.text.includes('Ada')
  })
  const newest = versions.options('See what has changed')[0]
  await ada.run('append', { text: 'and far too much garlic' })
  const changed = await grace.choose(versions, 'See what has changed', String(newest))
  expect(changed.text).toContain('**and far too much garlic**')
  const done = await grace.press(await grace.press(changed, 'Restore'), 'Restore')
  expect(done.text).toContain('how it was')
  const exported = await ada.run('export')
  expect(await (await fetch(exported.file)).text()).not.toContain('garlic')
})

it('F9 F10: Ada lets only editors edit; Linus, who is none, may not any more', async () => {
  const settings = await ada.run('settings')
  const editors = ada.idOf('roles', 'Editors')
  await ada.use(settings, 'doc:setting:-:edit', editors)
  // Linus uses Discord in German
  expect((await linus.run('append', { text: 'EVIL' })).text).toContain('darfst')
  expect((await grace.run('append', { text: 'basil' })).text).toContain('Added')
  await ada.use(settings, 'doc:setting:-:edit')
  expect((await linus.run('append', { text: 'thyme' })).text).toContain('Lunch')
  expect((await grace.run('settings')).text).toContain('Only people who manage this server')
})

it('F8: Ada pins its card; Linus may pin nothing', async () => {
  expect((await ada.run('pin')).text).toContain('is pinned')
  expect((await linus.run('pin')).text).toContain('anpinnen')
})

it('F8: it sticks to the bottom: Linus writes, and it moves below that', async () => {
  const answer = await ada.run('stick')
  expect(answer.text).toContain('stays at the bottom')
  const said = await linus.say('what is for lunch?')
  expect(await ada.gone()).toBe(card.message.id)
  const moved = await grace.card(({ id }) => BigInt(id) > BigInt(said.message.id))
  expect(moved.text).toContain('## Lunch')
  expect((await ada.press(answer, 'Unstick')).text).toContain('stays where it is')
})

it('F6: Ada saves what Grace wrote, with the way back', async () => {
  const said = await grace.say('We meet at **noon**')
  const saved = await ada.save(said, ({ text }) => {
    expect(text).toContain('> We meet at **noon**')
    expect(text).toContain(said.message.id)
    return { document: ['new'], title: 'Minutes', text: String(text) }
  })
  expect(saved.text).toContain('new document **Minutes**')
  expect(await grace.suggested('open', 'Minutes')).toEqual([])
})

it('F7 F2: in a thread, where Discord starts no Activity, she edits it all the same', async () => {
  const offered = await grace.run('open', { document: 'Lunch' }, 'release')
  expect(offered.isPrivate).toBe(true)
  expect(offered.text).toContain('start Activities')
  const saved = await grace.fill(offered, 'Quick edit', { text: 'bread, and soup' })
  expect(saved.text).toBe('Saved.')
})

it('F7 C7: what Grace typed comes back, since Ada has deleted it meanwhile; then she tries again', async () => {
  const deleted: Shown[] = []
  const refused = await grace.edit(async () => {
    deleted.push(await ada.press(await ada.run('delete', { document: 'Lunch' }), 'Delete'))
    return { text: 'cake' }
  })
  expect(refused.isPrivate).toBe(true)
  expect(refused.text).toContain('Not saved')
  expect(await (await fetch(refused.file)).text()).toBe('cake')
  for (const shown of deleted) await ada.press(shown, 'Restore')
  expect((await grace.fill(refused, 'Try again', { text: 'cake' })).text).toBe('Saved.')
})

it('F42 T22: Grace may not delete it; Ada deletes it, and brings it back', async () => {
  expect((await grace.run('delete')).text).toContain('Only an owner')
  const deleted = await ada.press(await ada.run('delete', { document: 'Lunch' }), 'Delete')
  expect(deleted.text).toContain('is deleted')
  expect((await ada.press(deleted, 'Restore')).text).toContain('Lunch')
})

it('F6 F11: where only Ada has installed it, she can save what Grace wrote, too', async () => {
  const said = await grace.say('lunch is late')
  await stage.change({ kind: 'leave-guild', person: 'bot' })
  const saved = await ada.save(said, ({ text }) => {
    expect(text).toContain('> lunch is late')
    return { document: ['new'], text: String(text) }
  })
  expect(saved.text).toContain('new document **lunch is late**')
})

it('F70: Discord would have found nothing wrong with any of it', () => {
  expect(stage.violations()).toEqual([])
})
