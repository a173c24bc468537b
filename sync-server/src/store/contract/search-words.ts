import { expect, test } from 'vitest'
import { find, shelve, titles, write } from './search-shelf.ts'
import { START } from './world.ts'
import type { Stories } from './world.ts'

/** What is found by which words, whatever is written and asked for. */
export const foundStories: Stories = (world) => {
  const found: [why: string, query: string, text: string][] = [
    ['a word', 'budget', 'The budget of 2026.'],
    ['in any case', 'BuDgEt', 'the BUDGET'],
    ['its beginning', 'budg', 'the budget'],
    ['its inside', 'base', 'our databases'],
    ['two letters at its beginning', 'bu', 'the budget'],
    ['a letter by itself', 'x', 'the x axis'],
    ['a number', '2026', 'since 2026'],
    ['without accents', 'resume', 'Résumé'],
    ['with accents that are not there', 'résumé', 'Resume'],
    ['letters that are not taken apart', 'strasse lodz', 'Straße in Łódź'],
    ['the dotless and the dotted i', 'istanbul', 'İSTANBUL'],
    ['full width and ligatures', 'office abc', 'oﬃce ＡＢＣ'],
    ['the final sigma', 'ΣΊΣΥΦΟΣ', 'Σίσυφος'],
    ['Arabic without its points', 'محمد', 'مُحَمَّد'],
    ['an apostrophe', 'dont', 'Don’t panic'],
    ['a hidden hyphen', 'cooperate', 'co\u00ADoperate'],
    ['words apart', 'red green', 'green, and much later red'],
    ['a word in marks', 'bold', 'some **bold** text'],
    ['a part of an address', 'example', 'https://www.example.org/x'],
    ['two ideographs', '会議', '今日は会議です。'],
    ['one ideograph', '議', '今日は会議です。'],
    ['a run of ideographs', '会議室', '大きな会議室を予約'],
    ['kana of any width', 'カタカナ', 'ｶﾀｶﾅ'],
    ['Hangul', '회의', '주간회의록'],
    ['Hangul taken apart', '회의', '주간회의록'.normalize('NFD')],
    ['Thai', 'ภาษา', 'เรียนภาษาไทย'],
    ['an emoji', '🎉', 'party 🎉 today'],
    ['an emoji in another skin', '👍', 'fine 👍🏽'],
    ['a currency', '€', 'costs 5€'],
    ['two letters swapped', 'bugdet', 'the budget'],
    ['a letter too much', 'budgeet', 'the budget'],
    ['a letter missing', 'budgt', 'the budget'],
    ['a wrong letter', 'bidget', 'the budget'],
    ['a wrong first letter', 'nudget', 'the budget'],
    ['two typos in a long word', 'tommorow', 'until tomorrow'],
    ['two typos at its end', 'definitaly', 'definitely so'],
    ['a typo without accent', 'resmué', 'Résumé'],
    ['a typo beside a right word', 'the bugdet', 'the budget'],
    ['a typo in Cyrillic', 'бюджте', 'наш бюджет'],
  ]
  test.each(found)('F46: finds %s: %j in %j', async (_why, query, text) => {
    const me = await world().user()
    await shelve(world(), me, { 'in the text': text, [text]: '', 'something else': 'Nothing.' })
    expect((await titles(world(), me, query)).sort()).toEqual(['in the text', text].sort())
  })

  const missing: [why: string, query: string, text: string][] = [
    ['one of the words is missing', 'red blue', 'red and green'],
    ['a short word has a typo', 'rad', 'red'],
    ['a short word has two', 'bdugte', 'budget'],
    ['a number has one', '2027', 'since 2026'],
    ['a letter begins many words', 'b', 'the budget'],
    ['two letters are inside many', 'dg', 'the budget'],
    ['ideographs stand otherwise', '議会', '今日は会議です。'],
    ['a kana sounds otherwise', 'ハス', 'バスで行く'],
  ]
  test.each(missing)('F46: not when %s: %j in %j', async (_why, query, text) => {
    const me = await world().user()
    await shelve(world(), me, { [text]: text })
    expect(await titles(world(), me, query)).toEqual([])
  })

  test('F46 F62: what is durable is found: titles at once, text once it is merged, and only what is there now', async () => {
    const me = await world().user()
    const document = await world().document({ owner: me, title: 'Draft' })
    expect(await titles(world(), me, 'draft')).toEqual(['Draft'])
    await write(world(), document, 'apples')
    expect(await titles(world(), me, 'apples')).toEqual(['Draft'])
    await write(world(), document, 'pears')
    expect(await titles(world(), me, 'apples')).toEqual([])
    await world().store.documents.rename(document, 'Fruit', START + 1)
    expect(await titles(world(), me, 'draft')).toEqual([])
    await world().restart()
    expect(await titles(world(), me, 'fruit pears')).toEqual(['Fruit'])
    expect((await find(world(), me, 'fruit'))[0]).toMatchObject({
      role: 'own',
      excerpt: { snippet: { text: 'pears' } },
    })
  })

  const hostile: [what: string, query: string][] = [
    ['nothing', ''],
    ['white space', ' \n\t\u00a0'],
    ['punctuation', '?!… ()[]{}"\'`,;.'],
    ['NUL', '\u0000'],
    ['half a sign', '\ud800'],
    ['an open quote', '"plan'],
    ['a quoted prefix', 'plan"*'],
    ['an operator without an end', 'plan AND'],
    ['a negation', 'NOT plan'],
    ['a function', 'NEAR(plan, 3)'],
    ['a column', 'tokens:plan'],
    ['columns', '{tokens}:plan'],
    ['an anchor', '^plan'],
    ['a condition', 'plan* OR 1=1 --'],
    ['a quoted condition', "plan' OR ''='"],
    ['wildcards', '% _'],
    ['a token of rights', 'r:user:1'],
    ['a long word', 'x'.repeat(10_000)],
    ['a word many times', 'plan '.repeat(10_000)],
    ['many words', Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' ')],
    ['marks on nothing', '\u0301'.repeat(500)],
    ['joined emoji', '👨‍👩‍👧‍👦'.repeat(200)],
  ]
  test.each(hostile)('F46 T5: nothing in a query is syntax: %s', async (_what, query) => {
    const [me, other] = [await world().user(), await world().user()]
    await shelve(world(), other, { Plan: 'plan 1 near and or not' })
    expect(await titles(world(), me, query)).toEqual([])
    await shelve(world(), me, { 'My plan': 'text' })
    expect((await titles(world(), me, query)).filter((title) => title !== 'My plan')).toEqual([])
  })

  test('F46 T16: hostile titles and texts are taken, and found by what can be read in them', async () => {
    const me = await world().user()
    const texts = [
      `needle${'x'.repeat(200_000)}`,
      `needle \u0000 \ud800 \ufffd ${'\u0301'.repeat(10_000)}`,
      `needle ${Array.from({ length: 20_000 }, (_, i) => `${i * 7919}abc`).join(' ')}`,
      `needle ${'会'.repeat(50_000)}`,
      `needle "quoted" AND OR NOT NEAR * ^ : - (`,
    ]
    const shelf = Object.fromEntries(texts.map((text, i) => [`Text ${i}`, text]))
    await shelve(world(), me, shelf)
    expect((await titles(world(), me, 'needle')).sort()).toEqual(Object.keys(shelf))
  }, 30_000)
}
