import { resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { soon, Stage } from './stage.ts'
import { WEB, signUp, together } from './writer.ts'
import type { Writer } from './writer.ts'

/** What was typed after the beginning, in whatever order two people's letters came to stand. */
const sortedLetters = (text: string, beginning: string): string =>
  text.replace(beginning, '').split('').sort().join('').trim()

let stage: Stage
let ada: Writer
let grace: Writer

beforeAll(async () => {
  stage = await Stage.open()
  ada = await signUp(stage, 'ada')
  grace = await signUp(stage, 'grace')
})
afterAll(() => stage.close())

it('F22 F25 F30: what Ada types offline on the web page is kept on her device over a crash of the tab, and arrives', async () => {
  const id = await together(ada, grace, 'Before. ')
  await ada.goesOffline()
  await ada.types('abc')
  await ada.isTold('Offline, 3 edits kept on this device')
  await ada.loses()
  await ada.opens(id)
  await ada.sees('Before. abc')
  await ada.isTold('Offline, 3 edits kept on this device')
  await ada.types('d')
  await ada.isTold('Offline, 4 edits kept on this device')
  await ada.comesBack()
  await ada.isTold('Saved')
  await grace.sees('Before. abcd')
  expect(await ada.api.content(id)).toBe('Before. abcd')
})

it('C6 R13: two tabs of one person write at once, share one device, and converge', async () => {
  const id = await together(ada, grace, 'Tabs: ')
  const other = await ada.anotherTab()
  await other.opens(id)
  await other.sees('Tabs: ')
  await Promise.all([ada.types('one one one'), other.types('two two two')])
  await Promise.all([ada.isTold('Saved'), other.isTold('Saved')])
  await vi.waitFor(async () => {
    const text = await ada.editor.innerText()
    expect(sortedLetters(text, 'Tabs: ')).toBe('eeennnooooootttwww')
    expect(await other.editor.innerText()).toBe(text)
    expect(await grace.editor.innerText()).toBe(text)
  }, soon)
  await other.page.close()
})

it('R20 T26: made a viewer while offline, Grace keeps her text to copy, and it is never published', async () => {
  const id = await together(ada, grace, 'Shared. ')
  await grace.goesOffline()
  await grace.types('secret')
  await grace.isTold('Offline, 6 edits kept on this device')
  await ada.api.putGrant(id, `user:${grace.session.user.id}`, { role: 'view' })
  await grace.comesBack()
  await grace.isTold('Not saved: You may only view this document.')
  await grace.page.reload()
  await grace.sees('Shared. ')
  await grace.isTold('Not saved: You may only view this document.')
  await ada.api.putGrant(id, `user:${grace.session.user.id}`, { role: 'edit' })
  await grace.types('public')
  await ada.sees('Shared. public')
  await grace.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await grace.page.getByRole('button', { name: 'Copy my text' }).click()
  await grace.page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await grace.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe('Shared. secret')
  await grace.page.getByRole('button', { name: 'Dismiss' }).click()
  await grace.isTold('Saved')
  expect(await ada.api.content(id)).toBe('Shared. public')
})

it('C1 F22 F25: killed while both type; after the restart all is there, once', async () => {
  await together(ada, grace, 'Kill: ')
  await Promise.all([ada.types('aaaaaaaa'), grace.types('gggggggg')])
  const typing = [ada.types('AAAAAAAA'), grace.types('GGGGGGGG')]
  await stage.kill()
  await Promise.all(typing)
  await stage.start()
  await Promise.all([ada.isTold('Saved'), grace.isTold('Saved')])
  await vi.waitFor(async () => {
    const text = await ada.editor.innerText()
    expect(await grace.editor.innerText()).toBe(text)
    expect(sortedLetters(text, 'Kill: ')).toBe('AAAAAAAAGGGGGGGGaaaaaaaagggggggg')
  }, soon)
})

it('T26: signing out erases what is kept, so that nobody finds it', async () => {
  await grace.page.goto(WEB)
  await grace.page.getByRole('button', { name: 'Sign out' }).click()
  await grace.page.getByLabel('Password').waitFor()
  const left = await grace.page.evaluate(async () => {
    const opening = indexedDB.open('sticky')
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const database = opening.result
    const counts = [...database.objectStoreNames].map(async (name) => {
      const counting = database.transaction(name).objectStore(name).count()
      await new Promise((resolve) => counting.addEventListener('success', resolve))
      return counting.result
    })
    return Promise.all(counts)
  })
  expect(left).toEqual([0, 0, 0, 0])
})

it('F22 R11 C6: IndexedDB keeps every promise that the memory keeps', async () => {
  const problems = await ada.page.evaluate(await contractInOneScript())
  expect(problems).toEqual([])
})

/** The device's own contract suite, made one expression for a page. */
const contractInOneScript = async (): Promise<string> => {
  const folder = resolve(import.meta.dirname, '../activity/src/device')
  const entry = `
    import { CONTRACT } from '${folder}/contract.ts'
    import { IndexedDbDevice } from '${folder}/indexed-db.ts'
    export const run = async () => {
      const problems = []
      for (const [i, { name, holds }] of CONTRACT.entries())
        await holds(new IndexedDbDevice('contract-' + i)).catch((error) => problems.push([name, error.message]))
      return problems
    }`
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id.endsWith('virtual:entry') ? id : null),
        load: (id) => (id.endsWith('virtual:entry') ? entry : null),
      },
    ],
    build: {
      write: false,
      minify: false,
      lib: { entry: 'virtual:entry', formats: ['iife'], name: 'Contract' },
    },
  })
  const [bundle] = Array.isArray(result) ? result : [result]
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built')
  return `(() => { ${bundle.output[0].code}; return Contract.run() })()`
}
