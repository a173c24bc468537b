import type { CardView } from '../../bus/types.ts'
import * as texts from './texts.ts'

/** A view to start from in tests. */
export const someView: CardView = {
  title: 'Release checklist v2.4',
  text: '',
  people: [
    { name: 'Ada Lovelace', color: '#5865f2' },
    { name: 'Kari Nordmann', color: '#eb459e' },
    { name: 'Bo', color: '#57f287' },
  ],
  peopleCount: 4,
  editedAt: Date.UTC(2025, 10, 22, 14, 2),
  editedBy: 'Kari',
  theme: 'dark',
  scale: 2,
  kind: 'chat',
}

const people = (...names: string[]): Pick<CardView, 'people' | 'peopleCount' | 'editedBy'> => ({
  people: names.map((name, i) => ({ name, color: ['#5865f2', '#eb459e', '#57f287'][i] ?? '' })),
  peopleCount: names.length,
  editedBy: names[0] ?? null,
})

const nobody = people()

/** The cards whose pictures are kept. */
export const goldenViews: Readonly<Record<string, CardView>> = {
  checklist: { ...someView, text: texts.checklist },
  report: { ...someView, title: 'Incident review', text: texts.report, theme: 'light' },
  signs: { ...someView, title: 'Party 🎈', text: texts.signs, kind: 'link' },
  empty: { ...someView, text: '', ...nobody },
  small: { ...someView, text: '- [x] Milk\n- [ ] Bread', theme: 'light', kind: 'link', scale: 1 },
  latin: { ...someView, title: 'Minutes of Thursday', text: texts.latin },
  arabic: {
    ...someView,
    title: 'قائمة الإصدار v2.4',
    text: texts.arabic,
    ...people('ليلى حداد', 'Kari Nordmann', 'יעל'),
  },
  hebrew: {
    ...someView,
    title: 'רשימת שחרור (גרסה 2.4)',
    text: texts.hebrew,
    theme: 'light',
    ...people('יעל כהן', 'Ada Lovelace'),
  },
  devanagari: {
    ...someView,
    title: 'साप्ताहिक योजना',
    text: texts.devanagari,
    ...people('आशा वर्मा'),
  },
  thai: { ...someView, title: 'แผนประจำสัปดาห์', text: texts.thai, ...people('สมชาย ใจดี', 'Bo') },
  emoji: { ...someView, title: '🚀 Launch 🧑🏽‍🚀', text: texts.emoji, ...people('🐙', 'Zoë 🌈', 'Bo') },
  code: { ...someView, title: 'How to fix it', text: texts.code },
  'code-light': { ...someView, title: 'Snippets', text: texts.manyLanguages, theme: 'light' },
  table: { ...someView, title: 'Numbers of the week', text: texts.table },
  'table-light': { ...someView, title: 'Numbers of the week', text: texts.table, theme: 'light' },
  nested: { ...someView, title: 'Summer party', text: texts.nested },
  long: { ...someView, title: 'Minutes', text: texts.long },
  'long-link': { ...someView, title: 'Minutes', text: texts.long, kind: 'link', theme: 'light' },
  address: { ...someView, title: 'An address', text: texts.address, ...people('Ada Lovelace') },
}

/** Those that need the optional fonts. */
export const eastAsianViews: Readonly<Record<string, CardView>> = {
  japanese: {
    ...someView,
    title: 'リリース確認表 v2.4',
    text: texts.japanese,
    ...people('佐藤花子', 'Ada Lovelace'),
  },
  chinese: {
    ...someView,
    title: '发布清单：第二版',
    text: texts.chinese,
    theme: 'light',
    ...people('王小明', '李华', '赵'),
  },
  korean: {
    ...someView,
    title: '배포 점검표',
    text: texts.korean,
    ...people('김민준', '이서연'),
  },
}
