import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { soon, Stage } from './stage.ts'
import { WEB, signUp, together } from './writer.ts'
import type { Writer } from './writer.ts'

let stage: Stage
let ada: Writer
let grace: Writer
let phone: Writer

beforeAll(async () => {
  stage = await Stage.open()
  ada = await signUp(stage, 'Ada', { width: 1000 })
  grace = await signUp(stage, 'Grace', { width: 1000, theme: 'light' })
  phone = await signUp(stage, 'Joan', { width: 320, height: 640, touch: true })
  for (const person of [ada, grace]) await person.page.context().addInitScript(LISTENING)
})
afterAll(() => stage.close())

/** The text itself, as the server has it once all is saved. */
const has = (person: Writer, id: string, text: string): Promise<void> =>
  vi.waitFor(async () => expect(await person.api.content(id)).toBe(text), soon)

/** What can be seen of the text. */
const sees = (person: Writer, text: string): Promise<void> =>
  vi.waitFor(async () => {
    const lines = await person.page.locator('.cm-line').allInnerTexts()
    expect(lines.map((line) => line.trimEnd()).join('\n')).toBe(text)
  }, soon)

const presses = async (person: Writer, ...keys: string[]): Promise<void> => {
  for (const key of keys) await person.page.keyboard.press(key)
}

const box = (person: Writer, name: string): Locator =>
  person.page.getByRole('checkbox', { name, exact: true })

const isTicked = (person: Writer, name: string, ticked: boolean): Promise<void> =>
  vi.waitFor(async () => expect(await box(person, name).isChecked()).toBe(ticked), soon)

/** Pastes what a program has put on the clipboard. */
const pastes = (person: Writer, data: Record<string, string>): Promise<void> =>
  person.editor.evaluate((editor, data) => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text)
    editor.focus()
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    editor.dispatchEvent(event)
  }, data)

/** What is announced is gone after a moment: kept here for a test to read. */
const LISTENING = `
  window.said = []
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      if (target.className === 'cm-announced')
        for (const { textContent } of addedNodes) window.said.push(textContent)
  }).observe(document, { subtree: true, childList: true })`

const isSaidPolitely = (person: Writer, text: string): Promise<void> =>
  vi.waitFor(async () => expect(await person.page.evaluate('window.said')).toContain(text), soon)

/** Takes what the list offers first, once it is what was asked for. */
const takes = async (person: Writer): Promise<void> => {
  await person.page.locator('.cm-tooltip-autocomplete:not([class*=disabled])').waitFor()
  await presses(person, 'Enter')
  await person.page.getByRole('listbox').waitFor({ state: 'detached' })
}

it('F27 F20: markdown looks like what it means, except where Ada writes; lines stay where they are', async () => {
  const id = await together(ada, grace, '# Plan\n\nSome **bold** words\n\nthe end')
  await ada.editor.click()
  await presses(ada, 'Control+End')
  await sees(ada, 'Plan\n\nSome bold words\n\nthe end')
  const tops = (): Promise<number[]> =>
    ada.page
      .locator('.cm-line')
      .evaluateAll((lines) => lines.map((line) => Math.round(line.getBoundingClientRect().top)))
  const before = await tops()
  await presses(ada, 'Control+Home')
  await sees(ada, '# Plan\n\nSome bold words\n\nthe end')
  expect(await tops()).toEqual(before)
  await presses(ada, 'ArrowDown', 'ArrowDown', 'End', 'Control+ArrowLeft', 'Control+ArrowLeft')
  await sees(ada, 'Plan\n\nSome **bold** words\n\nthe end')
  expect(await tops()).toEqual(before)
  await presses(ada, 'Control+/')
  await sees(ada, '# Plan\n\nSome **bold** words\n\nthe end')
  await isSaidPolitely(ada, 'Markdown source')
  await presses(ada, 'Control+/')
  await has(ada, id, '# Plan\n\nSome **bold** words\n\nthe end')
})

it('F27: a box is ticked with the mouse and by keyboard, where it stands by then, and the other sees it', async () => {
  const id = await together(ada, grace, 'To do:\n\n- [ ] write it\n- [x] send it\n')
  expect((await box(ada, 'write it').boundingBox())?.width).toBeGreaterThanOrEqual(24)
  await grace.editor.click()
  await presses(grace, 'Control+Home')
  await grace.page.keyboard.type('First of all, ')
  await ada.sees('First of all')
  await box(ada, 'write it').click()
  await isTicked(grace, 'write it', true)
  await ada.editor.click()
  await presses(ada, 'Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'End', 'Control+Enter')
  await isTicked(grace, 'send it', false)
  await has(ada, id, 'First of all, To do:\n\n- [x] write it\n- [ ] send it\n')
})

it('F27: by keyboard alone a slash makes a list, a colon an emoji, an at sign names Grace', async () => {
  const id = await together(ada, grace, '')
  await ada.editor.focus()
  await ada.page.keyboard.type('/todo')
  const option = ada.page.getByRole('option', { name: 'To-do list' })
  await option.waitFor()
  const active = await ada.editor.getAttribute('aria-activedescendant')
  expect(active).toBe(await option.getAttribute('id'))
  await takes(ada)
  await ada.page.keyboard.type('ask @gra')
  await ada.page.getByRole('option', { name: '@Grace' }).waitFor()
  await ada.page.screenshot({ path: 'e2e/screenshots/suggestions.png' })
  await takes(ada)
  await ada.page.keyboard.type(':rocke')
  await ada.page.getByRole('option', { name: ':rocket:' }).waitFor()
  await takes(ada)
  await has(ada, id, '- [ ] ask @Grace 🚀')
  await ada.page.keyboard.type(' /')
  await ada.page.getByRole('listbox').waitFor()
  await presses(ada, 'Escape')
  await presses(ada, 'Tab')
  expect(await ada.editor.evaluate((editor) => editor === document.activeElement)).toBe(false)
  await has(ada, id, '- [ ] ask @Grace 🚀 /')
})

it('F27: undo takes back what Ada did, step by step, and nothing of what Grace wrote meanwhile', async () => {
  const id = await together(ada, grace, 'Start.')
  await ada.types(' Ada.')
  await grace.sees('Start. Ada.')
  await grace.types(' Grace.')
  await ada.sees('Start. Ada. Grace.')
  await pastes(ada, { 'text/plain': ' Pasted.' })
  await grace.sees('Pasted.')
  await presses(ada, 'Control+z')
  await has(ada, id, 'Start. Ada. Grace.')
  await presses(ada, 'Control+z')
  await has(ada, id, 'Start. Grace.')
  await presses(ada, 'Control+z')
  await presses(ada, 'Control+y')
  await has(ada, id, 'Start. Ada. Grace.')
  await grace.editor.focus()
  await presses(grace, 'Control+z')
  await has(ada, id, 'Start. Ada.')
  await sees(grace, 'Start. Ada.')
  expect(await ada.editor.innerText()).toBe('Start. Ada.')
})

it('F27 F20: Ada composes a word while Grace writes in the same line, and neither loses a letter', async () => {
  const id = await together(ada, grace, '- [ ] **one** two')
  await ada.editor.click()
  await presses(ada, 'Control+End')
  const input = await ada.page.context().newCDPSession(ada.page)
  const composes = (text: string): Promise<unknown> =>
    input.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  await composes('に')
  await grace.editor.click()
  await presses(grace, 'Control+Home')
  for (const [composed, typed] of [
    ['にほ', 'a'],
    ['にほん', 'b'],
    ['日本', 'c'],
  ] as const) {
    await presses(grace, 'Control+End')
    await presses(grace, 'Control+Home')
    await grace.page.keyboard.type(typed)
    await vi.waitFor(async () => expect(await ada.editor.innerText()).toContain(typed), soon)
    await composes(composed)
  }
  await input.send('Input.insertText', { text: '日本語' })
  await vi.waitFor(async () => {
    const text = await ada.api.content(id)
    expect(text).toContain('**one** two日本語')
    expect(text.replace(/[abc]/g, '')).toBe('- [ ] **one** two日本語')
    expect(
      text
        .replace(/[^abc]/g, '')
        .split('')
        .toSorted()
        .join(''),
    ).toBe('abc')
    expect(await grace.editor.innerText()).toBe(await ada.editor.innerText())
  }, soon)
})

it('F27: pages and tables that are pasted become markdown', async () => {
  const id = await together(ada, grace, '')
  await pastes(ada, {
    'text/plain': 'whatever',
    'text/html': `<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1">
      <h2>The <i>plan</i></h2>
      <p>See <a href="https://a.example/x_(y)">the page</a>, <span style="font-weight:700">now</span>: 2*3 &amp; snake_case</p>
      <ul><li><input type="checkbox" checked> done<ul><li>inner</li></ul></li><li>next<br>line</li></ul>
      <ol start="3"><li>three</li></ol>
      <blockquote><p>said</p></blockquote>
      <pre><code class="language-ts">let a = \`b\`\n</code></pre>
      <table><tr><th>Who</th><th colspan="2">What|s</th></tr><tr><td>Ada</td><td>writes</td></tr></table>
      <p><img src="https://a.example/p.png" alt="a picture"><img src="data:image/png;base64,AAAA" alt="inside"></p></b>`,
  })
  const text = `## The *plan*

See [the page](https://a.example/x_%28y%29), **now**: 2\\*3 & snake_case

- [x] done
  - inner
- next
  line

3. three

> said

\`\`\`ts
let a = \`b\`
\`\`\`

| Who | What\\|s |     |
| --- | ------- | --- |
| Ada | writes  |     |

[a picture](https://a.example/p.png)inside`
  await has(ada, id, text)
  await presses(ada, 'Control+z')
  await has(ada, id, '')
  await pastes(ada, { 'text/plain': 'a\tb\nc\td' })
  await has(ada, id, '| a   | b   |\n| --- | --- |\n| c   | d   |')
  expect(await ada.page.locator('.md-line-table').count()).toBe(3)
})

it('T11 F27: a hostile page that is pasted runs nothing, fetches nothing and freezes nothing', async () => {
  const id = await together(ada, grace, '')
  const asked: string[] = []
  ada.page.on('request', (request) => void asked.push(request.url()))
  ada.page.on('dialog', (dialog) => void asked.push(dialog.message()))
  await pastes(ada, {
    'text/plain': 'x',
    'text/html': `<p><b>ok</b> <img src=https://evil.example/x onerror=alert(1)><a href="javascript:alert(1)">click</a>
      <script>alert(1)</script><svg onload=alert(1)></svg><iframe src=https://evil.example></iframe>
      <style>@import url(https://evil.example)</style><a href=" java\nscript:alert(1)">again</a></p>
      <p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))</p>
      <table><tr><td colspan=99999999>wide<td>b</table>${'<div><b>'.repeat(2000)}deep${'<table><tr><td>'.repeat(300)}`,
  })
  await vi.waitFor(async () => expect(await ada.api.content(id)).toContain('deep'), soon)
  const text = await ada.api.content(id)
  expect(text).toContain('**ok** [picture](https://evil.example/x)click again')
  expect(text).toContain('\\<script>alert(1)\\</script> \\[x](javascript:alert(1))')
  expect(text.length).toBeLessThan(5_000)
  expect(asked.filter((url) => url.includes('evil') || url === '1')).toEqual([])
})

it('F27: Ada finds and replaces by keyboard, and is back in the text', async () => {
  const id = await together(ada, grace, 'one two one two one')
  await ada.editor.focus()
  await presses(ada, 'Control+f')
  await ada.page.keyboard.type('one')
  const count = ada.page.getByRole('search').locator('.find-count')
  await vi.waitFor(async () => expect(await count.innerText()).toBe('3'), soon)
  await presses(ada, 'Enter', 'Enter')
  await vi.waitFor(async () => expect(await count.innerText()).toMatch(/^[123] of 3$/), soon)
  await ada.page.screenshot({ path: 'e2e/screenshots/find.png' })
  await ada.page.getByLabel('Replace with').fill('1')
  await ada.page.getByRole('button', { name: 'Replace all' }).click()
  await has(ada, id, '1 two 1 two 1')
  await presses(ada, 'Escape')
  await ada.page.keyboard.press('Control+End')
  await ada.page.keyboard.type('!')
  await has(ada, id, '1 two 1 two 1!')
  await vi.waitFor(async () => {
    expect(await ada.page.locator('.foot-words').innerText()).toBe('5 words')
  }, soon)
})

it('F26 F29: Ada hears that Grace comes and goes, and follows where she is until she scrolls herself', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i}`).join('\n')
  await together(ada, grace, lines)
  const flag = ada.page.locator('.peer-caret')
  await ada.page.getByRole('button', { name: 'Grace: follow' }).click()
  await ada.page.getByText('Following Grace').first().waitFor()
  await grace.editor.click()
  await presses(grace, 'Control+End')
  await vi.waitFor(async () => {
    expect(await flag.count()).toBe(1)
    expect(await ada.editor.innerText()).toContain('line 199')
  }, soon)
  await presses(grace, 'Control+Home', 'Shift+End')
  await vi.waitFor(async () => {
    expect(await ada.page.locator('.peer-selection').count()).toBe(1)
    expect(await ada.editor.innerText()).not.toContain('line 199')
  }, soon)
  await ada.page.screenshot({ path: 'e2e/screenshots/following.png' })
  await ada.editor.hover()
  await ada.page.mouse.wheel(0, 300)
  await vi.waitFor(async () => {
    expect(await ada.page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
  }, soon)
  await grace.page.goto('about:blank')
  await isSaidPolitely(ada, 'Grace has left.')
})

it('F27 F29 F48: made a viewer while she looks, Grace is told, and can neither write, tick nor undo', async () => {
  const id = await together(ada, grace, '- [ ] theirs')
  await grace.types('!')
  await ada.sees('theirs!')
  await ada.api.putGrant(id, `user:${grace.session.user.id}`, { role: 'view' })
  await isSaidPolitely(grace, 'You may only view this document now.')
  await grace.page.getByText('View only').waitFor()
  expect(await grace.editor.getAttribute('aria-readonly')).toBe('true')
  expect(await box(grace, 'theirs!').isDisabled()).toBe(true)
  await grace.editor.focus()
  await presses(grace, 'Control+z', 'x', 'Control+b', 'Control+Enter', 'Enter', 'Backspace')
  await grace.isTold('Saved')
  await presses(grace, 'Control+f')
  await grace.page.getByRole('search').waitFor()
  expect(await grace.page.getByLabel('Replace with').isVisible()).toBe(false)
  await ada.types('?')
  await has(ada, id, '- [ ] theirs!?')
  await sees(grace, ' theirs!?')
  await grace.isTold('Saved')
  await grace.page.screenshot({ path: 'e2e/screenshots/viewer.png' })
})

it('F29 F27: on a phone it opens for reading; a box ticks by a tap, and tools come with the keyboard', async () => {
  const id = await together(ada, phone, '# Shopping\n\n- [ ] milk\n\n\n\n\n')
  const { page } = phone
  const focused = (): Promise<boolean> =>
    phone.editor.evaluate((editor) => editor === document.activeElement)
  expect(await focused()).toBe(false)
  const tools = page.getByRole('toolbar', { name: 'Formatting' })
  expect(await tools.isVisible()).toBe(false)
  await box(phone, 'milk').tap()
  await isTicked(ada, 'milk', true)
  expect(await focused()).toBe(false)
  await page.locator('.cm-line').last().tap()
  await tools.waitFor()
  await page.getByRole('button', { name: 'To-do list' }).tap()
  await page.keyboard.type('eggs')
  await has(ada, id, '# Shopping\n\n- [x] milk\n\n\n\n\n- [ ] eggs')
  expect(await focused()).toBe(true)
  await page.screenshot({ path: 'e2e/screenshots/phone.png' })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(320)
  await page.getByRole('button', { name: 'Undo' }).tap()
  await has(ada, id, '# Shopping\n\n- [x] milk\n\n\n\n\n- [ ] ')
})

it('F27 T11: links open beside the editor, by mouse and by keyboard, and only those that may be opened', async () => {
  const there = `${WEB}/healthz`
  const text = `[there](${there}) [bad](javascript:alert(1))`
  await together(ada, grace, text)
  const opens = async (act: () => Promise<void>): Promise<string> => {
    const [opened] = await Promise.all([ada.page.context().waitForEvent('page'), act()])
    const url = opened.url()
    await opened.close()
    return url
  }
  const link = ada.page.locator('.md-link', { hasText: 'there' })
  const pages = (): number => ada.page.context().pages().length
  await link.click()
  await ada.page.locator('.md-link', { hasText: 'bad' }).click({ modifiers: ['Control'] })
  expect(pages()).toBe(1)
  expect(await opens(() => link.click({ modifiers: ['Control'] }))).toBe(there)
  await ada.editor.focus()
  await presses(ada, 'Control+Home', 'ArrowRight', 'ArrowRight')
  expect(await opens(() => presses(ada, 'Control+Enter'))).toBe(there)
  await sees(ada, text)
})

it('F27: the colours of a language are loaded when the first fence names it, not before', async () => {
  const scripts: string[] = []
  ada.page.on('request', (request) => void scripts.push(request.url()))
  await together(ada, grace, 'plain text')
  const before = scripts.length
  await ada.types('\n\n```rust\nfn main() {}')
  await ada.page.locator('.code-keyword').first().waitFor()
  expect(scripts.slice(before).some((url) => url.endsWith('.js'))).toBe(true)
})
